package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.RetryRule;
import org.junit.jupiter.api.Test;

/**
 * The states of a job as AWS Batch's guide has them (Job states), rule by rule. Where AWS waits or is silent, the rule says
 * what happens here.
 */
class AwsJobStatesTest {
    private final Scene scene = Scene.withOneHost(2);

    @Test
    void submitted_becomes_pending_while_dependencies_are_outstanding() {
        long first = scene.submit();
        long second = scene.submit(after(first));

        assertThat(scene.status(second)).isEqualTo(JobStatus.PENDING);
        assertThat(scene.placed()).containsExactly("1.1@here-host");
    }

    @Test
    void submitted_becomes_runnable_without_dependencies() {
        long running = scene.submit(job(0, vcpus(2)));
        long second = scene.submit();

        assertThat(scene.status(running)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void pending_becomes_runnable_when_all_dependencies_have_succeeded() {
        long first = scene.submit(job(0, vcpus(2)));
        long second = scene.submit(job(0, vcpus(2)));
        long both = scene.submit(job(0, vcpus(2), after(first), after(second)));

        scene.exit(first, 0);
        assertThat(scene.status(both)).isEqualTo(JobStatus.PENDING);
        long ahead = scene.submit(job(0, vcpus(2)));
        scene.exit(second, 0);

        assertThat(scene.status(ahead)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.status(both)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void pending_fails_when_any_dependency_fails_at_once_whatever_becomes_of_the_others() {
        long first = scene.submit();
        long second = scene.submit();
        long both = scene.submit(after(first), after(second));

        scene.exit(first, 1);

        assertThat(scene.end(both)).startsWith("FAILED DEPENDENCY Dependent Job failed: job (");
        assertThat(scene.status(second)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void pending_fails_when_it_is_cancelled_without_waiting_for_its_dependencies() {
        long first = scene.submit();
        long second = scene.submit(after(first));

        scene.act(machine -> machine.cancel(second, -1, "not needed"));

        assertThat(scene.end(second)).isEqualTo("FAILED CANCELLED not needed");
        assertThat(scene.status(first)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void runnable_may_wait_for_ever() {
        scene.submit(job(0, vcpus(2)));
        long waits = scene.submit();

        scene.pass(365L * 86_400 * SECOND);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void runnable_becomes_starting_when_capacity_is_found() {
        long running = scene.submit(job(0, vcpus(2)));
        long waits = scene.submit();
        scene.exit(running, 0);

        assertThat(scene.status(waits)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void runnable_fails_when_it_is_cancelled_or_terminated() {
        scene.submit(job(0, vcpus(2)));
        long cancelled = scene.submit();
        long terminated = scene.submit();

        scene.act(machine -> machine.cancel(cancelled, -1, "a"));
        scene.act(machine -> machine.terminate(terminated, -1, "b"));

        assertThat(scene.end(cancelled)).isEqualTo("FAILED CANCELLED a");
        assertThat(scene.end(terminated)).isEqualTo("FAILED TERMINATED b");
        assertThat(scene.stops()).isEmpty();
    }

    @Test
    void starting_becomes_running_when_the_program_runs() {
        long job = scene.submit();
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        scene.start(job, -1);

        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void starting_becomes_runnable_or_failed_when_it_cannot_start_and_that_uses_up_an_attempt() {
        scene.submit();
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 2)));
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: no such image");
        assertThat(scene.placed()).containsExactly("1.1@here-host", "2.1@here-host", "2.2@here-host");
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: no such image");

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Task failed to start");
    }

    @Test
    void running_succeeds_with_exit_code_0() {
        long job = scene.submit();
        scene.start(job, -1);
        scene.exit(job, 0);

        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void running_becomes_runnable_when_a_retry_is_left_and_comes_before_what_became_ready_later() {
        long first = scene.submit(job(0, MachineDriver.spec(2_000, 64, 2)));
        long second = scene.submit(job(0, MachineDriver.spec(2_000, 64, 2)));
        scene.start(first, -1);
        scene.exit(first, 1);

        assertThat(scene.placed()).containsExactly("1.1@here-host", "1.2@here-host");
        assertThat(scene.status(second)).isEqualTo(JobStatus.RUNNABLE);
    }

    @Test
    void running_fails_when_attempts_are_exhausted() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 2)));
        scene.start(job, -1);
        scene.exit(job, 1);
        scene.start(job, -1);
        scene.exit(job, 1);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
    }

    @Test
    void running_fails_when_a_rule_says_exit() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3, new RetryRule(false, "2", null, null))));
        scene.start(job, -1);
        scene.exit(job, 2);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void running_fails_when_it_is_terminated_once_it_has_stopped() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3)));
        scene.start(job, -1);
        scene.act(machine -> machine.terminate(job, -1, "enough"));
        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNING);
        scene.exit(job, 143);

        assertThat(scene.end(job)).isEqualTo("FAILED TERMINATED enough");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void succeeded_and_failed_are_final() {
        long good = scene.submit();
        long bad = scene.submit();
        scene.exit(good, 0);
        scene.exit(bad, 1);

        scene.start(good, -1);
        scene.exit(good, 1);
        scene.exit(bad, 0);
        scene.act(machine -> machine.terminate(good, -1, "late"));
        scene.act(machine -> machine.cancel(bad, -1, "late"));

        assertThat(scene.status(good)).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(scene.status(bad)).isEqualTo(JobStatus.FAILED);
        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.stops()).isEmpty();
    }
}
