package dev.tranche.runtime.simulation;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** Durations as the microseconds that the simulation counts in. */
final class Micros {
    /** A time that does not come. */
    static final long NEVER = Long.MAX_VALUE;

    /** Longer than that nothing takes: a hundred years, so that a sum of many does not overflow. */
    static final Duration MAX = Duration.ofDays(36_500);

    private Micros() {}

    static long of(Duration duration) {
        return duration.toSeconds() * 1_000_000 + duration.toNanosPart() / 1000;
    }

    static Duration duration(long micros) {
        return Duration.of(micros, ChronoUnit.MICROS);
    }

    /** The sum; never stays never. */
    static long plus(long time, long micros) {
        return time >= NEVER - micros ? NEVER : time + micros;
    }

    /**
     * A duration that may be zero.
     *
     * @throws IllegalArgumentException if it is negative or longer than {@link #MAX}
     */
    @CanIgnoreReturnValue
    static Duration notNegative(String what, Duration duration) {
        if (duration.isNegative() || duration.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(what + " must be from 0 to 100 years: " + duration);
        }
        return duration;
    }

    /**
     * A duration that may not be zero.
     *
     * @throws IllegalArgumentException if it is not positive, or longer than {@link #MAX}
     */
    static Duration positive(String what, Duration duration) {
        if (Micros.of(notNegative(what, duration)) == 0) {
            throw new IllegalArgumentException(what + " must be at least a microsecond: " + duration);
        }
        return duration;
    }
}
