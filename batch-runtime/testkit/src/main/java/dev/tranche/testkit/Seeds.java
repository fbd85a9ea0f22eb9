package dev.tranche.testkit;

import java.security.SecureRandom;

/** Which seed a test has: the one it says, else the one that the run says, else another one each time. */
final class Seeds {
    /** The property that says the seed of a run. */
    static final String PROPERTY = "tranche.seed";

    private static final SecureRandom RANDOM = new SecureRandom();

    private Seeds() {}

    static long of(long said) {
        if (said != BatchTest.ANOTHER_EACH_TIME) {
            return said;
        }
        String property = System.getProperty(PROPERTY);
        return property == null ? RANDOM.nextInt(1, Integer.MAX_VALUE) : number(property);
    }

    private static long number(String property) {
        try {
            return Long.parseLong(property);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "-D" + PROPERTY + " has to be a number, as a failed test prints it: '" + property + "'", e);
        }
    }

    /** How to have the same again. */
    static String again(long seed) {
        return "to run the same again: @BatchTest(seed = " + seed + (seed == (int) seed ? "" : "L") + ") or -D"
                + PROPERTY + "=" + seed;
    }
}
