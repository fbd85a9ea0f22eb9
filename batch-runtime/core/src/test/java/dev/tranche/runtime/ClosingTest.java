package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts the threads of all runtimes")
class ClosingTest {
    private static Set<String> ourThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .filter(name -> name.startsWith("batch-"))
                .collect(Collectors.toSet());
    }

    @Test
    void no_thread_is_left_and_the_backend_is_closed() {
        FakeBackend backend = FakeBackend.quick(4);
        BatchRuntime runtime =
                Fixtures.with(backend).listener(new BatchListener() {}).open();
        runtime.submit(job("j", ONE), QUEUE).await(SOON);
        assertThat(ourThreads()).contains("batch-loop", "batch-dispatch-e", "batch-listener", "batch-completions");
        runtime.close();
        runtime.close();
        assertThat(backend.isClosed()).isTrue();
        await().untilAsserted(() -> assertThat(ourThreads()).isEmpty());
    }

    @Test
    void all_threads_of_ours_are_daemons() {
        try (BatchRuntime runtime = Fixtures.open(FakeBackend.quick(4))) {
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("batch-"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
            assertThat(runtime.drain(SOON)).isTrue();
        }
    }

    @Test
    void what_runs_is_terminated_and_every_waiter_gets_its_end() {
        FakeBackend backend = FakeBackend.manual();
        BatchRuntime runtime = Fixtures.open(backend);
        JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
        JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);
        backend.started(backend.attemptOf(running, 1));
        var stage = waiting.completion().toCompletableFuture();
        runtime.close();

        assertThat(running.describe().terminated()).isTrue();
        assertThat(waiting.describe().terminated()).isTrue();
        assertThat(stage).succeedsWithin(SOON);
        assertThat(backend.calls()).contains("stop 1 PT30S");
    }

    @Test
    void a_job_that_does_not_end_leaves_its_waiters_with_the_reason() {
        FakeBackend backend = FakeBackend.manual().onStop((self, attempt) -> {});
        BatchRuntime runtime = Fixtures.open(backend);
        JobHandle stubborn = runtime.submit(job("stubborn", ONE).override(d -> d.stopGrace(Duration.ZERO)), QUEUE);
        backend.started(backend.attemptOf(stubborn, 1));
        var stage = stubborn.completion().toCompletableFuture();
        runtime.close();

        assertThat(stage).failsWithin(SOON).withThrowableThat().withCauseInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> stubborn.await(SOON)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(stubborn::explain).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> stubborn.terminate("again")).isInstanceOf(RuntimeClosedException.class);
    }

    @Test
    void after_the_close_everything_says_so() {
        FakeBackend backend = FakeBackend.quick(4);
        BatchRuntime runtime = Fixtures.open(backend);
        JobHandle done = runtime.submit(job("done", ONE), QUEUE);
        done.await(SOON);
        runtime.close();

        var words = workflow("w");
        words.add(job("j", ONE));
        assertThatThrownBy(() -> runtime.submit(job("j", ONE), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.submitAsync(job("j", ONE), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.trySubmit(job("j", ONE), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.submit(words.build(), QUEUE)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.job(done.id())).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.drain(SOON)).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(() -> runtime.listen(new BatchListener() {})).isInstanceOf(RuntimeClosedException.class);
        assertThat(done.describe().succeeded()).isTrue();
        assertThat(done.await(SOON).succeeded()).isTrue();
        done.terminate("too late");
        backend.loses("h1", "too late");
    }

    @Test
    void a_draining_close_waits_for_what_is_in() {
        FakeBackend backend = FakeBackend.manual();
        BatchRuntime runtime =
                Fixtures.with(backend).onClose(BatchRuntime.OnClose.DRAIN).open();
        JobHandle first = runtime.submit(job("first", ONE), QUEUE);
        JobHandle second = runtime.submit(job("second", ONE).after(first), QUEUE);
        Thread closer = new Thread(runtime::close);
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        backend.run(backend.attemptOf(first, 1), 0);
        backend.run(backend.attemptOf(second, 1), 0);
        await().until(() -> !closer.isAlive());

        assertThat(second.describe().succeeded()).isTrue();
        assertThat(backend.calls()).noneMatch(call -> call.startsWith("stop"));
    }

    @Test
    void an_interrupt_turns_a_draining_close_into_a_terminating_one() throws Exception {
        FakeBackend backend = FakeBackend.manual();
        BatchRuntime runtime =
                Fixtures.with(backend).onClose(BatchRuntime.OnClose.DRAIN).open();
        JobHandle first = runtime.submit(job("first", ONE), QUEUE);
        backend.started(backend.attemptOf(first, 1));
        boolean[] flag = new boolean[1];
        Thread closer = new Thread(() -> {
            runtime.close();
            flag[0] = Thread.currentThread().isInterrupted();
        });
        closer.start();
        await().until(() -> closer.getState() == Thread.State.TIMED_WAITING);
        closer.interrupt();
        closer.join(SOON.toMillis());

        assertThat(first.describe().terminated()).isTrue();
        assertThat(flag[0]).isTrue();
    }
}
