package dev.tranche.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ContestantTest {
    private static final int HOSTS = 10;
    private static final int WAITING = 1000;
    private static final int FEW = 4;
    private static final int MANY = 20_000;

    static Stream<Contestant> contestants() {
        return Stream.of(
                new SaturatedBaseline(HOSTS, WAITING, false),
                new SaturatedBaseline(HOSTS, WAITING, true),
                new SaturatedMachine(HOSTS, WAITING));
    }

    @ParameterizedTest
    @MethodSource("contestants")
    void a_benchmark_begins_with_a_backlog_and_full_hosts(Contestant contestant) {
        assertThat(contestant.waiting()).isBetween(WAITING - FEW, WAITING);
        assertThat(contestant.running()).isBetween(13 * HOSTS, Workload.MAX_JOBS_PER_HOST * HOSTS);
    }

    @ParameterizedTest
    @MethodSource("contestants")
    void an_operation_ends_one_job_and_fills_up_the_backlog(Contestant contestant) {
        int running = contestant.running();

        contestant.lifecycle();

        int placed = contestant.running() - (running - 1);
        assertThat(placed).isBetween(0, FEW);
        assertThat(contestant.waiting()).isEqualTo(WAITING - placed);
    }

    @ParameterizedTest
    @MethodSource("contestants")
    void many_operations_leave_the_hosts_full_and_the_backlog_as_long(Contestant contestant) {
        for (int operation = 0; operation < MANY; operation++) {
            contestant.lifecycle();
        }

        assertThat(contestant.waiting()).isBetween(WAITING - FEW, WAITING);
        assertThat(contestant.running()).isBetween(12 * HOSTS, Workload.MAX_JOBS_PER_HOST * HOSTS);
    }
}
