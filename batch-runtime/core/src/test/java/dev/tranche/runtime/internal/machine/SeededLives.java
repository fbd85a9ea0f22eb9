package dev.tranche.runtime.internal.machine;

/** Lives seed after seed until one goes wrong. */
final class SeededLives {
    private SeededLives() {}

    /** The first seed below a number that goes wrong, with what went wrong; empty if none does. */
    static String firstFailure(int seeds) {
        for (long seed = 0; seed < seeds; seed++) {
            try {
                new SeededRun(seed).run();
            } catch (RuntimeException | AssertionError failure) {
                return "seed " + seed + ": " + failure;
            }
        }
        return "";
    }
}
