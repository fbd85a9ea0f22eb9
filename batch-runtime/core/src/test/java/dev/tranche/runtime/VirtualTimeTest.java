package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.runtime.internal.loop.Agenda;
import dev.tranche.runtime.internal.loop.SteppedCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** The door without a thread of its own: what a simulation is built on. */
class VirtualTimeTest {
    private final SteppedCrew crew =
            new SteppedCrew(Instant.parse("2027-01-15T08:00:00Z"), Duration.ofDays(3650), Agenda.EMPTY);

    private BatchRuntime open(FakeBackend backend) {
        return new OptionsBuilder(List.of(QUEUE), null)
                .backend(backend.at(() -> BatchClock.instant(crew.wallMicros())))
                .openIn(new Surroundings(1, crew, crew, Watch.NONE));
    }

    @Test
    void a_workflow_runs_on_the_calling_thread() {
        // A new thread joins its maker's group, so the group counts what was started here and nothing of other tests.
        ThreadGroup here = new ThreadGroup("virtual time");
        CompletableFuture<Integer> threads = CompletableFuture.supplyAsync(
                () -> threadsAfterAWorkflow(here), task -> new Thread(here, task).start());
        assertThat(threads.join()).isOne();
    }

    private int threadsAfterAWorkflow(ThreadGroup here) {
        try (BatchRuntime runtime = open(FakeBackend.quick(2))) {
            var words = workflow("words");
            var counted = words.add(job("count", ONE).array(50));
            words.add(job("pack", ONE).after(counted));
            WorkflowRun run = runtime.submit(words.build(), QUEUE);
            assertThat(run.await(Duration.ofMinutes(1)).orThrow().succeeded()).isTrue();
            assertThat(crew.elapsed()).isZero();
            return here.activeCount();
        }
    }

    @Test
    void a_wait_lets_time_pass_and_a_timeout_fires_in_it() {
        FakeBackend backend = FakeBackend.manual().onLaunch((self, launch) -> self.started(launch.attempt()));
        try (BatchRuntime runtime = open(backend)) {
            JobHandle slow = runtime.submit(job("slow", ONE).timeout(Duration.ofHours(3)), QUEUE);
            assertThatThrownBy(() -> slow.await(Duration.ofHours(2))).isInstanceOf(StillRunningException.class);
            assertThat(crew.elapsed()).isEqualTo(Duration.ofHours(2));
            JobDetail end = slow.await(Duration.ofHours(2));
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.TIMED_OUT);
        }
    }

    @Test
    void stages_are_complete_when_the_wait_is_over() {
        try (BatchRuntime runtime = open(FakeBackend.quick(2))) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            var done = job.completion().thenApply(end -> "done").toCompletableFuture();
            assertThat(runtime.drain(Duration.ofHours(1))).isTrue();
            assertThat(done).isCompletedWithValue("done");
        }
    }

    @Test
    void a_back_off_passes_in_no_time() {
        FakeBackend backend = FakeBackend.manual()
                .onLaunch((self, launch) ->
                        self.run(launch.attempt(), launch.attempt().number() == 1 ? 75 : 0));
        try (BatchRuntime runtime = open(backend)) {
            JobHandle flaky = runtime.submit(
                    job("flaky", ONE).retry(r -> r.attempts(2).backoff(Duration.ofMinutes(10), Duration.ofHours(1))),
                    QUEUE);
            assertThat(flaky.await(Duration.ofDays(1)).succeeded()).isTrue();
            assertThat(crew.elapsed()).isBetween(Duration.ofMinutes(5), Duration.ofMinutes(11));
        }
    }

    @Test
    void after_a_sleep_of_the_machine_backends_are_asked_before_anything_times_out() {
        FakeBackend backend = FakeBackend.manual().onLaunch((self, launch) -> self.started(launch.attempt()));
        try (BatchRuntime runtime = open(backend)) {
            JobHandle overslept = runtime.submit(job("overslept", ONE).timeout(Duration.ofHours(1)), QUEUE);
            JobHandle endless = runtime.submit(job("endless", ONE).timeout(Duration.ofHours(1)), QUEUE);
            backend.inventory(attempt -> attempt.job().equals(overslept.id())
                    ? new AttemptState.Ended(new AttemptEnd.Exited(0, BatchClock.instant(crew.wallMicros())))
                    : new AttemptState.Running(BatchClock.instant(crew.wallMicros() - 7_200_000_000L)));
            crew.sleeps(Duration.ofHours(2));

            assertThat(overslept.await(Duration.ofSeconds(1)).succeeded()).isTrue();
            assertThat(endless.await(Duration.ofSeconds(1)).attempts().get(0).verdict())
                    .contains(AttemptVerdict.TIMED_OUT);
            assertThat(backend.calls()).containsOnlyOnce("inventory 2");
            assertThat(crew.elapsed()).isLessThan(Duration.ofSeconds(3));
        }
    }
}
