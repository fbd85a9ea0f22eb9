package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class DependencyScenarioTest {
    private static final JobSpec SPEC = Scene.vcpus(1);

    private final Scene scene = Scene.withOneHost(8);

    @Test
    void a_job_is_pending_until_all_it_depends_on_has_succeeded() {
        long first = scene.submit();
        long second = scene.submit();
        long both = scene.submit(after(first), after(second));

        assertThat(scene.status(both)).isEqualTo(JobStatus.PENDING);
        scene.exit(first, 0);
        assertThat(scene.status(both)).isEqualTo(JobStatus.PENDING);
        scene.exit(second, 0);

        assertThat(scene.status(both)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.placed()).containsExactly("1.1@here-host", "2.1@here-host", "3.1@here-host");
    }

    @Test
    void a_failed_dependency_fails_what_needs_it_at_once_with_its_name_and_all_that_follows() {
        long first = scene.submit();
        long second = scene.submit(after(first));
        long third = scene.submit(after(second));

        scene.exit(first, 1);

        assertThat(scene.end(second)).startsWith("FAILED DEPENDENCY Dependent Job failed: job (");
        assertThat(scene.end(third)).startsWith("FAILED DEPENDENCY Dependent Job failed: job (");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void after_any_runs_whatever_the_end() {
        long first = scene.submit();
        long always = scene.submit(new Submission.Dependency(first, -1, DependencyKind.ANY));

        scene.exit(first, 1);

        assertThat(scene.status(always)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void after_failure_runs_after_a_failure_and_is_not_needed_after_a_success() {
        long bad = scene.submit();
        long good = scene.submit();
        long repair = scene.submit(new Submission.Dependency(bad, -1, DependencyKind.FAILURE));
        long idle = scene.submit(new Submission.Dependency(good, -1, DependencyKind.FAILURE));

        scene.exit(bad, 1);
        scene.exit(good, 0);

        assertThat(scene.status(repair)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.end(idle)).startsWith("FAILED NOT_NEEDED Not needed: job (");
    }

    @Test
    void what_has_ended_before_the_submit_is_judged_at_once() {
        long good = scene.submit();
        long bad = scene.submit();
        scene.exit(good, 0);
        scene.exit(bad, 1);

        long ready = scene.submit(after(good));
        long hopeless = scene.submit(after(good), after(bad));

        assertThat(scene.status(ready)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.end(hopeless)).startsWith("FAILED DEPENDENCY");
    }

    @Test
    void a_dependency_that_is_not_known_is_refused() {
        SubmitReply reply = scene.offer(job(0, SPEC, after(MachineDriver.FIRST + 77)));

        assertThat(reply)
                .isInstanceOfSatisfying(
                        SubmitReply.Refused.class,
                        refused -> assertThat(refused.reason())
                                .startsWith(
                                        "it depends on job 00000001-2345-8678-8000-01000000004e, which is not known"));
    }

    @Test
    void a_pending_job_that_is_cancelled_does_not_come_back_when_its_dependency_ends() {
        long first = scene.submit();
        long second = scene.submit(after(first));

        scene.act(machine -> machine.cancel(second, -1, "no more"));
        scene.exit(first, 0);

        assertThat(scene.end(second)).isEqualTo("FAILED CANCELLED no more");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void the_jobs_of_a_run_wait_until_it_is_sealed_and_the_run_ends_with_the_last() {
        long run = scene.openRun();
        long first = scene.submit(new Submission("a", 0, SPEC, 0, false, List.of(), run, null));
        long second = scene.submit(new Submission("b", 0, SPEC, 0, false, List.of(after(first)), run, null));

        assertThat(scene.explain(first, -1).reasons()).singleElement().isInstanceOf(WaitReason.WorkflowOpen.class);
        scene.act(machine -> machine.sealWorkflow(run));
        assertThat(scene.status(first)).isEqualTo(JobStatus.STARTING);
        scene.exit(first, 0);
        assertThat(scene.status(run)).isEqualTo(JobStatus.PENDING);
        scene.exit(second, 0);

        assertThat(scene.status(run)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void a_run_without_jobs_succeeds_when_it_is_sealed() {
        long run = scene.openRun();
        scene.act(machine -> machine.sealWorkflow(run));

        assertThat(scene.status(run)).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void a_run_with_a_failed_job_fails_and_one_that_was_not_needed_does_not_count() {
        long good = scene.openRun();
        long well = scene.submit(new Submission("a", 0, SPEC, 0, false, List.of(), good, null));
        Submission.Dependency failure = new Submission.Dependency(well, -1, DependencyKind.FAILURE);
        long unused = scene.submit(new Submission("b", 0, SPEC, 0, false, List.of(failure), good, null));
        scene.act(machine -> machine.sealWorkflow(good));
        scene.exit(well, 0);

        assertThat(scene.end(unused)).startsWith("FAILED NOT_NEEDED");
        assertThat(scene.status(good)).isEqualTo(JobStatus.SUCCEEDED);
    }
}
