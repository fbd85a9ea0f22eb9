package dev.tranche.runtime.internal.machine;

import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random lives of a scheduler. A failing seed is run again by {@code mvn test -pl batch-runtime/core -am
 * -Dtest=SchedulerSeedsTest -Dtranche.seed=N -Dsurefire.failIfNoSpecifiedTests=false}.
 */
class SchedulerSeedsTest {
    static LongStream seeds() {
        Long one = Long.getLong("tranche.seed");
        return one != null ? LongStream.of(one) : LongStream.range(0, Integer.getInteger("tranche.seeds", 300));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void a_random_life_breaks_no_invariant(long seed) {
        new SeededRun(seed).run();
    }
}
