package dev.tranche.runtime.simulation;

import java.time.Duration;

/**
 * How long jobs waited: from the moment they were ready to run (RUNNABLE) to the placement of their first attempt. All
 * zero where no job was placed.
 *
 * @param count how many jobs were placed
 * @param mean the mean
 * @param median half of them waited no longer
 * @param p95 19 of 20 waited no longer
 * @param max none waited longer
 */
public record WaitingTimes(long count, Duration mean, Duration median, Duration p95, Duration max) {
    static final WaitingTimes NONE = new WaitingTimes(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

    /** Prints the measures in a line. */
    @Override
    public String toString() {
        return "mean " + Spoken.of(mean) + ", median " + Spoken.of(median) + ", 95 % within " + Spoken.of(p95)
                + ", at most " + Spoken.of(max);
    }
}
