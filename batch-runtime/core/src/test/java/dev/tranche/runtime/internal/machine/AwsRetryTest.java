package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.internal.state.RetryRule;
import org.junit.jupiter.api.Test;

/** Retries as AWS Batch's guide has them (Automated job retries), rule by rule, with its examples of evaluateOnExit. */
class AwsRetryTest {
    private static final RetryRule OTHERWISE_EXIT = new RetryRule(false, null, "*", null);
    private static final String HOST_GONE = "Host EC2 (instance i-0123456789abcdef0) terminated.";

    private final Scene scene = Scene.withOneHost(4);

    private long submit(int attempts, RetryRule... rules) {
        return scene.submit(job(0, MachineDriver.spec(1_000, 64, attempts, rules)));
    }

    @Test
    void without_evaluate_on_exit_every_failure_is_retried_while_attempts_are_left() {
        long job = submit(3);
        scene.exit(job, 1);
        scene.end(job, EndKind.START_FAILED, "DockerTimeoutError");
        scene.end(job, EndKind.LOST, HOST_GONE);

        assertThat(scene.placed()).hasSize(3);
        assertThat(scene.end(job)).startsWith("FAILED");
    }

    @Test
    void entries_are_evaluated_in_order_and_the_first_match_decides() {
        long job = submit(5, new RetryRule(true, "1*", null, null), new RetryRule(false, "13", null, null));
        scene.exit(job, 13);

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(job)).isNull();
    }

    @Test
    void an_entry_matches_only_if_all_its_conditions_match() {
        long job = submit(5, new RetryRule(false, "1", "OutOfMemoryError*", null));
        scene.exit(job, 1);
        assertThat(scene.placed()).hasSize(2);
        scene.act(machine ->
                machine.ended(job, -1, 2, EndKind.EXITED, 1, false, "OutOfMemoryError: Container killed", 0));

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(job)).startsWith("FAILED");
    }

    @Test
    void if_no_entry_matches_the_job_is_retried() {
        long job = submit(2, new RetryRule(false, "2", null, null));
        scene.exit(job, 1);

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void a_star_at_the_end_matches_any_rest_and_nothing_else_is_special() {
        long job = submit(5, new RetryRule(false, null, "Cannot*Error", null));
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError");
        assertThat(scene.placed()).hasSize(2);
        scene.end(job, EndKind.START_FAILED, "Cannot*Error");

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void an_exit_code_rule_matches_nothing_without_an_exit_code() {
        long job = submit(2, new RetryRule(false, "1*", null, null));
        scene.end(job, EndKind.LOST, HOST_GONE);

        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void the_number_of_attempts_is_counted_from_1() {
        submit(1);

        assertThat(scene.placed()).containsExactly("1.1@here-host");
    }

    /** The guide: retry when a Spot instance was reclaimed, exit on everything else. */
    @Test
    void the_example_for_spot_reclamation_retries_a_lost_host_and_exits_otherwise() {
        long job = submit(5, new RetryRule(true, null, null, "Host EC2*"), OTHERWISE_EXIT);
        scene.end(job, EndKind.LOST, HOST_GONE);
        scene.end(job, EndKind.LOST, HOST_GONE);
        assertThat(scene.placed()).hasSize(3);
        scene.exit(job, 1);

        assertThat(scene.placed()).hasSize(3);
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Essential container in task exited");
    }

    /** The guide: retry when an image could not be pulled, exit on everything else. */
    @Test
    void the_example_for_image_pulls_retries_a_failed_pull_and_exits_otherwise() {
        long job = submit(5, new RetryRule(true, null, "CannotPullContainerError:*", null), OTHERWISE_EXIT);
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: toomanyrequests");
        assertThat(scene.placed()).hasSize(2);
        scene.end(job, EndKind.START_FAILED, "DockerTimeoutError: transition to started");

        assertThat(scene.placed()).hasSize(2);
        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT Task failed to start");
    }

    @Test
    void several_entries_each_retry_what_they_name_and_a_last_one_exits_for_the_rest() {
        long job = submit(
                10,
                new RetryRule(true, null, null, "Host EC2*"),
                new RetryRule(true, "75", null, null),
                new RetryRule(true, null, null, "Task failed to start"),
                OTHERWISE_EXIT);
        scene.end(job, EndKind.LOST, HOST_GONE);
        scene.exit(job, 75);
        scene.end(job, EndKind.START_FAILED, "CannotPullContainerError: x");
        assertThat(scene.placed()).hasSize(4);
        scene.exit(job, 76);

        assertThat(scene.placed()).hasSize(4);
        assertThat(scene.end(job)).startsWith("FAILED ATTEMPT");
    }
}
