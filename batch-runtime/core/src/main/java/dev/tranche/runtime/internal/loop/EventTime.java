package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.spi.BatchClock;

/**
 * The time of decisions: the wall clock as it was at open, moved on by the monotonic clock, and never back. So a clock that
 * is set back does not make jobs run longer, and the frames of a journal are in order.
 *
 * <p>A machine that sleeps stops its monotonic clock, and one whose clock is set forward is told the truth: where the wall
 * clock gets far ahead, {@link #isBehind} says so, and the time follows when it is told to.
 */
final class EventTime {
    /** So far ahead the wall clock has to be. */
    static final long GAP_MICROS = 30_000_000;

    private final BatchClock clock;
    private final long nanosAtOpen;
    private long wallAtOpen;
    private long last;

    /**
     * A time that goes on.
     *
     * @param lastMicros the time of the last frame, which it goes on from until it catches up; 0 if there is none
     */
    EventTime(BatchClock clock, long lastMicros) {
        this.clock = clock;
        this.wallAtOpen = lastMicros == 0 ? clock.wallMicros() : lastMicros;
        this.nanosAtOpen = clock.nanos();
        this.last = lastMicros;
    }

    /** The time now, without stamping anything. */
    long now() {
        return Math.max(last, elapsed());
    }

    /** The time of a batch. */
    long stamp() {
        last = now();
        return last;
    }

    /** Whether time has passed that nobody was awake for. */
    boolean isBehind() {
        return clock.wallMicros() - elapsed() > GAP_MICROS;
    }

    /** What nobody was awake for counts from now on. */
    void catchUp() {
        wallAtOpen += Math.max(0, clock.wallMicros() - elapsed());
    }

    private long elapsed() {
        return wallAtOpen + (clock.nanos() - nanosAtOpen) / 1000;
    }
}
