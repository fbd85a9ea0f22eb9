package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEngine;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;
import java.net.URI;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EngineCapacityTest {
    /** Of an engine with 4 processors and 8 GiB. */
    private static EngineCapacity capacity(UnaryOperator<DockerEnvironment.Engine> engine) {
        DockerEngine usage = ComputeEnvironment.named("e")
                .docker()
                .engine(URI.create("unix:///e.sock"), engine)
                .build()
                .engines()
                .get(0);
        return new EngineCapacity(Traits.docker(), usage, MemorySize.gib(100));
    }

    @Test
    void all_that_the_engine_has_is_for_jobs_if_nobody_says_otherwise() {
        assertThat(capacity(e -> e).less(EngineCapacity.Load.NONE))
                .isEqualTo(new Capacity(4_000, MemorySize.gib(8), 0, MemorySize.gib(100)));
    }

    @Test
    void what_is_kept_back_and_what_others_may_take_is_not() {
        Capacity left = capacity(e -> e.keepBack(1, MemorySize.gib(2)))
                .less(new EngineCapacity.Load(500, MemorySize.gib(1).bytes()));

        assertThat(left.millivcpus()).isEqualTo(2_500);
        assertThat(left.memory()).isEqualTo(MemorySize.gib(5));
    }

    @Test
    void less_than_nothing_is_nothing_and_others_hold_no_more_than_there_is() {
        EngineCapacity small = capacity(e -> e.keepBack(3, MemorySize.gib(7)));
        EngineCapacity.Load others =
                new EngineCapacity.Load(2_000, MemorySize.gib(2).bytes());

        assertThat(small.less(others)).isEqualTo(new Capacity(0, MemorySize.mib(0), 0, MemorySize.gib(100)));
        assertThat(small.heldBy(others)).isEqualTo(new Capacity(1_000, MemorySize.gib(1), 0, MemorySize.mib(0)));
    }
}
