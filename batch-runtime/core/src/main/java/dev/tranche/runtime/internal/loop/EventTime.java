package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.spi.BatchClock;

/**
 * The time of decisions: the wall clock as it was at open, moved on by the monotonic clock, and never back. So a clock that
 * is set back does not make jobs run longer, and the frames of a journal are in order.
 *
 * <p>A machine that sleeps stops its monotonic clock, and one whose clock is set forward is told the truth: where the wall
 * clock gets far ahead, {@link #isBehind} says so, and the time follows when it is told to. A process that is stopped
 * ({@code SIGSTOP}, a frozen container) does not stop any clock: there the time stands still at where it was last
 * {@link #awake}.
 */
final class EventTime {
    /** So far ahead the wall clock has to be: several times as long as a loop sleeps that has nothing to do. */
    static final long GAP_MICROS = 5_000_000;

    private final BatchClock clock;
    private long nanosAtOpen;
    private long wallAtOpen;
    private long last;
    private long nanosAwake;
    private boolean watched;

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

    /**
     * Said by a thread that says it all the time: what passes without it is a time that nobody was awake for. Where nobody
     * ever says it, as in virtual time, that does not count.
     */
    void awake() {
        long nanos = clock.nanos();
        nanosAtOpen += nanos - awakeUntil(nanos);
        nanosAwake = nanos;
        watched = true;
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
        return wallAtOpen + (awakeUntil(clock.nanos()) - nanosAtOpen) / 1000;
    }

    /** The time itself, or when it was last awake if that is long ago. */
    private long awakeUntil(long nanos) {
        return watched && nanos - nanosAwake > GAP_MICROS * 1000 ? nanosAwake : nanos;
    }
}
