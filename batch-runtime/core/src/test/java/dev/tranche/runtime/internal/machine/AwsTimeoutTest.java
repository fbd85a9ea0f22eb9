package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import org.junit.jupiter.api.Test;

/** Timeouts as AWS Batch's guide has them (Job timeouts), rule by rule. */
class AwsTimeoutTest {
    private static final long MINUTE = 60 * SECOND;
    private static final String REASON = "Job attempt duration exceeded timeout";

    private final Scene scene = Scene.withOneHost(1);

    private long submit(int attempts) {
        return scene.submit(job(0, MachineDriver.spec(1_000, 64, attempts, MINUTE, 0, -1)));
    }

    @Test
    void the_time_runs_from_when_the_attempt_has_started_and_not_while_it_waits_or_starts() {
        scene.submit();
        long job = submit(1);
        scene.pass(10 * MINUTE);
        scene.exit(MachineDriver.FIRST, 0);
        assertThat(scene.status(job)).isEqualTo(JobStatus.STARTING);
        scene.pass(10 * MINUTE);
        scene.start(job, -1);
        scene.pass(MINUTE - SECOND);
        assertThat(scene.stops()).isEmpty();
        scene.pass(2 * SECOND);

        assertThat(scene.stops()).containsExactly("2 TIMED_OUT " + REASON);
    }

    @Test
    void every_attempt_has_the_whole_time() {
        long job = submit(2);
        scene.start(job, -1);
        scene.pass(MINUTE - SECOND);
        scene.exit(job, 1);
        scene.start(job, -1);
        scene.pass(MINUTE - SECOND);
        scene.exit(job, 0);

        assertThat(scene.stops()).isEmpty();
        assertThat(scene.end(job)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void what_timed_out_is_never_retried() {
        long job = submit(3);
        scene.start(job, -1);
        scene.pass(2 * MINUTE);
        scene.exit(job, 143);

        assertThat(scene.end(job)).isEqualTo("FAILED ATTEMPT " + REASON);
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void it_keeps_its_host_until_it_has_stopped() {
        long job = submit(1);
        long next = scene.submit();
        scene.start(job, -1);
        scene.pass(2 * MINUTE);
        assertThat(scene.status(next)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(job, 137);

        assertThat(scene.status(next)).isEqualTo(JobStatus.STARTING);
        assertThat(scene.stops()).hasSize(1);
    }
}
