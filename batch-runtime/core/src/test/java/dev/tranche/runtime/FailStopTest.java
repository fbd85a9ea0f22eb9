package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.loop.DaemonCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.BatchClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FailStopTest {
    /** A log that cannot take some frames. */
    private static final class FailingLog implements FrameLog {
        final MemoryLog log = new MemoryLog(1 << 20);
        volatile Predicate<String> fails = frame -> false;

        @Override
        public void append(byte[] frame, int length) {
            if (fails.test(new String(frame, 0, length, StandardCharsets.ISO_8859_1))) {
                throw new IllegalStateException("no space left");
            }
            log.append(frame, length);
        }

        @Override
        public boolean wantsCheckpoint() {
            return log.wantsCheckpoint();
        }

        @Override
        public void restart(byte[] checkpoint, int length) {
            log.restart(checkpoint, length);
        }

        @Override
        public void replay(FrameVisitor visitor) {
            log.replay(visitor);
        }
    }

    /** Does something to the machine and then throws. */
    private record Bomb(CompletableFuture<Throwable> told) implements Control.Command {
        @Override
        public void feed(Machine machine) {
            machine.hostLost(0, "h1", "by the bomb");
            throw new IllegalStateException("boom");
        }

        @Override
        public void failed(Throwable cause) {
            told.complete(cause);
        }

        @Override
        public String toString() {
            return "a bomb";
        }
    }

    private final FailingLog log = new FailingLog();
    private final FakeBackend backend = FakeBackend.manual();

    private BatchRuntime open() {
        RuntimeOptions options =
                new OptionsBuilder(List.of(QUEUE), null).backend(backend).options();
        return Opening.open(
                options, new Surroundings(1, BatchClock.system(), new DaemonCrew(), Watch.NONE), Store.of(log, 1));
    }

    private static void whileLoopIsBusy(BatchRuntime runtime, Runnable body) throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ((OpenRuntime) runtime).door().put(new Query<>(machine -> {
            busy.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return true;
        }));
        busy.await();
        try {
            body.run();
        } finally {
            go.countDown();
        }
    }

    @Test
    void an_input_that_makes_the_machine_throw_is_left_out_and_its_neighbours_are_not() throws Exception {
        try (BatchRuntime runtime = open()) {
            JobHandle running = runtime.submit(job("running", ONE), QUEUE);
            backend.started(backend.attemptOf(running, 1));
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            CompletableFuture<JobHandle> neighbour = new CompletableFuture<>();
            whileLoopIsBusy(runtime, () -> {
                ((OpenRuntime) runtime).door().put(new Bomb(told));
                neighbour.complete(runtime.submitAsync(job("neighbour", ONE), QUEUE));
                running.cancel("no effect");
            });

            backend.run(backend.attemptOf(neighbour.join(), 1), 0);
            assertThat(neighbour.join().await(SOON).succeeded()).isTrue();
            assertThat(told.join()).hasMessage("boom");
            backend.exited(backend.attemptOf(running, 1), 0);
            assertThat(running.await(SOON).succeeded()).isTrue();
            assertThat(running.describe().attempts()).hasSize(1);
            assertThat(backend.launchCount()).isEqualTo(2);
        }
    }

    @Test
    void a_report_that_cannot_be_taken_has_its_backend_asked() {
        try (BatchRuntime runtime = open()) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            AttemptId attempt = backend.attemptOf(job, 1);
            backend.started(attempt);
            backend.ended(attempt, new AttemptEnd.Exited(1, Instant.MAX));
            assertThat(job.await(SOON).succeeded()).isTrue();
            assertThat(backend.calls()).contains("inventory 1");
        }
    }

    @Test
    void a_report_that_can_never_be_taken_stops_the_runtime_and_every_waiter_knows() {
        backend.inventory(attempt -> new AttemptState.Ended(new AttemptEnd.Exited(0, Instant.MAX)));
        BatchRuntime runtime = open();
        JobHandle job = runtime.submit(job("j", ONE), QUEUE);
        AttemptId attempt = backend.attemptOf(job, 1);
        backend.ended(attempt, new AttemptEnd.Exited(1, Instant.MAX));

        assertThatThrownBy(() -> job.await(SOON))
                .isInstanceOf(RuntimeClosedException.class)
                .hasMessageContaining("the runtime has stopped");
        assertThatThrownBy(() -> runtime.submit(job("k", ONE), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        runtime.close();
        assertThat(backend.isClosed()).isTrue();
    }

    @Test
    void a_frame_that_cannot_be_appended_publishes_nothing_and_is_made_again_input_by_input() throws Exception {
        AtomicInteger failures = new AtomicInteger();
        try (BatchRuntime runtime = open()) {
            CompletableFuture<JobHandle> good = new CompletableFuture<>();
            CompletableFuture<JobHandle> poison = new CompletableFuture<>();
            log.fails = frame -> frame.contains("poison") && frame.contains("good-") && failures.incrementAndGet() > 0;
            whileLoopIsBusy(runtime, () -> {
                good.complete(runtime.submitAsync(job("good-1", ONE), QUEUE));
                poison.complete(runtime.submitAsync(job("poison", ONE), QUEUE));
            });
            backend.run(backend.attemptOf(good.join(), 1), 0);
            backend.run(backend.attemptOf(poison.join(), 1), 0);
            assertThat(good.join().await(SOON).succeeded()).isTrue();
            assertThat(poison.join().await(SOON).succeeded()).isTrue();
            assertThat(failures).hasValue(1);
            assertThat(backend.launchCount()).isEqualTo(2);
        }
    }

    @Test
    void the_one_input_whose_frame_cannot_be_appended_is_refused() throws Exception {
        try (BatchRuntime runtime = open()) {
            CompletableFuture<JobHandle> good = new CompletableFuture<>();
            CompletableFuture<JobHandle> poison = new CompletableFuture<>();
            log.fails = frame -> frame.contains("poison") && !frame.contains("submit of job poison");
            whileLoopIsBusy(runtime, () -> {
                poison.complete(runtime.submitAsync(job("poison", ONE), QUEUE));
                good.complete(runtime.submitAsync(job("good", ONE), QUEUE));
            });
            backend.run(backend.attemptOf(good.join(), 1), 0);
            assertThat(good.join().await(SOON).succeeded()).isTrue();
            assertThatThrownBy(() -> poison.join().await(SOON))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("no space left");
            assertThat(runtime.job(poison.join().id())).isEmpty();
        }
    }

    @Test
    void a_log_that_takes_nothing_any_more_stops_the_runtime() {
        BatchRuntime runtime = open();
        JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);
        var stage = waiting.completion().toCompletableFuture();
        log.fails = frame -> true;
        assertThatThrownBy(() -> runtime.submit(job("j", ONE), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        assertThat(stage).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.drain(SOON)).isInstanceOf(RuntimeClosedException.class);
        runtime.close();
        await().until(backend::isClosed);
    }

    @Test
    void a_checkpoint_replaces_a_full_log_and_the_runtime_recovers_from_it() throws Exception {
        FakeBackend quick = FakeBackend.quick(8);
        MemoryLog small = new MemoryLog(4 << 10);
        RuntimeOptions options = new OptionsBuilder(List.of(QUEUE), null)
                .backend(quick)
                .terminalJobsKept(20)
                .options();
        try (BatchRuntime runtime = Opening.open(
                options, new Surroundings(1, BatchClock.system(), new DaemonCrew(), Watch.NONE), Store.of(small, 1))) {
            for (int round = 0; round < 5; round++) {
                runtime.submit(job("a", ONE).array(200), QUEUE).await(SOON);
                CompletableFuture<Throwable> told = new CompletableFuture<>();
                ((OpenRuntime) runtime).door().put(new Bomb(told));
                assertThat(told.join()).hasMessage("boom");
            }
            assertThat(runtime.submit(job("last", ONE), QUEUE).await(SOON).succeeded())
                    .isTrue();
        }
    }
}
