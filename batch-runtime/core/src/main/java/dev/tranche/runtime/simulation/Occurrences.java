package dev.tranche.runtime.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What will happen, by time; of equal times, what was said first. A binary heap over arrays, since a simulation puts in
 * and takes out one for each job and more.
 */
final class Occurrences {
    private long[] times = new long[64];
    private long[] orders = new long[64];
    private @Nullable Occurrence[] whats = new @Nullable Occurrence[64];
    private int size;
    private long said;

    /** When the next happens; {@link Micros#NEVER} if none does. */
    long next() {
        return size == 0 ? Micros.NEVER : times[0];
    }

    void add(long time, Occurrence what) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            whats = Arrays.copyOf(whats, size * 2);
        }
        int at = size++;
        long order = said++;
        while (at > 0 && isBefore(time, order, (at - 1) >> 1)) {
            move((at - 1) >> 1, at);
            at = (at - 1) >> 1;
        }
        put(at, time, order, what);
    }

    /** The next, out of the queue. */
    Occurrence poll() {
        Occurrence first = whats[0];
        if (first == null) {
            throw new IllegalStateException("nothing will happen");
        }
        size--;
        sink(times[size], orders[size], whats[size]);
        whats[size] = null;
        return first;
    }

    /** Puts what was last where the first was, and lets it down to its place. */
    private void sink(long time, long order, @Nullable Occurrence what) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && isBefore(times[child + 1], orders[child + 1], child)) {
                child++;
            }
            if (child >= size || isBefore(time, order, child)) {
                break;
            }
            move(child, at);
            at = child;
        }
        put(at, time, order, what);
    }

    private boolean isBefore(long time, long order, int other) {
        return time < times[other] || (time == times[other] && order < orders[other]);
    }

    private void move(int from, int to) {
        put(to, times[from], orders[from], whats[from]);
    }

    private void put(int at, long time, long order, @Nullable Occurrence what) {
        times[at] = time;
        orders[at] = order;
        whats[at] = what;
    }
}
