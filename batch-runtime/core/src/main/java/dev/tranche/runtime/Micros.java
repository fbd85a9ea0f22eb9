package dev.tranche.runtime;

import java.time.Duration;

/** Durations as the scheduler counts them. */
final class Micros {
    private Micros() {}

    /** So many microseconds, rounded up; a duration beyond their range (292,000 years) is for ever. */
    static long of(Duration duration) {
        return duration.toSeconds() >= Long.MAX_VALUE / 1_000_000
                ? Long.MAX_VALUE
                : duration.toSeconds() * 1_000_000 + (duration.toNanosPart() + 999) / 1000;
    }
}
