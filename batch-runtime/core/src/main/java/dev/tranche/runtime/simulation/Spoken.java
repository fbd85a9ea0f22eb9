package dev.tranche.runtime.simulation;

import java.time.Duration;
import java.util.Locale;

/** Durations as people say them: the two largest units. */
final class Spoken {
    private Spoken() {}

    static String of(Duration duration) {
        if (duration.toDays() > 0) {
            return pair(duration.toDays(), "d", duration.toHoursPart(), "h");
        }
        if (duration.toHours() > 0) {
            return pair(duration.toHours(), "h", duration.toMinutesPart(), "min");
        }
        if (duration.toMinutes() > 0) {
            return pair(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
        }
        return duration.toMillisPart() == 0
                ? duration.toSeconds() + " s"
                : String.format(Locale.ROOT, "%.3f s", duration.toMillis() / 1000.0);
    }

    private static String pair(long large, String unit, long small, String part) {
        return small == 0 ? large + " " + unit : large + " " + unit + " " + small + " " + part;
    }
}
