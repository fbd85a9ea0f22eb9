package dev.tranche.runtime;

import java.math.BigDecimal;

/** Amounts of money, which the scheduler counts in millionths of a dollar. */
final class Dollars {
    private static final int MICRO_DIGITS = 6;

    private Dollars() {}

    static BigDecimal ofMicros(long micros) {
        return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros();
    }
}
