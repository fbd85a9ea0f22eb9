package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.consumableResource;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Shares, limits, consumable resources and switches through the public door. */
class SharesTest {
    private static final JobQueue SHARED = jobQueue("shared")
            .computeEnvironmentOrder(ENVIRONMENT)
            .fairShare(f -> f.share("ads", 0.5))
            .build();
    private static final ConsumableResource LICENCE = consumableResource("licence", 1);

    private static BatchRuntime open(JobQueue queue) {
        return BatchRuntime.inMemory()
                .queues(queue)
                .backend(FakeBackend.manual())
                .open();
    }

    @Test
    void a_queue_with_a_fair_share_divides_itself_among_the_shares_of_its_jobs() {
        try (BatchRuntime runtime = open(SHARED)) {
            for (int each = 0; each < 6; each++) {
                runtime.submit(job("ads", ONE).share("ads"), SHARED);
                runtime.submit(job("lab", ONE).share("lab"), SHARED);
            }
            JobHandle urgent = runtime.submit(job("urgent", ONE).share("lab").schedulingPriority(9), SHARED);

            assertThat(urgent.describe().shareIdentifier()).contains("lab");
            // the four places went to the first four as they came; the next is for ads, which counts half
            assertThat(urgent.explain().reasons().get(0).toString())
                    .startsWith("share lab comes after share ads: weighted usage 50.00 %, not 25.00 %");
        }
    }

