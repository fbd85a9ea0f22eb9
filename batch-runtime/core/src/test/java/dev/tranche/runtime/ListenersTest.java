package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ListenersTest {
    /** Checks, for each job, that what was shown last is what the next call begins with, and that there is one end. */
    private static class Chain implements BatchListener {
        final Map<JobId, JobDetail> last = new HashMap<>();
        final List<String> wrong = new ArrayList<>();
        final AtomicInteger ends = new AtomicInteger();
        final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void jobChanged(JobDetail before, JobDetail now) {
            JobDetail shown = last.put(now.id(), now);
            if (shown != null && shown != before) {
                wrong.add(now + " after " + shown + " instead of " + before);
            }
        }

        @Override
        public void jobEnded(JobDetail job) {
            ends.incrementAndGet();
            if (last.get(job.id()) != job) {
                wrong.add("end of " + job);
            }
        }

        @Override
        public void closed() {
            closed.countDown();
        }
    }

    @Test
    void every_job_is_shown_in_order_and_ends_once() throws Exception {
        Chain chain = new Chain();
        try (BatchRuntime runtime =
                Fixtures.with(FakeBackend.quick(16)).listener(chain).open()) {
            runtime.submit(job("array", ONE).array(500), QUEUE);
            for (int i = 0; i < 200; i++) {
                runtime.submit(job("j" + i, ONE), QUEUE);
            }
            assertThat(runtime.drain(SOON)).isTrue();
        }
        assertThat(chain.closed.await(1, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
        assertThat(chain.wrong).isEmpty();
        assertThat(chain.ends).hasValue(701);
        assertThat(chain.last.values()).allMatch(JobDetail::ended);
    }

    @Test
    void environments_and_workflows_are_told_of() {
        List<String> told = new CopyOnWriteArrayList<>();
        BatchListener listener = new BatchListener() {
            @Override
            public void environmentChanged(String name, String reason) {
                told.add(name + ": " + reason);
            }

            @Override
            public void workflowEnded(WorkflowOutcome outcome) {
                told.add("workflow " + outcome.name() + " " + outcome.succeeded());
            }
        };
        FakeBackend backend = FakeBackend.quick(2);
        try (BatchRuntime runtime = Fixtures.with(backend).listener(listener).open()) {
            var words = workflow("words");
            words.add(job("count", ONE));
            runtime.submit(words.build(), QUEUE).await(SOON);
            backend.loses("h1", "gone");
            await().untilAsserted(() -> assertThat(told).hasSize(3));
        }
        assertThat(told.get(0)).startsWith("e: host h1 joined");
        assertThat(told.get(1)).isEqualTo("workflow words true");
        assertThat(told.get(2)).isEqualTo("e: host h1 is lost: gone");
    }

    @Test
    void a_listener_that_throws_goes_on_being_told() {
        AtomicInteger calls = new AtomicInteger();
        BatchListener thrower = new BatchListener() {
            @Override
            public void jobChanged(JobDetail before, JobDetail now) {
                calls.incrementAndGet();
                throw new IllegalStateException("cannot draw");
            }
        };
        try (BatchRuntime runtime =
                Fixtures.with(FakeBackend.quick(2)).listener(thrower).open()) {
            runtime.submit(job("a", ONE), QUEUE).await(SOON);
            int before = calls.get();
            runtime.submit(job("b", ONE), QUEUE).await(SOON);
            await().until(() -> calls.get() > before);
        }
    }

    @Test
    void a_listener_may_submit_but_not_wait() {
        CompletableFuture<BatchRuntime> runtime = new CompletableFuture<>();
        CompletableFuture<Throwable> refused = new CompletableFuture<>();
        CompletableFuture<JobHandle> followUp = new CompletableFuture<>();
        BatchListener submitter = new BatchListener() {
            @Override
            public void jobEnded(JobDetail job) {
                if (job.name().equals("first")) {
                    try {
                        runtime.join().submit(job("blocked", ONE), QUEUE);
                    } catch (IllegalStateException e) {
                        refused.complete(e);
                    }
                    followUp.complete(runtime.join().submitAsync(job("second", ONE), QUEUE));
                }
            }
        };
        try (BatchRuntime open =
                Fixtures.with(FakeBackend.quick(2)).listener(submitter).open()) {
            runtime.complete(open);
            open.submit(job("first", ONE), QUEUE);
            assertThat(followUp.join().await(SOON).succeeded()).isTrue();
            assertThat(refused.join()).hasMessageContaining("batch-listener").hasMessageContaining("submitAsync");
        }
    }

    @Test
    void waiting_and_closing_are_refused_on_the_thread_of_the_stages() {
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle first = runtime.submit(job("first", ONE), QUEUE);
            JobHandle second = runtime.submit(job("second", ONE), QUEUE);
            var await = first.completion().thenApply(end -> second.await(SOON));
            var drain = first.completion().thenApply(end -> runtime.drain(SOON));
            var explain = first.completion().thenApply(end -> second.explain().status());
            var close = first.completion().thenAccept(end -> runtime.close());
            backend.run(backend.attemptOf(first, 1), 0);
            for (var refused : List.of(await, drain, close)) {
                assertThatThrownBy(() -> refused.toCompletableFuture().join())
                        .hasCauseInstanceOf(IllegalStateException.class);
            }
            assertThat(explain.toCompletableFuture()).succeedsWithin(SOON).isEqualTo(JobStatus.STARTING);
        }
    }

    @Test
    void a_listener_can_come_later_and_leave() {
        Chain chain = new Chain();
        try (BatchRuntime runtime = Fixtures.open(FakeBackend.quick(2))) {
            runtime.submit(job("before", ONE), QUEUE).await(SOON);
            try (Subscription subscription = runtime.listen(chain)) {
                runtime.submit(job("during", ONE), QUEUE).await(SOON);
                subscription.close();
            }
            await().until(() -> chain.closed.getCount() == 0);
            runtime.submit(job("after", ONE), QUEUE).await(SOON);
        }
        assertThat(chain.last.values()).extracting(JobDetail::name).containsExactly("during");
        assertThat(chain.ends).hasValue(1);
    }

    @Test
    void a_listener_that_lags_holds_submits_back_until_it_has_caught_up_and_misses_no_end() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        Chain chain = new Chain();
        BatchListener slow = new BatchListener() {
            @Override
            public void jobChanged(JobDetail before, JobDetail now) {
                awaitQuietly(go);
                chain.jobChanged(before, now);
            }

            @Override
            public void jobEnded(JobDetail job) {
                chain.jobEnded(job);
            }
        };
        int children = 2 * ListenerLane.LAGS;
        try (BatchRuntime runtime = Fixtures.with(FakeBackend.quick(64))
                .listener(slow)
                .listenerPatience(Duration.ofMinutes(5))
                .open()) {
            ArrayJobHandle array = runtime.submit(job("a", ONE).array(children), QUEUE);
            array.await(Duration.ofMinutes(1));
            JobHandle held = runtime.submitAsync(job("held", ONE), QUEUE);
            assertThatThrownBy(() -> held.await(Duration.ofMillis(200))).isInstanceOf(StillRunningException.class);
            assertThat(held.accepted().toCompletableFuture()).isNotDone();

            go.countDown();
            assertThat(held.await(SOON).succeeded()).isTrue();
        }
        assertThat(chain.wrong).isEmpty();
        assertThat(chain.ends).hasValue(children + 2);
    }

    @Test
    void a_listener_that_hangs_is_detached_after_its_patience() {
        BatchListener hanging = new BatchListener() {
            @Override
            public void jobChanged(JobDetail before, JobDetail now) {
                awaitQuietly(new CountDownLatch(1));
            }
        };
        try (BatchRuntime runtime = Fixtures.with(FakeBackend.quick(64))
                .listener(hanging)
                .listenerPatience(Duration.ofMillis(300))
                .open()) {
            runtime.submit(job("a", ONE).array(2 * ListenerLane.LAGS), QUEUE).await(Duration.ofMinutes(1));
            assertThat(runtime.submit(job("next", ONE), QUEUE).await(SOON).succeeded())
                    .isTrue();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
