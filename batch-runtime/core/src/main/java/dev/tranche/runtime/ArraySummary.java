package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import java.util.Arrays;

/** The children of an array job by their state, at one moment; AWS: {@code arrayProperties.statusSummary}. Immutable. */
public final class ArraySummary {
    private static final JobStatus[] STATUSES = JobStatus.values();

    private final int[] counts;

    ArraySummary(int[] countsByOrdinal) {
        this.counts = countsByOrdinal.clone();
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

    @Override
    public boolean equals(Object other) {
        return other instanceof ArraySummary that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    /** Prints the states that occur: {@code 8 children: 3 RUNNING, 5 SUCCEEDED}. */
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
        return text.toString();
    }
}