    @Test
    void a_share_is_required_with_fair_share_and_refused_without_before_anything_is_submitted() {
        try (BatchRuntime runtime = open(SHARED)) {
            assertThatThrownBy(() -> runtime.submitAsync(job("j", ONE), SHARED))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessage(
                            "job j: queue shared has a fair share, so a job has to say its share (shareIdentifier)");
        }
        try (BatchRuntime runtime = open(QUEUE)) {
            assertThatThrownBy(() -> runtime.submitAsync(job("j", ONE).share("ads"), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessage("job j: share ads is said, but queue q has no fair share");
        }
    }

    @Test
    void the_kind_of_order_of_a_queue_never_changes() {
        JobQueue twin = QUEUE.toBuilder().fairShare(f -> f.share("ads")).build();
        try (BatchRuntime runtime = open(QUEUE)) {
            assertThatThrownBy(() -> runtime.submit(job("j", ONE).share("ads"), twin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another queue of the name q");
            assertThatThrownBy(() -> runtime.queue(twin)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void the_same_token_in_another_share_is_another_job_and_refused() {
        try (BatchRuntime runtime = open(SHARED)) {
            JobHandle first = runtime.submit(job("j", ONE).share("ads").clientToken("t"), SHARED);

            assertThat(runtime.submit(job("j", ONE).share("ads").clientToken("t"), SHARED))
                    .isEqualTo(first);
            assertThatThrownBy(() -> runtime.submit(job("j", ONE).share("lab").clientToken("t"), SHARED))
                    .isInstanceOf(JobRefusedException.class);
        }
    }

    @Test
    void a_queue_starts_no_more_than_its_limit() {
        JobQueue two = jobQueue("two")
                .computeEnvironmentOrder(ENVIRONMENT)
                .maxConcurrent(2)
                .build();
        try (BatchRuntime runtime = open(two)) {
            runtime.submit(job("a", ONE), two);
            runtime.submit(job("b", ONE), two);
            JobHandle third = runtime.submit(job("c", ONE), two);

            assertThat(third.explain().reasons()).containsExactly(new WaitReason.ConcurrencyLimit("two", 2, 2));
        }
    }

    @Test
    void a_consumable_resource_is_taken_waited_for_and_changed() {
        try (BatchRuntime runtime = open(QUEUE)) {
            ConsumableHandle licence = runtime.consumable(LICENCE);
            assertThat(licence.describe()).isEqualTo(new ConsumableUse(1, 0));
            runtime.submit(job("a", ONE).override(d -> d.consumes(LICENCE, 1)), QUEUE);
            JobHandle second = runtime.submit(job("b", ONE).override(d -> d.consumes(LICENCE, 1)), QUEUE);

            assertThat(second.explain().reasons())
                    .containsExactly(new WaitReason.ConsumableLacking("licence", 1, 0, 1));
            licence.add(1);
            assertThat(second.explain().status()).isEqualTo(JobStatus.STARTING);
            assertThat(licence.describe()).isEqualTo(new ConsumableUse(2, 2));
            licence.set(1);
            assertThat(licence.describe().availableQuantity()).isZero();
            assertThatThrownBy(() -> licence.remove(2))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("cannot remove 2 of consumable resource licence, of which there are 1");
            assertThatThrownBy(() -> licence.add(-1)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() ->
                            runtime.consumable(consumableResource("licence", 7)).add(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is 7 replenishable here, and was 1 replenishable");
        }
    }

    @Test
    void a_queue_that_was_described_as_disabled_opens_so_and_is_enabled_and_drained() {
        JobQueue closed = jobQueue("closed")
                .computeEnvironmentOrder(ENVIRONMENT)
                .disabled()
                .build();
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(closed).backend(backend).open()) {
            QueueHandle queue = runtime.queue(closed);
            assertThat(queue.disabled()).contains("it was disabled when the runtime was opened");
            assertThatThrownBy(() -> runtime.submit(job("j", ONE), closed))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("queue closed is disabled and takes no new jobs");
            var nightly = workflow("nightly");
            nightly.add(job("j", ONE));
            assertThatThrownBy(() -> runtime.submit(nightly.build(), closed)).hasMessageContaining("disabled");

            queue.enable();
            assertThat(queue.disabled()).isEmpty();
            JobHandle job = runtime.submit(job("j", ONE), closed);
            assertThat(queue.drain("end of term", Duration.ZERO)).isFalse();
            assertThat(queue.disabled()).contains("end of term");
            backend.exited(new AttemptId(job.id(), 1), 0);
            assertThat(queue.drain("end of term", SOON)).isTrue();
            assertThat(job.await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void an_environment_is_drained_while_its_jobs_go_on_and_listeners_are_told() {
        FakeBackend backend = FakeBackend.manual();
        List<String> told = new CopyOnWriteArrayList<>();
        CompletableFuture<Boolean> enabled = new CompletableFuture<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void environmentChanged(String name, String reason) {
                told.add(name + " " + reason);
                if (reason.equals("takes attempts again")) {
                    enabled.complete(true);
                }
            }
        };
        try (BatchRuntime runtime = Fixtures.with(backend).listener(listener).open()) {
            JobHandle running = runtime.submit(job("a", ONE), QUEUE);
            EnvironmentHandle environment = runtime.environment(ENVIRONMENT);
            environment.disable("new image");
            JobHandle waits = runtime.submit(job("b", ONE), QUEUE);

            assertThat(waits.explain().reasons())
                    .containsExactly(new WaitReason.EnvironmentDisabled("e", "new image", 1));
            assertThat(environment.drain("new image", Duration.ZERO)).isFalse();
            backend.exited(new AttemptId(running.id(), 1), 0);
            assertThat(environment.drain("new image", SOON)).isTrue();
            assertThat(waits.explain().reasons())
                    .containsExactly(new WaitReason.EnvironmentDisabled("e", "new image", 0));
            environment.enable();
            assertThat(waits.explain().status()).isEqualTo(JobStatus.STARTING);
            assertThat(enabled).succeedsWithin(SOON);
            assertThat(told).contains("e takes no new attempts: new image", "e takes attempts again");
        }
    }

    @Test
    void a_reason_is_needed_and_a_closed_runtime_changes_nothing() {
        BatchRuntime runtime = open(QUEUE);
        QueueHandle queue = runtime.queue(QUEUE);
        assertThatThrownBy(() -> queue.disable(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> queue.disable("x".repeat(1_025))).isInstanceOf(IllegalArgumentException.class);
        assertThat(queue.disabled()).isEmpty();
        runtime.close();
        assertThatThrownBy(queue::enable).isInstanceOf(RuntimeClosedException.class);
    }
}
