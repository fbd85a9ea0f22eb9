package dev.tranche.runtime.spi;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where a runtime reads the time. Scheduling goes by the second reading, which never runs backwards; the first says once
 * what it means. Any thread may read it.
 */
public interface BatchClock {
    /**
     * The time of day.
     *
     * @return microseconds since 1970
     */
    long wallMicros();

    /**
     * A reading that only grows, as {@link System#nanoTime} does.
     *
     * @return nanoseconds since some moment
     */
    long nanos();

    /**
     * The clock of this machine.
     *
     * @return the clock
     */
    static BatchClock system() {
        return SystemClock.INSTANCE;
    }

    /**
     * A time in the unit of {@link #wallMicros}.
     *
     * @param instant the time
     * @return microseconds since 1970, rounded down
     */
    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    /**
     * A time given in the unit of {@link #wallMicros}.
     *
     * @param micros microseconds since 1970
     * @return the time
     */
    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
