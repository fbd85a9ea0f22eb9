package dev.tranche.runtime.simulation;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.gib;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.simulation.Night.COUNT;
import static dev.tranche.runtime.simulation.Night.HERE;
import static dev.tranche.runtime.simulation.Night.LAPTOP;
import static dev.tranche.runtime.simulation.Night.SPOT;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.RuntimeClosedException;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BadInputTest {
    private static final Simulation SIMULATION = Simulation.create();
    private static final Duration NEGATIVE = ofSeconds(-1);

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(message);
    }

    private static void refused(UnaryOperator<Faults> faults, String message) {
        refused(() -> SIMULATION.fault(LAPTOP, faults), message);
    }

    @Test
    void durations_are_checked_where_they_are_said() {
        refused(() -> SIMULATION.takes(COUNT, NEGATIVE), "service time must be from 0 to 100 years: PT-1S");
        refused(() -> SIMULATION.takes(COUNT, ofDays(36_501)), "from 0 to 100 years");
        refused(() -> SIMULATION.horizon(Duration.ZERO), "horizon must be at least a microsecond: PT0S");
        refused(() -> ServiceTime.uniform(ofSeconds(2), ofSeconds(1)), "above the most: PT2S, PT1S");
        refused(() -> ServiceTime.exponential(Duration.ZERO), "mean service time must be at least a microsecond");
        refused(() -> ServiceTime.normal(ofSeconds(1), ofSeconds(11)), "above ten times its mean: PT11S, PT1S");
        refused(() -> ServiceTime.logNormal(ofSeconds(2), ofSeconds(1)), "below its median: PT1S, PT2S");
        refused(() -> ServiceTime.recorded(List.of()), "no time to go by");
    }

    @Test
    void exit_codes_and_attempts_are_checked() {
        refused(() -> SIMULATION.exits(COUNT, 256), "exit code must be from 0 to 255: 256");
        refused(() -> SIMULATION.failsFirst(COUNT, 1, 0), "exit code must be from 1 to 255: 0");
        refused(() -> SIMULATION.failsFirst(COUNT, 0, 1), "at least the first attempt has to fail: 0");
        refused(() -> SIMULATION.keeps(-1), "cannot keep fewer than no jobs: -1");
    }

    @Test
    void hosts_are_checked() {
        refused(() -> SIMULATION.hosts(LAPTOP, 0, 1, gib(1)), "environment laptop needs 1 to 100000 hosts: 0");
        refused(() -> SIMULATION.hosts(LAPTOP, 1, 0, gib(1)), "a host of environment laptop needs at least 1 vCPU: 0");
        refused(() -> SIMULATION.hosts(LAPTOP, 1, 1, mib(0)), "a host of environment laptop needs vCPUs and memory");
    }

    @Test
    void an_unknown_environment_is_named_with_those_that_are_known() {
        refused(
                () -> SIMULATION.hosts(SPOT, 1, 1, gib(1)).open(HERE),
                "hosts are said of environment spot, which no queue of the runtime has in this form; they have [laptop]");
        refused(
                () -> SIMULATION.fault(SPOT, f -> f.failures(0.1)).open(HERE),
                "faults are said of environment spot, which no queue");
        ComputeEnvironment another = computeEnvironment("laptop").local().build();
        refused(() -> SIMULATION.hosts(another, 1, 1, gib(1)).open(HERE), "has in this form");
        refused(() -> SIMULATION.open(List.of()), "at least one queue");
    }

    @Test
    void faults_are_checked() {
        refused(f -> f.failures(1.5), "the probability of failures must be from 0 to 1: 1.5");
        refused(f -> f.failures(Double.NaN), "must be from 0 to 1: NaN");
        refused(f -> f.failures(0.5, 0), "exit code must be from 1 to 255: 0");
        refused(f -> f.interruptionsPerHour(0), "must be above 0 and at most 3,600: 0.0");
        refused(f -> f.hostLostAt(NEGATIVE), "time of a loss must be from 0 to 100 years: PT-1S");
        refused(f -> f.hostLostAt(ofMinutes(3)).until(ofMinutes(2)), "a host of environment laptop is lost at PT3M");
        refused(f -> f.from(ofMinutes(3)).until(ofMinutes(2)), "end at PT2M, before they begin at PT3M");
        Faults other = new FaultWords();
        refused(f -> other, "has to return the faults it was given");
        assertThatThrownBy(() -> SIMULATION.fault(LAPTOP, f -> f.failures(0.1).failures(0.2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("failures was already said");
    }

    @Test
    void an_unknown_host_is_refused_at_open() {
        refused(
                () -> SIMULATION
                        .fault(LAPTOP, f -> f.hostLostAt(ofMinutes(1), "host-9"))
                        .open(HERE),
                "environment laptop has no host host-9, but host-1");
    }

    @Test
    void a_function_that_gives_no_service_time_is_told_to_who_lets_time_pass() {
        try (SimulatedRuntime runtime =
                SIMULATION.takes(COUNT, attempt -> NEGATIVE).open(HERE)) {
            JobHandle job = runtime.submitAsync(job("odd", COUNT), HERE);
            assertThatThrownBy(runtime::untilIdle)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the simulation does not say how job odd goes")
                    .cause()
                    .hasMessage("service time of job odd must be from 0 to 100 years: PT-1S");
            assertThat(runtime.untilIdle().openCount()).isZero();
            assertThat(job.describe().statusReason()).isPresent();
        }
    }

    @Test
    void time_does_not_run_backwards_and_not_after_the_end() {
        SimulatedRuntime runtime = SIMULATION.open(HERE);
        refused(() -> runtime.advance(NEGATIVE), "time to advance by must be from 0 to 100 years: PT-1S");
        runtime.close();
        runtime.close();
        assertThatThrownBy(() -> runtime.advance(ofSeconds(1))).isInstanceOf(RuntimeClosedException.class);
        assertThatThrownBy(runtime::untilIdle).isInstanceOf(RuntimeClosedException.class);
        assertThat(runtime.schedule().jobCount()).isZero();
    }
}
