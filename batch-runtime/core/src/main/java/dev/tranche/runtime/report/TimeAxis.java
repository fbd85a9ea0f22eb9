package dev.tranche.runtime.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Maps a stretch of time to pixels from left to right, with ticks at round distances from its begin. */
final class TimeAxis {
    private static final long[] STEPS_MICROS = {
        1,
        2,
        5,
        10,
        20,
        50,
        100,
        200,
        500,
        1_000,
        2_000,
        5_000,
        10_000,
        20_000,
        50_000,
        100_000,
        200_000,
        500_000,
        1_000_000L,
        2_000_000L,
        5_000_000L,
        10_000_000L,
        15_000_000L,
        30_000_000L,
        60_000_000L,
        120_000_000L,
        300_000_000L,
        600_000_000L,
        900_000_000L,
        1_800_000_000L,
        3_600_000_000L,
        7_200_000_000L,
        14_400_000_000L,
        21_600_000_000L,
        43_200_000_000L,
        86_400_000_000L
    };

    private final Instant begin;
    private final long lengthMicros;
    private final double left;
    private final double width;

    TimeAxis(Instant begin, Instant end, double left, double width) {
        this.begin = begin;
        this.lengthMicros = Math.max(1, micros(begin, end));
        this.left = left;
        this.width = width;
    }

    double x(Instant time) {
        return left + width * micros(begin, time) / lengthMicros;
    }

    /** The distances from the begin that get a tick: at most so many and, unless it is very long, at least half of them. */
    List<Duration> ticks(int atMost) {
        long step = step(atMost);
        List<Duration> ticks = new ArrayList<>();
        for (long at = 0; at <= lengthMicros; at += step) {
            ticks.add(Duration.of(at, ChronoUnit.MICROS));
        }
        return ticks;
    }

    /** The place of a tick. */
    double x(Duration fromBegin) {
        return x(begin.plus(fromBegin));
    }

    /** {@code 0.05 s}, {@code 15 s}, {@code 3 min}, {@code 2 h}: as short as it can be said. */
    static String label(Duration tick) {
        long micros = tick.toNanos() / 1000;
        if (micros == 0) {
            return "0";
        }
        if (micros % 3_600_000_000L == 0) {
            return micros / 3_600_000_000L + " h";
        }
        if (micros % 60_000_000 == 0) {
            return micros / 60_000_000 + " min";
        }
        return new BigDecimal(micros).movePointLeft(6).stripTrailingZeros().toPlainString() + " s";
    }

    private long step(int atMost) {
        for (long step : STEPS_MICROS) {
            if (lengthMicros / step < atMost) {
                return step;
            }
        }
        long day = STEPS_MICROS[STEPS_MICROS.length - 1];
        return day * (lengthMicros / day / atMost + 1);
    }

    private static long micros(Instant from, Instant to) {
        return ChronoUnit.MICROS.between(from, to);
    }
}
