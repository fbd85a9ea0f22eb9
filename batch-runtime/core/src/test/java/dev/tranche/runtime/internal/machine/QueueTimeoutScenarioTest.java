package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.after;
import static dev.tranche.runtime.internal.machine.MachineDriver.array;
import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The longest time that a job waits in its queue, which AWS does not limit. */
class QueueTimeoutScenarioTest {
    private static final Specs PATIENT = Specs.one().queueTimeout(10 * SECOND);
    private static final String REASON = "Job wait duration exceeded queue timeout";

    private final Scene scene = Scene.withOneHost(4);

    private long blocker() {
        return scene.submit(job(0, Scene.vcpus(4)));
    }

    @Test
    void a_job_that_waits_too_long_fails_with_a_reason_and_was_never_placed() {
        long running = blocker();
        long waiting = scene.submit(job(0, PATIENT.vcpus(1)));
        scene.pass(9 * SECOND);
        assertThat(scene.status(waiting)).isEqualTo(JobStatus.RUNNABLE);
        scene.pass(SECOND);

        assertThat(scene.end(waiting)).isEqualTo("FAILED TIMED_OUT " + REASON);
        scene.exit(running, 0);
        assertThat(scene.placed()).hasSize(1);
    }

    @Test
    void what_lies_ahead_is_explained() {
        long running = blocker();
        long waiting = scene.submit(job(0, PATIENT.vcpus(1)));

        assertThat(scene.explain(waiting, -1).reasons())
                .hasAtLeastOneElementOfType(WaitReason.NoCapacity.class)
                .anySatisfy(reason -> assertThat(reason.toString())
                        .startsWith("has to start by 2023-11-14T22:13:30")
                        .endsWith("or it fails: " + REASON));
        assertThat(scene.end(running)).isNull();
    }

    @Test
    void the_time_at_a_gate_does_not_count() {
        long before = scene.submit();
        long waiting = scene.submit(job(0, PATIENT.vcpus(1), after(before)));
        scene.pass(60 * SECOND);
        scene.exit(before, 0);

        assertThat(scene.status(waiting)).isEqualTo(JobStatus.STARTING);
        scene.pass(60 * SECOND);
        scene.exit(waiting, 0);
        assertThat(scene.end(waiting)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void every_attempt_may_wait_as_long_and_a_back_off_does_not_count() {
        long job = scene.submit(
                job(0, PATIENT.attempts(3).backoff(30 * SECOND, 30 * SECOND).vcpus(1)));
        scene.pass(9 * SECOND);
        scene.exit(job, 1);
        long running = blocker();
        scene.pass(31 * SECOND);
        assertThat(scene.status(job)).isEqualTo(JobStatus.RUNNABLE);
        scene.pass(10 * SECOND);

        assertThat(scene.end(job)).isEqualTo("FAILED TIMED_OUT " + REASON);
        assertThat(scene.end(running)).isNull();
    }

    @Test
    void of_an_array_the_children_fail_that_have_not_started_and_the_others_go_on() {
        long array = scene.submit(array(0, PATIENT.vcpus(2), 5, false));
        scene.pass(10 * SECOND);
        assertThat(scene.status(array, 2)).isEqualTo(JobStatus.FAILED);
        assertThat(scene.status(array, 0)).isEqualTo(JobStatus.STARTING);
        scene.exit(array, 0, 0);
        scene.exit(array, 1, 0);

        assertThat(scene.end(array, 0)).isEqualTo("SUCCEEDED ATTEMPT");
        assertThat(scene.end(array)).isEqualTo("FAILED TIMED_OUT " + REASON);
        assertThat(scene.placed()).hasSize(2);
    }

    @Test
    void each_child_of_a_sequential_array_may_wait_as_long() {
        long array = scene.submit(array(0, PATIENT.vcpus(4), 3, true));
        scene.pass(60 * SECOND);
        scene.exit(array, 0, 0);
        scene.pass(60 * SECOND);
        scene.exit(array, 1, 0);
        assertThat(scene.status(array, 2)).isEqualTo(JobStatus.STARTING);
        scene.exit(array, 2, 0);

        assertThat(scene.end(array)).isEqualTo("SUCCEEDED ATTEMPT");
    }

    @Test
    void many_that_time_out_at_once_end_one_by_one_and_a_fold_is_the_same() {
        long running = blocker();
        for (int each = 0; each < 200; each++) {
            long unused = scene.submit(job(0, PATIENT.vcpus(1)));
        }
        scene.driver().checkpoint();
        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        scene.pass(11 * SECOND);

        assertThat(scene.driver().folded().digest()).isEqualTo(scene.machine().digest());
        assertThat(scene.machine().wakeAt()).isEqualTo(Long.MAX_VALUE);
        scene.exit(running, 0);
        assertThat(scene.placed()).isEqualTo(List.of("1.1@here-host"));
    }
}
