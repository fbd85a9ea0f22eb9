package dev.tranche.runtime.internal.machine;

import java.util.function.LongConsumer;

/** Lives seed after seed until one goes wrong. */
final class SeededLives {
    private SeededLives() {}

    /** The first seed below a number that goes wrong, with what went wrong; empty if none does. */
    static String firstFailure(int seeds) {
        return firstFailure(seeds, seed -> new SeededRun(seed).run());
    }

    /** The same of lives whose environments grow and shrink. */
    static String firstFailureOfScaling(int seeds) {
        return firstFailure(seeds, seed -> new ScaledWorld(seed).live());
    }

    private static String firstFailure(int seeds, LongConsumer life) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                life.accept(seed);
            } catch (RuntimeException | AssertionError failure) {
                return "seed " + seed + ": " + failure;
            }
        }
        return "";
    }
}
