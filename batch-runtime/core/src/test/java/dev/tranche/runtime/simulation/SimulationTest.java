package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.simulation.Night.COUNT;
import static dev.tranche.runtime.simulation.Night.HERE;
import static dev.tranche.runtime.simulation.Night.LAPTOP;
import static dev.tranche.runtime.simulation.Night.PATIENT;
import static dev.tranche.runtime.simulation.Night.QUEUE;
import static dev.tranche.runtime.simulation.Night.SPOT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.BatchListener;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.StillRunningException;
import dev.tranche.runtime.WorkflowRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("counts threads")
class SimulationTest {
    private static final Simulation SIMULATION = Simulation.ofSeed(42).checked();

    @Test
    void an_array_runs_wave_after_wave_in_virtual_time() {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (SimulatedRuntime runtime = SIMULATION.takes(COUNT, ofMinutes(4)).open(HERE)) {
            JobHandle counted = runtime.submit(job("count", COUNT).array(100), HERE);
            Schedule schedule = runtime.untilIdle();

            assertThat(counted.describe().succeeded()).isTrue();
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(100));
            assertThat(schedule.jobCount()).isEqualTo(100);
            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(100);
            assertThat(schedule.vcpus()).isEqualTo(new VcpuUse(4, 4, 4));
            assertThat(schedule.waiting().max()).isEqualTo(ofMinutes(96));
            assertThat(schedule.waiting().median()).isEqualTo(ofMinutes(48));
            assertThat(schedule.neverRuns()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet()).isEqualTo(before);
        }
    }

    @Test
    void a_workflow_runs_in_its_order_and_await_lets_time_pass() {
        var words = workflow("words");
        var counted = words.add(job("count", COUNT).array(8));
        words.add(job("merge", COUNT).after(counted));
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            WorkflowRun run = runtime.submit(words.build(), HERE);
            assertThat(run.await(ofHours(1)).orThrow().succeeded()).isTrue();
            assertThat(runtime.clock().instant()).isEqualTo(Instant.parse("2026-01-01T00:03:00Z"));
        }
    }

    @Test
    void what_failed_runs_again_and_what_succeeded_is_no_attempt_of_the_schedule() {
        AtomicBoolean broken = new AtomicBoolean(true);
        Simulation flaky = SIMULATION
                .takes(COUNT, ofMinutes(4))
                .exits(COUNT, attempt -> broken.get() && attempt.id().job().index() == 1 ? 1 : 0);
        var words = workflow("words");
        var counted = words.add(job("count", COUNT).array(4));
        var merged = words.add(job("merge", COUNT).after(counted));
        try (SimulatedRuntime runtime = flaky.open(HERE)) {
            WorkflowRun run = runtime.submit(words.build(), HERE);
            assertThat(run.await(ofHours(1)).succeeded()).isFalse();

            broken.set(false);
            WorkflowRun again = run.rerunFailed();
            Schedule schedule = runtime.untilIdle();

            assertThat(again.await(ofHours(1)).orThrow().succeeded()).isTrue();
            assertThat(again.job(merged).describe().succeeded()).isTrue();
            assertThat(schedule.jobCount()).isEqualTo(10);
            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(8);
            assertThat(schedule.count(JobStatus.FAILED)).isEqualTo(2);
            assertThat(schedule.openCount()).isZero();
            assertThat(schedule.attemptCount()).isEqualTo(6);
            assertThat(schedule.waiting().count()).isEqualTo(6);
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(12));
        }
    }

    @Test
    void nothing_happens_while_nobody_waits_and_a_wait_ends_at_its_limit() {
        try (SimulatedRuntime runtime = SIMULATION.takes(COUNT, ofHours(3)).open(HERE)) {
            JobHandle job = runtime.submit(job("count", COUNT), HERE);
            assertThat(job.describe().status()).isIn(JobStatus.STARTING, JobStatus.RUNNING);
            assertThatThrownBy(() -> job.await(ofHours(2))).isInstanceOf(StillRunningException.class);
            assertThat(runtime.clock().instant()).isEqualTo(Instant.parse("2026-01-01T02:00:00Z"));
            runtime.advance(ofMinutes(59));
            assertThat(job.describe().ended()).isFalse();
            runtime.advance(ofMinutes(1));
            assertThat(job.describe().succeeded()).isTrue();
            assertThat(job.describe().stoppedAt()).contains(Instant.parse("2026-01-01T03:00:00Z"));
        }
    }

    @Test
    void what_happens_does_not_depend_on_how_time_is_passed() {
        Simulation chancy = SIMULATION
                .takes(PATIENT, ServiceTime.exponential(ofMinutes(10)))
                .fault(SPOT, f -> f.interruptionsPerHour(1).failures(0.1).reportsDelayed(ofMinutes(1)))
                .fault(LAPTOP, f -> f.slowStart(ServiceTime.uniform(ofSeconds(1), ofMinutes(1))));
        List<Decision> atOnce;
        try (SimulatedRuntime runtime = chancy.open(QUEUE)) {
            runtime.submit(job("p", PATIENT).array(300), QUEUE);
            atOnce = runtime.untilIdle().decisions();
        }
        try (SimulatedRuntime runtime = chancy.open(QUEUE)) {
            runtime.submit(job("p", PATIENT).array(300), QUEUE);
            for (int i = 0; i < 1000; i++) {
                runtime.advance(ofSeconds(7 + i % 13));
            }
            assertThat(runtime.untilIdle().decisions()).isEqualTo(atOnce);
        }
        try (SimulatedRuntime runtime = chancy.seed(43).open(QUEUE)) {
            runtime.submit(job("p", PATIENT).array(300), QUEUE);
            assertThat(runtime.untilIdle().decisions()).isNotEqualTo(atOnce);
        }
        assertThat(atOnce).hasSizeGreaterThan(600);
    }

    @Test
    void a_job_fails_by_script_and_its_output_is_read() {
        Simulation flaky = SIMULATION
                .failsFirst(PATIENT, 2, 75)
                .exits(COUNT, 3)
                .writes(COUNT, attempt -> "attempt " + attempt.number() + " of " + attempt.jobName() + "\n");
        try (SimulatedRuntime runtime = flaky.open(HERE)) {
            JobHandle patient = runtime.submit(job("patient", PATIENT), HERE);
            JobHandle hopeless = runtime.submit(job("hopeless", COUNT), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(patient.describe().attempts()).hasSize(3);
            assertThat(patient.describe().succeeded()).isTrue();
            assertThat(hopeless.describe().exitCode()).hasValue(3);
            assertThat(hopeless.log().text()).isEqualTo("attempt 1 of hopeless\n");
            assertThat(hopeless.log().errorText()).isEqualTo("simulated exit code 3");
            assertThat(schedule.count(AttemptVerdict.FAILED)).isEqualTo(3);
            assertThat(schedule.decisions(patient.id()))
                    .extracting(Decision::kind)
                    .containsExactly(
                            Decision.Kind.PLACED,
                            Decision.Kind.RETRIED,
                            Decision.Kind.PLACED,
                            Decision.Kind.RETRIED,
                            Decision.Kind.PLACED,
                            Decision.Kind.SUCCEEDED);
            assertThat(schedule.decisions(patient.id()).get(1).reason())
                    .startsWith("attempt 1 FAILED with exit code 75");
        }
    }

    @Test
    void too_little_memory_is_an_out_of_memory_kill() {
        try (SimulatedRuntime runtime = SIMULATION.needsMemory(COUNT, gib(1)).open(HERE)) {
            JobHandle small = runtime.submit(job("small", COUNT), HERE);
            JobHandle large = runtime.submit(job("large", COUNT).memory(gib(1)), HERE);
            runtime.untilIdle();
            assertThat(small.describe().attempts().get(0).verdict()).contains(AttemptVerdict.OUT_OF_MEMORY);
            assertThat(small.describe().attempts().get(0).reason())
                    .contains("OutOfMemoryError: Container killed due to memory usage");
            assertThat(large.describe().succeeded()).isTrue();
        }
    }

    @Test
    void a_retry_with_more_memory_is_enough_in_the_end() {
        Simulation hungry = SIMULATION.needsMemory(COUNT, mib(200));
        try (SimulatedRuntime runtime = hungry.open(HERE)) {
            JobHandle growing = runtime.submit(
                    job("growing", COUNT).retry(r -> r.attempts(5).moreMemoryAfterOutOfMemory(2, gib(1))), HERE);
            runtime.untilIdle();
            assertThat(growing.describe().succeeded()).isTrue();
            assertThat(growing.describe().attempts())
                    .extracting(attempt -> attempt.memory())
                    .containsExactly(mib(64), mib(128), mib(256));
        }
    }

    @Test
    void a_job_that_is_stopped_ends_at_once() {
        try (SimulatedRuntime runtime = SIMULATION.takes(ofDays(1)).open(HERE)) {
            JobHandle timed = runtime.submit(job("timed", COUNT).timeout(ofHours(2)), HERE);
            JobHandle stopped = runtime.submit(job("stopped", COUNT), HERE);
            stopped.terminate("enough");
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.makespan()).isEqualTo(ofHours(2));
            assertThat(timed.describe().attempts().get(0).verdict()).contains(AttemptVerdict.TIMED_OUT);
            assertThat(stopped.describe().attempts().get(0).verdict()).contains(AttemptVerdict.TERMINATED);
        }
    }

    @Test
    void stages_are_awaited_and_complete_at_once_after_the_end() {
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            JobHandle job = runtime.submitAsync(job("count", COUNT), HERE);
            String done = runtime.await(job.completion().thenApply(end -> "done " + end.name()));
            assertThat(done).isEqualTo("done count");
            assertThat(job.completion().toCompletableFuture()).isDone();
            assertThatThrownBy(() -> runtime.await(new java.util.concurrent.CompletableFuture<>()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("nothing will happen any more");
        }
    }

    @Test
    void a_callback_may_ask_and_submit_but_not_wait() {
        List<String> told = new ArrayList<>();
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            runtime.listen(new BatchListener() {
                @Override
                public void jobEnded(JobDetail job) {
                    if (job.name().equals("first")) {
                        told.add(runtime.job(job.id()).orElseThrow().explain().toString());
                        assertThatThrownBy(() -> runtime.advance(Duration.ofSeconds(1)))
                                .hasMessageContaining("advance would wait on a callback thread");
                        runtime.submitAsync(job("second", COUNT), HERE);
                    }
                    told.add(job.name());
                }
            });
            runtime.submit(job("first", COUNT), HERE);
            runtime.untilIdle();
            assertThat(told).containsExactly("SUCCEEDED", "first", "second");
        }
    }

    @Test
    void a_schedule_gives_the_service_times_of_the_next_simulation() {
        List<JobDetail> recorded;
        try (SimulatedRuntime runtime = SIMULATION
                .takes(COUNT, ServiceTime.uniform(ofMinutes(2), ofMinutes(3)))
                .open(HERE)) {
            runtime.submit(job("count", COUNT).array(50), HERE);
            recorded = runtime.untilIdle().jobs();
        }
        try (SimulatedRuntime runtime = SIMULATION.takesAsRecorded(recorded).open(HERE)) {
            runtime.submit(job("count", COUNT).array(4), HERE);
            assertThat(runtime.untilIdle().makespan()).isBetween(ofMinutes(2), ofMinutes(3));
        }
        assertThatThrownBy(() -> SIMULATION.takesAsRecorded(List.of())).hasMessageContaining("no time to go by");
    }

    @Test
    void several_threads_may_let_time_pass_at_once() throws InterruptedException {
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            JobHandle job = runtime.submit(job("count", COUNT).array(1000), HERE);
            List<Thread> threads = new ArrayList<>();
            List<Boolean> ends = java.util.Collections.synchronizedList(new ArrayList<>());
            for (int i = 0; i < 4; i++) {
                Thread thread = new Thread(() -> ends.add(job.await(ofDays(1)).succeeded()));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(ends).containsExactly(true, true, true, true);
        }
    }

    @Test
    void the_schedule_names_who_never_runs() {
        try (SimulatedRuntime runtime = SIMULATION
                .fault(LAPTOP, f -> f.hostLostAt(ofSeconds(30)).notReplaced())
                .open(HERE)) {
            JobHandle lost = runtime.submit(job("lost", PATIENT), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.openCount()).isOne();
            assertThat(schedule.neverRuns()).singleElement().satisfies(job -> {
                assertThat(job.id()).contains(lost.id());
                assertThat(job.reason()).startsWith("no capacity in laptop");
            });
            assertThat(schedule.summary()).contains("never ends  lost: no capacity in laptop");
        }
    }
}
