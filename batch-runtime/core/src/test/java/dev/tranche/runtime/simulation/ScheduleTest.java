package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.simulation.Night.COUNT;
import static dev.tranche.runtime.simulation.Night.HERE;
import static dev.tranche.runtime.simulation.Night.LAPTOP;
import static dev.tranche.runtime.simulation.Night.PATIENT;
import static dev.tranche.runtime.simulation.Night.QUEUE;
import static dev.tranche.runtime.simulation.Night.SPOT;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.ArrayJobHandle;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.report.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScheduleTest {
    private static final Simulation SIMULATION = Simulation.ofSeed(11).checked();

    @Test
    void measures_begin_with_the_first_submit_and_end_with_the_last_end() {
        try (SimulatedRuntime runtime = SIMULATION.takes(ofMinutes(10)).open(QUEUE, HERE)) {
            runtime.advance(ofHours(5));
            runtime.submit(job("a", COUNT).vcpus(4), HERE);
            runtime.submit(job("b", COUNT).vcpus(2), HERE);
            runtime.untilIdle();
            runtime.advance(ofHours(5));
            Schedule schedule = runtime.schedule();
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(20));
            assertThat(schedule.waiting(HERE))
                    .isEqualTo(new WaitingTimes(2, ofMinutes(5), ofSeconds(0), ofMinutes(10), ofMinutes(10)));
            assertThat(schedule.waiting(QUEUE)).isEqualTo(WaitingTimes.NONE);
            assertThat(schedule.vcpus(LAPTOP)).isEqualTo(new VcpuUse(4, 3, 4));
            assertThat(schedule.vcpus(SPOT)).isEqualTo(new VcpuUse(0, 0, 32));
            assertThat(schedule.vcpus().utilisation()).isEqualTo(3.0 / 36);
            assertThat(schedule.summary()).isEqualTo("""
                            2 jobs in 20 min: 2 succeeded, 0 failed (seed 11)
                            attempts    2 {SUCCEEDED=2}
                            waiting     mean 5 min, median 0 s, 95 % within 10 min, at most 10 min
                              night     mean 0 s, median 0 s, 95 % within 0 s, at most 0 s
                              here      mean 5 min, median 0 s, 95 % within 10 min, at most 10 min
                            vCPUs       peak 4.0, mean 3.0 of 36.0, utilisation 8.3 %
                              spot      peak 0.0, mean 0.0 of 32.0, utilisation 0.0 %
                              laptop    peak 4.0, mean 3.0 of 4.0, utilisation 75.0 %
                            """);
        }
    }

    @Test
    void each_share_of_a_queue_has_its_own_waiting_times() {
        JobQueue shared = jobQueue("shared")
                .computeEnvironmentOrder(LAPTOP)
                .fairShare(f -> f.share("ads", 2))
                .build();
        try (SimulatedRuntime runtime = SIMULATION.takes(ofMinutes(10)).open(shared, HERE)) {
            for (int each = 0; each < 8; each++) {
                runtime.submit(job("ads", COUNT).share("ads"), shared);
            }
            ArrayJobHandle lab = runtime.submit(job("lab", COUNT).share("lab").array(2), shared);
            assertThat(lab.child(1).describe().shareIdentifier()).contains("lab");
            assertThat(runtime.schedule().waitingByShare(shared)).containsEntry("lab", WaitingTimes.NONE);

            Schedule schedule = runtime.untilIdle();

            assertThat(schedule.waitingByShare(shared))
                    .containsExactly(
                            Map.entry(
                                    "ads",
                                    new WaitingTimes(8, ofSeconds(450), ofMinutes(0), ofMinutes(20), ofMinutes(20))),
                            Map.entry(
                                    "lab",
                                    new WaitingTimes(2, ofMinutes(10), ofMinutes(10), ofMinutes(10), ofMinutes(10))));
            assertThat(schedule.waiting(shared).count()).isEqualTo(10);
            assertThat(schedule.waitingByShare(HERE)).isEmpty();
            assertThat(schedule.summary())
                    .contains("  shared/lab mean 10 min, median 10 min, 95 % within 10 min, at most 10 min\n");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> schedule.waitingByShare(QUEUE))
                    .withMessageContaining("no queue night");
        }
    }

    @Test
    void every_decision_has_its_reason() {
        try (SimulatedRuntime runtime =
                SIMULATION.takes(ofMinutes(1)).failsFirst(PATIENT, 1, 75).open(HERE)) {
            JobHandle first = runtime.submit(job("first", COUNT).vcpus(3), HERE);
            JobHandle second = runtime.submit(job("second", PATIENT).vcpus(2), HERE);
            JobHandle third = runtime.submit(job("third", COUNT).after(second), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.decisions(first.id()).get(0).reason())
                    .isEqualTo("on laptop/host-1, where 4 of 4 vCPU were free for its 3");
            assertThat(schedule.decisions(second.id()))
                    .extracting(Decision::kind)
                    .containsExactly(
                            Decision.Kind.WAITS,
                            Decision.Kind.PLACED,
                            Decision.Kind.RETRIED,
                            Decision.Kind.PLACED,
                            Decision.Kind.SUCCEEDED);
            assertThat(schedule.decisions(second.id()).get(0).reason())
                    .isEqualTo("no capacity in laptop: needs 2 vCPU, 64 MiB memory; closest of 1 hosts is host-1 with"
                            + " 1 vCPU, 8128 MiB memory, 1024 GiB disk free");
            assertThat(schedule.decisions(third.id()).get(0).reason())
                    .isEqualTo("waits for 1 job: [" + second.id() + "]");
            assertThat(schedule.decisions(third.id()).get(1).toString())
                    .isEqualTo("2026-01-01T00:03:00Z third PLACED (attempt 1): on laptop/host-1, where 4 of 4 vCPU were"
                            + " free for its 1");
        }
    }

    @Test
    void the_next_environment_of_a_queue_is_named_with_those_before_it() {
        try (SimulatedRuntime runtime = SIMULATION.open(QUEUE)) {
            runtime.submit(job("wide", COUNT).array(36), QUEUE);
            assertThat(runtime.untilIdle().decisions())
                    .filteredOn(decision -> decision.kind() == Decision.Kind.PLACED)
                    .last()
                    .extracting(Decision::reason)
                    .isEqualTo("on laptop/host-1, where 1 of 4 vCPU were free for its 1; spot had no room for it");
        }
    }

    @Test
    void children_of_which_nothing_was_seen_are_counted_with_their_array() {
        try (SimulatedRuntime runtime = SIMULATION.takes(ofHours(1)).open(HERE)) {
            ArrayJobHandle array = runtime.submit(job("a", COUNT).array(100), HERE);
            runtime.advance(ofMinutes(90));
            array.terminate("enough");
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.jobCount()).isEqualTo(100);
            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(4);
            assertThat(schedule.count(JobStatus.FAILED)).isEqualTo(96);
            assertThat(schedule.openCount()).isZero();
        }
    }

    @Test
    void children_wait_from_when_they_are_ready() {
        var words = workflow("words");
        var first = words.add(job("first", COUNT).array(4));
        words.add(job("second", COUNT).array(4).afterEach(first));
        try (SimulatedRuntime runtime = SIMULATION.takes(ofMinutes(10)).open(HERE)) {
            runtime.submit(words.build(), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(20));
            assertThat(schedule.waiting().max()).isZero();
            assertThat(schedule.waiting().count()).isEqualTo(8);
        }
    }

    @Test
    void it_keeps_as_much_as_it_was_told_and_counts_the_rest() {
        List<Decision> told = new ArrayList<>();
        Simulation small = SIMULATION.keeps(10).onDecision(told::add);
        try (SimulatedRuntime runtime = small.open(HERE)) {
            runtime.submit(job("count", COUNT).array(100), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.jobs()).hasSize(10);
            assertThat(schedule.jobsNotKept()).isEqualTo(90);
            assertThat(schedule.decisions()).isEqualTo(told.subList(0, 10));
            assertThat(schedule.decisionsNotKept()).isEqualTo(told.size() - 10);
            assertThat(told).hasSizeGreaterThanOrEqualTo(200);
            assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(100);
        }
    }

    @Test
    void a_timeline_is_drawn_of_it(@TempDir Path directory) throws IOException {
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            runtime.submit(job("count", COUNT).array(10), HERE);
            Path picture = directory.resolve("plan.svg");
            runtime.untilIdle().replay(Timeline.svg(picture));
            assertThat(Files.readString(picture)).startsWith("<svg").contains("laptop/host-1");
        }
    }

    @Test
    void what_it_does_not_know_is_refused() {
        try (SimulatedRuntime runtime = SIMULATION.open(HERE)) {
            Schedule empty = runtime.untilIdle();
            assertThat(empty.makespan()).isZero();
            assertThat(empty.vcpus()).isEqualTo(new VcpuUse(0, 0, 4));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> empty.waiting(QUEUE))
                    .withMessage("the simulation has no queue night, but [here]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> empty.vcpus(SPOT))
                    .withMessage("the simulation has no environment spot, but [laptop]");
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> empty.count(JobStatus.RUNNING))
                    .withMessageContaining("no job ends RUNNING");
        }
    }

    /** One host and one kind of job, so that it stays the same for as long as a seed means the same. */
    @Test
    void a_seed_gives_the_same_schedule_on_every_machine() {
        Simulation chancy = SIMULATION
                .takes(PATIENT, ServiceTime.logNormal(ofMinutes(5), ofMinutes(30)))
                .fault(
                        LAPTOP,
                        f -> f.slowStart(ServiceTime.exponential(ofSeconds(20)))
                                .failures(0.05)
                                .interruptionsPerHour(0.5)
                                .reportsDelayed(ofSeconds(30)));
        try (SimulatedRuntime runtime = chancy.open(HERE)) {
            runtime.submit(job("p", PATIENT).array(100), HERE);
            assertThat(runtime.untilIdle().makespan()).isEqualTo(Duration.parse("PT3H17M37.177138S"));
        }
    }
}
