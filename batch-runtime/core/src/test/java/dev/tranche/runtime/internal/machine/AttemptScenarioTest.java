package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.RetryRule;
import org.junit.jupiter.api.Test;

class AttemptScenarioTest {
    private final Scene scene = Scene.withOneHost(4);

    @Test
    void a_job_goes_through_its_states_to_success() {
        long job = scene.submit();
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        scene.start(job, -1);
        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNING);
        scene.exit(job, 0);

        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void without_rules_every_failure_is_tried_again_until_the_attempts_are_used_up() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3)));

        scene.exit(job, 1);
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: x");
        scene.end(job, EndKind.LOST, "Host EC2 (instance i-1) terminated.");

        assertThat(scene.placed()).hasSize(3);
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Host EC2 (instance i-1) terminated.");
    }

    @Test
    void the_first_rule_that_matches_decides_and_no_match_means_retry() {
        RetryRule hostGone = new RetryRule(true, null, null, "Host EC2*");
        RetryRule exitTwo = new RetryRule(false, "2", null, null);
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 5, hostGone, exitTwo)));

        scene.end(job, EndKind.LOST, "Host EC2 (instance i-1) terminated.");
        scene.exit(job, 3);
        assertThat(scene.placed()).hasSize(3);
        scene.exit(job, 2);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
    }

    @Test
    void a_catch_all_rule_ends_the_job_where_no_other_matches() {
        RetryRule code = new RetryRule(true, "75", null, null);
        RetryRule otherwise = new RetryRule(false, null, "*", null);
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 5, code, otherwise)));

        scene.exit(job, 75);
        scene.exit(job, 1);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(job)).startsWith("FAILED");
    }

    @Test
    void an_exit_code_rule_does_not_match_a_failure_without_exit_code() {
        RetryRule anyCode = new RetryRule(false, "1*", null, null);
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 2, anyCode)));

        scene.end(job, EndKind.START_FAILED, "no such file");

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void an_attempt_that_runs_too_long_is_stopped_and_never_retried_even_with_exit_code_zero() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3, 10 * SECOND, 0, -1)));
        scene.start(job, -1);
        scene.pass(9 * SECOND);
        assertThat(scene.stops()).isEmpty();
        scene.pass(2 * SECOND);

        assertThat(scene.stops()).containsExactly("1 TIMED_OUT Job attempt duration exceeded timeout");
        scene.exit(job, 0);
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Job attempt duration exceeded timeout");
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void exit_code_zero_after_a_terminate_is_no_success() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3)));
        scene.start(job, -1);
        scene.act(machine -> machine.terminate(job, -1, "wrong input"));
        scene.act(machine -> machine.terminate(job, -1, "again"));
        scene.exit(job, 0);

        assertThat(scene.stops()).containsExactly("1 TERMINATED wrong input");
        assertThat(scene.end(job)).isEqualTo("FAILED TERMINATED wrong input");
    }

    @Test
    void cancel_has_no_effect_on_what_has_been_placed() {
        long job = scene.submit();
        scene.act(machine -> machine.cancel(job, -1, "too late"));
        scene.exit(job, 0);

        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_report_of_an_old_attempt_is_counted_and_ignored() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 2)));
        scene.exit(job, 1);

        scene.act(machine -> machine.ended(job, -1, 1, EndKind.EXITED, 0, false, null, 0));
        scene.act(machine -> machine.started(job, -1, 1, 0));

        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.machine().staleReports()).isEqualTo(2);
    }

    @Test
    void an_outcome_that_cannot_be_known_holds_the_job_and_says_so() {
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 3)));
        scene.end(job, EndKind.UNKNOWN, "supervisor died");

        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.explain(job, -1)).hasToString("RUNNABLE: held: Outcome unknown: supervisor died");
        assertThat(scene.placed()).hasSize(1);
        scene.act(machine -> machine.terminate(job, -1, "looked at it"));
        assertThat(scene.end(job)).isEqualTo("FAILED TERMINATED looked at it");
    }

    @Test
    void a_lost_host_ends_its_attempts_and_its_jobs_go_elsewhere() {
        scene.act(machine -> machine.hostJoined(0, "spare", 4_000, 4_096, 0, 0));
        long job = scene.submit(job(0, MachineDriver.spec(1_000, 64, 2)));
        String first = scene.placed().get(0);
        String host = first.substring(first.indexOf('@') + 1);

        scene.act(machine -> machine.hostLost(0, host, "Host EC2 (instance i-9) terminated."));

        assertThat(scene.placed()).hasSize(2).doesNotHaveDuplicates();
        assertThat(scene.placed().get(1)).doesNotContain("@" + host);
        scene.exit(job, 0);
        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void a_killed_program_without_memory_says_so() {
        long job = scene.submit();
        scene.act(machine -> machine.ended(job, -1, 1, EndKind.SIGNALED, 137, true, null, 0));

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
    }
}
