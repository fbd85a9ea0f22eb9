package dev.tranche.runtime.simulation;

/** An amount that goes up and down with time: how high it was, and how much in all. */
final class Usage {
    private static final double MICROS_PER_SECOND = 1e6;

    private long level;
    private long peak;
    private long since;
    private double total;

    /** It changes; what is no longer than a moment is no peak. */
    void change(long now, long by) {
        passTo(now);
        level += by;
    }

    /** Counts from now on only. */
    void restart(long now) {
        passTo(now);
        total = 0;
        peak = 0;
    }

    private void passTo(long now) {
        if (now > since) {
            total += (double) level * ((now - since) / MICROS_PER_SECOND);
            peak = Math.max(peak, level);
            since = now;
        }
    }

    /** The highest that lasted, until then. */
    long peak(long now) {
        passTo(now);
        return peak;
    }

    /** Amount by seconds, until then. */
    double total(long now) {
        passTo(now);
        return total;
    }

    long level() {
        return level;
    }
}
