package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.spi.BatchClock;

/**
 * The time of decisions: the wall clock as it was at open, moved on by the monotonic clock, and never back. So a clock that
 * is set does not make jobs time out, and the frames of a journal are in order.
 */
final class EventTime {
    private final BatchClock clock;
    private final long wallAtOpen;
    private final long nanosAtOpen;
    private long last;

    EventTime(BatchClock clock, long lastMicros) {
        this.clock = clock;
        this.wallAtOpen = clock.wallMicros();
        this.nanosAtOpen = clock.nanos();
        this.last = lastMicros;
    }

    /** The time now, without stamping anything. */
    long now() {
        return Math.max(last, wallAtOpen + (clock.nanos() - nanosAtOpen) / 1000);
    }

    /** The time of a batch. */
    long stamp() {
        last = now();
        return last;
    }
}
