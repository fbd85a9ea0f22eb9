package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.mib;
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
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobHandle;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class FaultsTest {
    private static final Simulation SIMULATION = Simulation.ofSeed(7).checked().takes(ofMinutes(10));

    private static Schedule night(UnaryOperator<Faults> faults, int jobs) {
        try (SimulatedRuntime runtime = SIMULATION.fault(LAPTOP, faults).open(HERE)) {
            runtime.submit(job("patient", PATIENT).array(jobs), HERE);
            return runtime.untilIdle();
        }
    }

    @Test
    void a_lost_host_interrupts_what_runs_on_it_and_comes_back_empty() {
        try (SimulatedRuntime runtime =
                SIMULATION.fault(LAPTOP, f -> f.hostLostAt(ofMinutes(4))).open(HERE)) {
            JobHandle job = runtime.submit(job("patient", PATIENT), HERE);
            Schedule schedule = runtime.untilIdle();
            AttemptDetail first = job.describe().attempts().get(0);
            assertThat(first.verdict()).contains(AttemptVerdict.INTERRUPTED);
            assertThat(first.statusReason()).contains("Host EC2 (instance host-1) terminated.");
            assertThat(job.describe().succeeded()).isTrue();
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(4 + 2 + 10));
            assertThat(schedule.vcpus().offered()).isEqualTo(4.0 * 14 / 16);
        }
    }

    @Test
    void a_host_is_lost_by_name_and_may_be_replaced_later() {
        try (SimulatedRuntime runtime = SIMULATION
                .hosts(LAPTOP, 2, 1, gib(1))
                .fault(LAPTOP, f -> f.hostLostAt(ofMinutes(1), "host-2").replacedAfter(ofMinutes(30)))
                .open(HERE)) {
            runtime.submit(job("patient", PATIENT).array(2), HERE);
            Schedule schedule = runtime.untilIdle();
            assertThat(schedule.count(AttemptVerdict.INTERRUPTED)).isOne();
            assertThat(schedule.makespan()).isEqualTo(ofMinutes(20));
        }
    }

    @Test
    void interruptions_come_at_their_rate() {
        Schedule schedule = night(f -> f.interruptionsPerHour(2), 200);
        // an hour of four at once is lost now and then: about 200 * 10 / 4 minutes, and what was lost of it
        assertThat(schedule.count(JobStatus.SUCCEEDED)).isEqualTo(200);
        assertThat(schedule.count(AttemptVerdict.INTERRUPTED)).isBetween(40L, 160L);
        assertThat(night(f -> f.interruptionsPerHour(2).until(ofMinutes(1)), 200)
                        .makespan())
                .isBetween(ofMinutes(500), ofMinutes(515));
    }

    @Test
    void failures_and_start_failures_come_with_their_probability() {
        Schedule failing = night(f -> f.failures(0.3, 75), 400);
        assertThat(failing.count(AttemptVerdict.FAILED)).isBetween(120L, 230L);
        assertThat(failing.count(JobStatus.FAILED)).isZero();
        Schedule unstarted = night(f -> f.startFailures(0.3), 400);
        assertThat(unstarted.count(AttemptVerdict.START_FAILED)).isBetween(120L, 230L);
        assertThat(unstarted.decisions())
                .filteredOn(decision -> decision.kind() == Decision.Kind.RETRIED)
                .first()
                .extracting(Decision::reason)
                .asString()
                .contains("CannotPullContainerError");
    }

    @Test
    void a_job_that_cannot_be_started_in_one_environment_runs_in_the_next() {
        try (SimulatedRuntime runtime =
                SIMULATION.fault(SPOT, f -> f.startFailures(1)).open(QUEUE)) {
            JobHandle job = runtime.submit(job("once", COUNT), QUEUE);
            Schedule schedule = runtime.untilIdle();

            assertThat(job.describe().succeeded()).isTrue();
            assertThat(job.describe().attempts())
                    .extracting(attempt -> attempt.host().environment())
                    .containsExactly("spot", "laptop");
            assertThat(job.describe().attempts().get(0).verdict()).contains(AttemptVerdict.START_FAILED);
            assertThat(schedule.count(AttemptVerdict.START_FAILED)).isOne();
        }
    }

    @Test
    void a_further_fault_does_not_change_the_chance_of_others() {
        long alone = night(f -> f.failures(0.3), 400).count(AttemptVerdict.FAILED);
        try (SimulatedRuntime runtime = SIMULATION
                .fault(LAPTOP, f -> f.failures(0.3))
                .fault(LAPTOP, f -> f.reportsDoubled(0.5).slowStart(ofSeconds(1)))
                .open(HERE)) {
            runtime.submit(job("patient", PATIENT).array(400), HERE);
            assertThat(runtime.untilIdle().count(AttemptVerdict.FAILED)).isEqualTo(alone);
        }
    }

    @Test
    void a_slow_start_keeps_jobs_starting() {
        try (SimulatedRuntime runtime = SIMULATION
                .fault(LAPTOP, f -> f.slowStart(ofMinutes(3)).until(ofHours(1)))
                .open(HERE)) {
            JobHandle job = runtime.submit(job("patient", PATIENT), HERE);
            runtime.advance(ofMinutes(2));
            assertThat(job.describe().status()).isEqualTo(JobStatus.STARTING);
            assertThat(runtime.untilIdle().makespan()).isEqualTo(ofMinutes(13));
        }
    }

    @Test
    void jobs_above_a_size_run_out_of_memory() {
        try (SimulatedRuntime runtime =
                SIMULATION.fault(LAPTOP, f -> f.outOfMemoryAbove(mib(512))).open(HERE)) {
            JobHandle small = runtime.submit(job("small", COUNT), HERE);
            JobHandle large = runtime.submit(job("large", COUNT).memory(gib(1)), HERE);
            runtime.untilIdle();
            assertThat(small.describe().succeeded()).isTrue();
            assertThat(large.describe().attempts().get(0).verdict()).contains(AttemptVerdict.OUT_OF_MEMORY);
            assertThat(large.log().errorText()).contains("the host has no more than 512 MiB");
        }
    }

    @Test
    void late_and_doubled_reports_cost_time_and_nothing_else() {
        Schedule late = night(f -> f.reportsDelayed(ofMinutes(5)).reportsDoubled(0.5), 40);
        assertThat(late.count(JobStatus.SUCCEEDED)).isEqualTo(40);
        assertThat(late.attemptCount()).isEqualTo(40);
        assertThat(late.makespan()).isBetween(ofMinutes(101), ofMinutes(150));
        assertThat(late.vcpus().peak()).isEqualTo(4);
    }

    @Test
    void lost_reports_are_said_when_the_faults_end() {
        Schedule silent = night(f -> f.reportsLost(1).until(ofHours(5)), 4);
        assertThat(silent.count(JobStatus.SUCCEEDED)).isEqualTo(4);
        assertThat(silent.makespan()).isEqualTo(ofHours(5));
        assertThat(silent.jobs().get(0).attempts().get(0).stoppedAt().orElseThrow())
                .isEqualTo(SimulatedCluster.BEGIN.plus(ofMinutes(10)));
    }

    @Test
    void reports_that_are_lost_for_good_leave_jobs_that_never_end() {
        Schedule silent = night(f -> f.reportsLost(1), 3);
        assertThat(silent.openCount()).isEqualTo(3);
        assertThat(silent.neverRuns()).isNotEmpty();
    }

    @Test
    void faults_that_never_end_reach_the_horizon() {
        Simulation hopeless = SIMULATION
                .takes(ofHours(10))
                .fault(LAPTOP, f -> f.interruptionsPerHour(60).replacedAfter(ofSeconds(1)));
        try (SimulatedRuntime runtime = hopeless.open(HERE)) {
            JobHandle job = runtime.submit(job("patient", PATIENT), HERE);
            runtime.untilIdle();
            assertThat(job.describe().attempts()).as("attempts are bounded").hasSize(10);
        }
        try (SimulatedRuntime runtime = hopeless.horizon(ofDays(2))
                .fault(SPOT, f -> f.hostLostAt(Duration.ZERO, "host-1").notReplaced())
                .fault(SPOT, f -> f.hostLostAt(Duration.ZERO, "host-2").notReplaced())
                .open(QUEUE)) {
            runtime.submit(job("large", PATIENT).vcpus(16), QUEUE);
            assertThatThrownBy(runtime::untilIdle)
                    .isInstanceOf(HorizonReachedException.class)
                    .hasMessageContaining("virtual time has reached its horizon of PT48H: 1 jobs have not ended")
                    .hasMessageContaining("large: ")
                    .hasMessageContaining("Let the faults end with until(...)");
        }
        try (SimulatedRuntime runtime = hopeless.horizon(ofDays(36_500))
                .fault(SPOT, f -> f.hostLostAt(Duration.ZERO, "host-1").notReplaced())
                .fault(SPOT, f -> f.hostLostAt(Duration.ZERO, "host-2").notReplaced())
                .open(QUEUE)) {
            runtime.submit(job("large", PATIENT).vcpus(16), QUEUE);
            assertThatThrownBy(runtime::untilIdle)
                    .isInstanceOf(HorizonReachedException.class)
                    .hasMessageContaining("1000000 things happened in a row of which none moved a job");
        }
    }

    @Test
    void a_wait_does_not_pass_the_horizon_either() {
        try (SimulatedRuntime runtime = SIMULATION.horizon(ofMinutes(5)).open(HERE)) {
            JobHandle job = runtime.submit(job("count", COUNT), HERE);
            assertThatThrownBy(() -> job.await(ofHours(1))).isInstanceOf(HorizonReachedException.class);
            assertThatThrownBy(() -> runtime.advance(ofMinutes(6))).isInstanceOf(HorizonReachedException.class);
            runtime.advance(ofMinutes(5));
            assertThat(job.describe().status()).isEqualTo(JobStatus.RUNNING);
        }
    }
}
