package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.machine.MachineDriver.job;
import static dev.tranche.runtime.internal.machine.Scene.vcpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobStatus;
import org.junit.jupiter.api.Test;

/** The order of queues as AWS Batch has it (Job queues, Job scheduling), rule by rule. */
class AwsQueueOrderTest {
    private final Scene scene = new Scene();

    AwsQueueOrderTest() {
        scene.environment("one", 2);
        scene.environment("two", 2);
    }

    @Test
    void in_a_queue_jobs_start_in_the_order_of_their_submission() {
        int fifo = scene.queue("fifo", 1, true, 0);
        for (int count = 0; count < 4; count++) {
            scene.submit(job(fifo, vcpus(2)));
        }
        for (int count = 0; count < 4; count++) {
            scene.exit(MachineDriver.FIRST + count, 0);
        }

        assertThat(scene.placed()).containsExactly("1.1@one-host", "2.1@one-host", "3.1@one-host", "4.1@one-host");
    }

    @Test
    void a_head_that_cannot_be_placed_blocks_the_rest_of_its_fifo_queue() {
        int fifo = scene.queue("fifo", 1, true, 0);
        long running = scene.submit(job(fifo, vcpus(1)));
        scene.submit(job(fifo, vcpus(2)));
        long small = scene.submit(job(fifo, vcpus(1)));
        assertThat(scene.status(small)).isEqualTo(JobStatus.RUNNABLE);
        scene.exit(running, 0);

        assertThat(scene.placed()).containsExactly("1.1@one-host", "2.1@one-host");
    }

    @Test
    void queues_that_share_an_environment_are_evaluated_in_descending_priority() {
        int low = scene.queue("low", 1, true, 0);
        int high = scene.queue("high", 10, true, 0);
        long running = scene.submit(job(low, vcpus(2)));
        scene.submit(job(low, vcpus(2)));
        long preferred = scene.submit(job(high, vcpus(2)));

        scene.exit(running, 0);

        assertThat(scene.status(preferred)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_queue_whose_head_does_not_fit_lets_queues_of_lower_priority_go_on() {
        int low = scene.queue("low", 1, true, 0);
        int high = scene.queue("high", 10, true, 0);
        scene.submit(job(high, vcpus(1)));
        long blocked = scene.submit(job(high, vcpus(2)));
        long small = scene.submit(job(low, vcpus(1)));

        assertThat(scene.status(blocked)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(small)).isEqualTo(JobStatus.STARTING);
    }

    @Test
    void a_job_goes_to_the_first_environment_in_order_that_has_room_and_stays_there() {
        int fifo = scene.queue("fifo", 1, true, 1, 0);
        long first = scene.submit(job(fifo, vcpus(2)));
        scene.submit(job(fifo, vcpus(2)));
        scene.exit(first, 0);

        assertThat(scene.placed()).containsExactly("1.1@two-host", "2.1@one-host");
    }

    @Test
    void priority_is_no_guarantee_of_order_over_other_environments() {
        int high = scene.queue("high", 10, true, 0);
        int low = scene.queue("low", 1, true, 1);
        scene.submit(job(high, vcpus(2)));
        long waits = scene.submit(job(high, vcpus(2)));
        long elsewhere = scene.submit(job(low, vcpus(2)));

        assertThat(scene.status(waits)).isEqualTo(JobStatus.RUNNABLE);
        assertThat(scene.status(elsewhere)).isEqualTo(JobStatus.STARTING);
    }
}
