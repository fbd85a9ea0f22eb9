package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    @Test
    void a_queue_without_patience_lets_nothing_pass_its_head_and_says_for_whom_the_host_is_kept() {
        JobQueue queue = jobQueue("q")
                .computeEnvironmentOrder(ENVIRONMENT)
                .backfill(Duration.ZERO)
                .build();
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(queue).backend(backend).open()) {
            JobHandle running = runtime.submit(job("running", ONE), queue);
            AttemptId first = backend.attemptOf(running, 1);
            JobHandle large = runtime.submit(job("large", ONE).vcpus(4), queue);
            JobHandle small = runtime.submit(job("small", ONE), queue);

            assertThat(large.explain().reasons()).hasSize(1).first().isInstanceOf(WaitReason.HostsReserved.class);
            assertThat(small.explain().reasons())
                    .filteredOn(WaitReason.ReservedForAnother.class::isInstance)
                    .hasSize(1)
                    .first()
                    .hasToString("host h1 of e has room, but is kept for job " + large.id());
            backend.exited(first, 0);
            AttemptId second = backend.attemptOf(large, 1);
            assertThat(small.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            backend.exited(second, 0);
            backend.exited(backend.attemptOf(small, 1), 0);
            assertThat(small.await(SOON).succeeded()).isTrue();
        }
    }
}
