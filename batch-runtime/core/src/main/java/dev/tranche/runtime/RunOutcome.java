package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.Comparator;
import java.util.List;

/** How a workflow run ended. */
final class RunOutcome implements WorkflowOutcome {
    private final RunFacts facts;
    private final boolean succeeded;
    private final List<JobDetail> jobs;

    RunOutcome(RunFacts facts, boolean succeeded, List<JobDetail> jobs) {
        this.facts = facts;
        this.succeeded = succeeded;
        this.jobs = List.copyOf(jobs);
    }

    @Override
    public JobId run() {
        return facts.id();
    }

    @Override
    public String name() {
        return facts.workflow();
    }

    @Override
    public boolean succeeded() {
        return succeeded;
    }

    @Override
    public List<JobDetail> failed() {
        return jobs.stream()
                .filter(job -> job.status() == JobStatus.FAILED && causeOf(job) != EndCause.NOT_NEEDED)
                .sorted(Comparator.comparing(job -> causeOf(job) == EndCause.DEPENDENCY))
                .toList();
    }

    private static EndCause causeOf(JobDetail job) {
        EndCause cause = ((JobSnapshot) job).cause();
        return cause == null ? EndCause.ATTEMPT : cause;
    }

    @Override
    public List<JobDetail> jobs() {
        return jobs;
    }

    @Override
    public WorkflowOutcome orThrow() {
        if (!succeeded) {
            failed().stream().findFirst().ifPresent(JobDetail::orThrow);
        }
        return this;
    }

    /** Prints the workflow, its end and how many jobs failed. */
    @Override
    public String toString() {
        String end = succeeded ? "succeeded" : "failed";
        return "workflow run " + name() + " (" + run() + ") " + end + ": " + failed().size() + " of " + jobs.size()
                + " jobs failed";
    }
}
