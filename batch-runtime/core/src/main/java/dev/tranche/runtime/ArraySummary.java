package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import java.util.Arrays;

/** The children of an array job by their state, at one moment; AWS: {@code arrayProperties.statusSummary}. Immutable. */
public final class ArraySummary {
    private static final JobStatus[] STATUSES = JobStatus.values();

    private final int[] counts;
    private final int inherited;

    ArraySummary(int[] countsByOrdinal, int inherited) {
        this.counts = countsByOrdinal.clone();
        this.inherited = inherited;
    }

    /**
     * How many children there are; AWS: {@code arrayProperties.size}.
     *
     * @return the size, at least 2
     */
    public int size() {
        return Arrays.stream(counts).sum();
    }

    /**
     * How many children are in a state.
     *
     * @param status the state
     * @return the number, from 0 to the size
     */
    @SuppressWarnings("EnumOrdinal") // an index into counts of this process only
    public int count(JobStatus status) {
        return counts[status.ordinal()];
    }

    /**
     * How many children have ended.
     *
     * @return the number of those that succeeded or failed
     */
    public int ended() {
        return count(JobStatus.SUCCEEDED) + count(JobStatus.FAILED);
    }

    /**
     * How many children did not run, since they had succeeded in the array that this one runs again; AWS has no such thing.
     *
     * @return the number, part of those that succeeded; 0 for an array that runs nothing again
     */
    public int inherited() {
        return inherited;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArraySummary that && Arrays.equals(counts, that.counts) && inherited == that.inherited;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts) * 31 + inherited;
    }

    /** Prints the states that occur: {@code 8 children: 3 RUNNING, 5 SUCCEEDED (2 of them inherited)}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(size()).append(" children");
        String separator = ": ";
        for (JobStatus status : STATUSES) {
            if (count(status) > 0) {
                text.append(separator).append(count(status)).append(' ').append(status);
                separator = ", ";
            }
        }
        return inherited == 0
                ? text.toString()
                : text.append(" (")
                        .append(inherited)
                        .append(" of them inherited)")
                        .toString();
    }
}
