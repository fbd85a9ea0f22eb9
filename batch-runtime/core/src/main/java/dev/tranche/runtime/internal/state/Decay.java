package dev.tranche.runtime.internal.state;

/**
 * How the past fades: to a half with each half-life. In integers only, so that the same log gives the same usage on every
 * machine: a table of 2<sup>-i/256</sup>, linear in between, which is off by less than two millionths.
 */
final class Decay {
    /** After so many half-lives nothing is left: less than a 65,000th would be. */
    static final int FORGOTTEN_AFTER = 16;

    private static final int STEPS = 256;
    private static final int BETWEEN_BITS = 12;
    private static final int POSITION_BITS = 8 + BETWEEN_BITS;
    /** One, in the fixed point of the table. */
    private static final long ONE = 1L << 62;
    /** 2<sup>-1/256</sup>. */
    private static final long STEP = 0x3FD3_B2D6_5447_B229L;

    private static final long[] TABLE = table();

    private Decay() {}

    /**
     * What is left of a value.
     *
     * @param value from -2<sup>60</sup> to 2<sup>60</sup>
     * @param elapsedMicros the time since, not negative
     * @param halfLifeMicros positive, at most {@link FairShare#MAX_HALF_LIFE_MICROS}
     */
    static long fade(long value, long elapsedMicros, long halfLifeMicros) {
        if (value == 0 || elapsedMicros == 0) {
            return value;
        }
        long halvings = elapsedMicros / halfLifeMicros;
        if (halvings >= FORGOTTEN_AFTER) {
            return 0;
        }
        long position = ((elapsedMicros % halfLifeMicros) << POSITION_BITS) / halfLifeMicros;
        int step = (int) (position >>> BETWEEN_BITS);
        long between = position & ((1 << BETWEEN_BITS) - 1);
        long factor = TABLE[step] - ((TABLE[step] - TABLE[step + 1]) >> BETWEEN_BITS) * between;
        return Math.multiplyHigh(value << 2, factor) >> halvings;
    }

    private static long[] table() {
        long[] table = new long[STEPS + 1];
        table[0] = ONE;
        for (int step = 1; step <= STEPS; step++) {
            table[step] = Math.multiplyHigh(table[step - 1], STEP) << 2;
        }
        return table;
    }
}
