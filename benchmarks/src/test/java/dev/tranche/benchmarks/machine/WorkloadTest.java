package dev.tranche.benchmarks.machine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadTest {
    @Test
    void no_shape_is_smaller_than_another_in_everything() {
        for (int shape = 1; shape < Workload.SHAPES; shape++) {
            assertThat(Workload.millivcpus(shape)).isGreaterThan(Workload.millivcpus(shape - 1));
            assertThat(Workload.memoryMib(shape)).isLessThan(Workload.memoryMib(shape - 1));
        }
    }

    @Test
    void a_host_never_holds_more_jobs_than_said() {
        int hostSum = Workload.HOST_MILLIVCPUS + Workload.HOST_MEMORY_MIB * 1000 / 2048;

        for (int shape = 0; shape < Workload.SHAPES; shape++) {
            int jobSum = Workload.millivcpus(shape) + Workload.memoryMib(shape) * 1000 / 2048;

            assertThat(hostSum / jobSum).isEqualTo(Workload.MAX_JOBS_PER_HOST);
        }
    }

    @Test
    void the_jobs_are_the_same_in_every_run() {
        Workload one = new Workload();
        Workload other = new Workload();

        for (int job = 0; job < 100; job++) {
            assertThat(one.nextKind()).isEqualTo(other.nextKind());
            assertThat(one.nextBacklogKind()).isEqualTo(other.nextBacklogKind());
            assertThat(one.nextToEnd(1 + job)).isEqualTo(other.nextToEnd(1 + job));
        }
    }
}
