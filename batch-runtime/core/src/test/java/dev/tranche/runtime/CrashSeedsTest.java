package dev.tranche.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A runtime whose process dies again and again, before a commit, inside it, after it and between its effects, ends every job as
 * one that never dies: none is lost, none is started twice, and every log folds to the state that wrote it.
 */
class CrashSeedsTest {
    private static final int SEEDS = 500;
    private static final int MOST_DEATHS = 5;

    static LongStream seeds() {
        Long one = Long.getLong("tranche.seed");
        return one != null
                ? LongStream.of(one)
                : LongStream.range(0, Math.min(SEEDS, Integer.getInteger("tranche.seeds", SEEDS)));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void crashes_change_nothing(long seed) throws InterruptedException {
        CrashLife quiet = new CrashLife(seed);
        Map<String, String> expected = quiet.live(0);
        CrashLife crashing = new CrashLife(seed);
        assertThat(crashing.live(MOST_DEATHS)).isEqualTo(expected);
        assertThat(crashing.deaths()).isPositive();
        assertThat(crashing.started()).isEqualTo(quiet.started());
    }
}
