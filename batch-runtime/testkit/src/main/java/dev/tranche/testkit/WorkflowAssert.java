package dev.tranche.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.WorkflowOutcome;
import dev.tranche.runtime.WorkflowRun;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions about the jobs of a workflow run, as they were when {@code assertThat} was called. */
public final class WorkflowAssert extends AbstractAssert<WorkflowAssert, List<JobDetail>> {
    private static final int MAX_SHOWN = 20;

    private final String name;

    private WorkflowAssert(String name, List<JobDetail> jobs) {
        super(jobs, WorkflowAssert.class);
        this.name = name;
    }

    static WorkflowAssert of(WorkflowRun run) {
        return new WorkflowAssert(
                run.name(), run.jobs().stream().map(JobHandle::describe).toList());
    }

    static WorkflowAssert of(WorkflowOutcome outcome) {
        return new WorkflowAssert(outcome.name(), outcome.jobs());
    }

    /**
     * All its jobs succeeded.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public WorkflowAssert succeeded() {
        return expect(actual.stream().allMatch(JobDetail::succeeded), "succeeded");
    }

    /**
     * All its jobs have ended, and at least one failed.
     *
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public WorkflowAssert failed() {
        boolean ended = actual.stream().allMatch(JobDetail::ended);
        return expect(ended && !actual.stream().allMatch(JobDetail::succeeded), "failed");
    }

    /**
     * Exactly these of its jobs failed.
     *
     * @param names their names, in any order
     * @return this assertion
     */
    @CanIgnoreReturnValue
    public WorkflowAssert hasFailedJobs(String... names) {
        List<String> failed = actual.stream()
                .filter(job -> job.ended() && !job.succeeded())
                .map(JobDetail::name)
                .sorted()
                .toList();
        return expect(
                failed.equals(Arrays.stream(names).sorted().toList()), "has failed jobs " + Arrays.toString(names));
    }

    /**
     * Goes on with one of its jobs.
     *
     * @param jobName the job's name
     * @return assertions about the job
     */
    public JobAssert job(String jobName) {
        List<JobDetail> found =
                actual.stream().filter(job -> job.name().equals(jobName)).toList();
        expect(!found.isEmpty(), "has a job " + jobName);
        return BatchAssertions.assertThat(found.get(0));
    }

    @CanIgnoreReturnValue
    private WorkflowAssert expect(boolean holds, String what) {
        if (!holds) {
            String jobs = actual.stream()
                    .filter(job -> !job.succeeded())
                    .limit(MAX_SHOWN)
                    .map(job -> "\n" + JobText.of(job, null))
                    .collect(Collectors.joining());
            failWithMessage(
                    "%s",
                    "expected a run of workflow " + name + " that " + what + ", but"
                            + (jobs.isEmpty() ? " all its " + actual.size() + " jobs succeeded" : jobs));
        }
        return this;
    }
}
