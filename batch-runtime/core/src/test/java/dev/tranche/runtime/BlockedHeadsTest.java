package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a queue does with its first job once that has been blocked for too long. */
class BlockedHeadsTest {
    private final VirtualTime time = new VirtualTime();

    @Test
    void the_head_of_the_queue_fails_with_the_reason_of_aws() {
        JobQueue queue = QUEUE.toBuilder()
                .cancelBlocked("CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY", Duration.ofMinutes(10))
                .build();
        try (BatchRuntime runtime = time.open(FakeBackend.manual(), queue)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), queue);
            JobHandle blocked = runtime.submit(job("blocked", ONE).vcpus(4), queue);
            time.settle();
            assertThat(blocked.explain().reasons())
                    .anySatisfy(reason -> assertThat(reason).asString().startsWith("has to start by "));
            JobStatus end = blocked.await(Duration.ofHours(1)).status();

            assertThat(time.elapsed()).isEqualTo(Duration.ofMinutes(10));
            assertThat(end).isEqualTo(JobStatus.FAILED);
            assertThat(blocked.describe().statusReason())
                    .contains("Canceled by JobStateTimeLimit action due to reason: "
                            + "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY");
            assertThat(blocked.describe().attempts()).isEmpty();
            assertThat(running.describe().status()).isEqualTo(JobStatus.STARTING);
        }
    }
}
