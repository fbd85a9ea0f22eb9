package dev.tranche.runtime.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random lives of environments that grow and shrink, with all invariants on. */
class ScalingSeedsTest {
    static LongStream seeds() {
        Long one = Long.getLong("tranche.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("tranche.scalings", 200));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_random_life_stays_within_its_bounds_and_leaves_no_host(long seed) {
        ScaledWorld world = new ScaledWorld(seed);

        world.live();

        assertThat(world.succeeded).isPositive();
        assertThat(world.launched).isPositive();
        assertThat(world.ended).isLessThanOrEqualTo(world.launched);
    }
}
