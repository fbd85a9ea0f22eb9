package dev.tranche.runtime.simulation;

import java.util.Arrays;

/** Measured durations, in microseconds. Eight bytes for each, since there may be millions. */
final class Samples {
    private long[] values = new long[16];
    private int size;

    void add(long micros) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = micros;
    }

    WaitingTimes times() {
        if (size == 0) {
            return WaitingTimes.NONE;
        }
        long[] sorted = Arrays.copyOf(values, size);
        Arrays.sort(sorted);
        double sum = 0;
        for (long each : sorted) {
            sum += each;
        }
        return new WaitingTimes(
                size,
                Micros.duration(Math.round(sum / size)),
                Micros.duration(sorted[rank(50)]),
                Micros.duration(sorted[rank(95)]),
                Micros.duration(sorted[size - 1]));
    }

    /** Where the smallest value is that so many percent do not exceed. */
    private int rank(int percent) {
        return (int) (((long) size * percent + 99) / 100) - 1;
    }
}
