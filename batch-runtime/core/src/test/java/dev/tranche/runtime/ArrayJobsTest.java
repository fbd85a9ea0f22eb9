package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrayJobsTest {
    @Test
    void children_are_jobs_of_their_own_and_the_array_counts_them() {
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = runtime.submit(job("a", ONE).array(6), QUEUE);
            JobHandle third = array.child(2);
            var launch = backend.launchOf(third, 1);
            assertThat(launch.environment())
                    .containsEntry("AWS_BATCH_JOB_ID", array.id() + ":2")
                    .containsEntry("AWS_BATCH_JOB_ARRAY_INDEX", "2")
                    .containsEntry("AWS_BATCH_JOB_ARRAY_SIZE", "6");
            backend.started(launch.attempt());
            await().until(() -> third.describe().status() == JobStatus.RUNNING);
            await().untilAsserted(() -> assertThat(
                            array.describe().array().orElseThrow().toString())
                    .isEqualTo("6 children: 2 RUNNABLE, 3 STARTING, 1 RUNNING"));
            assertThat(array.describe().status()).isEqualTo(JobStatus.PENDING);
            assertThat(array.child(5).describe().status()).isEqualTo(JobStatus.RUNNABLE);

            for (int i = 0; i < 6; i++) {
                backend.run(backend.attemptOf(array.child(i), 1), i == 4 ? 7 : 0);
            }
            JobDetail end = array.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.array().orElseThrow().count(JobStatus.SUCCEEDED)).isEqualTo(5);
            assertThat(array.child(4).describe().exitCode()).hasValue(7);
            assertThat(third.await(SOON).succeeded()).isTrue();
            assertThat(array.child(0).describe().attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.exitCode()).hasValue(0);
                assertThat(attempt.host().name()).isEqualTo("h1");
                assertThat(attempt.startedAt()).isPresent();
            });
            assertThat(runtime.job(array.id().child(3)).orElseThrow().describe().succeeded())
                    .isTrue();
            assertThatThrownBy(() -> array.child(6)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void children_that_never_began_fail_with_their_array() {
        FakeBackend backend = FakeBackend.manual().onStop((self, attempt) -> self.exited(attempt, 143));
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = runtime.submit(job("a", ONE).array(100), QUEUE);
            backend.started(backend.attemptOf(array.child(0), 1));
            var last = array.child(99).completion().toCompletableFuture();
            array.terminate("enough");
            JobDetail end = array.await(SOON);

            assertThat(end.terminated()).isTrue();
            assertThat(end.array().orElseThrow().count(JobStatus.FAILED)).isEqualTo(100);
            assertThat(last).succeedsWithin(SOON).satisfies(child -> {
                assertThat(child.status()).isEqualTo(JobStatus.FAILED);
                assertThat(child.statusReason()).contains("enough");
            });
            assertThat(array.child(50).await(Duration.ZERO).terminated()).isTrue();
            assertThat(backend.launchCount()).isEqualTo(4);
        }
    }

    @Test
    void a_sequential_array_runs_child_after_child() {
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            ArrayJobHandle array = runtime.submit(job("a", ONE).array(3).sequential(), QUEUE);
            backend.attemptOf(array.child(0), 1);
            assertThat(array.child(1).describe().status()).isEqualTo(JobStatus.PENDING);
            for (int i = 0; i < 3; i++) {
                assertThat(backend.launchCount()).isEqualTo(i + 1);
                backend.run(backend.attemptOf(array.child(i), 1), 0);
                array.child(i).await(SOON);
                if (i < 2) {
                    backend.attemptOf(array.child(i + 1), 1);
                }
            }
            assertThat(array.await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void a_large_array_is_cheap() {
        FakeBackend quick = FakeBackend.quick(256);
        try (BatchRuntime runtime = Fixtures.open(quick)) {
            ArrayJobHandle array = runtime.submit(job("a", ONE).array(100_000), QUEUE);
            JobDetail end = array.await(Duration.ofMinutes(2));
            assertThat(end.succeeded()).isTrue();
            assertThat(end.array().orElseThrow().count(JobStatus.SUCCEEDED)).isEqualTo(100_000);
            assertThat(array.child(77_777).describe().exitCode()).hasValue(0);
        }
    }
}
