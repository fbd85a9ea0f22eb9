package dev.tranche.runtime.report;

import java.time.Duration;
import java.util.Locale;

/** Prints durations the way people say them. */
final class Elapsed {
    private static final long MILLIS_PER_SECOND = 1000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;

    private Elapsed() {}

    /** {@code 85 ms}, {@code 1.2 s}, {@code 42 s}, {@code 3 min 05 s}, {@code 2 h 07 min}. */
    static String text(Duration time) {
        long millis = Math.max(0, time.toMillis());
        long seconds = millis / MILLIS_PER_SECOND;
        long minutes = seconds / SECONDS_PER_MINUTE;
        if (millis < 100) {
            return millis + " ms";
        }
        if (seconds < 10) {
            return String.format(Locale.ROOT, "%d.%d s", seconds, millis % MILLIS_PER_SECOND / 100);
        }
        if (minutes == 0) {
            return seconds + " s";
        }
        if (minutes < MINUTES_PER_HOUR) {
            return String.format(Locale.ROOT, "%d min %02d s", minutes, seconds % SECONDS_PER_MINUTE);
        }
        return String.format(Locale.ROOT, "%d h %02d min", minutes / MINUTES_PER_HOUR, minutes % MINUTES_PER_HOUR);
    }
}
