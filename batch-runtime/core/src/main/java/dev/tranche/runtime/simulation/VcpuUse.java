package dev.tranche.runtime.simulation;

import java.util.Locale;

/**
 * How much of the vCPUs was given to attempts, from the first submit to the last end.
 *
 * @param peak the most that were given at once
 * @param mean how many were given on average
 * @param offered how many all hosts had together on average
 */
public record VcpuUse(double peak, double mean, double offered) {
    private static final double PERCENT = 100;
    private static final double MILLIS = 1000;

    static VcpuUse of(Usage used, Usage offered, long now, double seconds) {
        if (seconds == 0) {
            return new VcpuUse(used.peak(now) / MILLIS, 0, offered.level() / MILLIS);
        }
        return new VcpuUse(
                used.peak(now) / MILLIS, used.total(now) / seconds / MILLIS, offered.total(now) / seconds / MILLIS);
    }

    /**
     * The part of what was offered that was given.
     *
     * @return from 0 to 1
     */
    public double utilisation() {
        return offered == 0 ? 0 : mean / offered;
    }

    /** Prints the measures in a line. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "peak %.1f, mean %.1f of %.1f, utilisation %.1f %%",
                peak,
                mean,
                offered,
                PERCENT * utilisation());
    }
}
