package dev.tranche.model;

import java.util.OptionalInt;
import java.util.UUID;

/**
 * The identity of one job, unique for ever: the runtime that accepted it, its number there, and for a child of an array
 * job its index.
 *
 * <p>Printed as a UUID (RFC 9562 version 8), a child as {@code uuid:7}, which is AWS's {@code jobId} shape; {@link #parse}
 * reads it back. A number is never used twice by one runtime, also not after a restart.
 *
 * @param runtime the identity of the runtime, chosen at random when its journal or memory was made; 60 bits
 * @param number the job's number in that runtime, from 1 to 2^62 - 1
 * @param index the index of an array child, from 0, or {@link #NO_INDEX}
 */
public record JobId(long runtime, long number, int index) implements Comparable<JobId> {
    /** The index of a job that is not the child of an array. */
    public static final int NO_INDEX = -1;

    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long MAX_NUMBER = (1L << 62) - 1;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one of the three is out of its range
     */
    public JobId {
        if (runtime < 0 || runtime >= 1L << 60) {
            throw new IllegalArgumentException("runtime must have 60 bits: " + runtime);
        }
        if (number < 1 || number > MAX_NUMBER) {
            throw new IllegalArgumentException("job number must be from 1 to 2^62 - 1: " + number);
        }
        if (index < NO_INDEX) {
            throw new IllegalArgumentException("index must not be negative: " + index);
        }
    }

    /**
     * The child of this array job.
     *
     * @param childIndex the child's index, from 0
     * @return the identity of the child
     * @throws IllegalStateException if this is itself a child
     */
    public JobId child(int childIndex) {
        if (isChild()) {
            throw new IllegalStateException("a child has no children: " + this);
        }
        return new JobId(runtime, number, childIndex);
    }

    /**
     * Whether this job is the child of an array job.
     *
     * @return true for a child
     */
    public boolean isChild() {
        return index != NO_INDEX;
    }

    /**
     * The array job this child belongs to, or this job itself.
     *
     * @return the identity without index
     */
    public JobId parent() {
        return isChild() ? new JobId(runtime, number, NO_INDEX) : this;
    }

    /**
     * The index of an array child.
     *
     * @return the index from 0, empty for a job that is no child
     */
    public OptionalInt arrayIndex() {
        return isChild() ? OptionalInt.of(index) : OptionalInt.empty();
    }

    /**
     * Reads what {@link #toString} prints.
     *
     * @param text a UUID of version 8, followed by a colon and the index for a child
     * @return the identity
     * @throws IllegalArgumentException if the text is not the identity of a job
     */
    public static JobId parse(String text) {
        int colon = text.indexOf(':');
        try {
            UUID uuid = UUID.fromString(colon < 0 ? text : text.substring(0, colon));
            int index = colon < 0 ? NO_INDEX : Integer.parseInt(text, colon + 1, text.length(), 10);
            long high = uuid.getMostSignificantBits();
            long runtime = (high >>> 16 << 12) | (high & 0xFFFL);
            JobId id = new JobId(runtime, uuid.getLeastSignificantBits() & MAX_NUMBER, index);
            // the parsers take more than we print, such as an index of -1, which would be another job
            if (id.toString().equalsIgnoreCase(text)) {
                return id;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a job id: " + text, e);
        }
        throw new IllegalArgumentException("not a job id: " + text);
    }

    @Override
    public int compareTo(JobId other) {
        int byRuntime = Long.compare(runtime, other.runtime);
        int byNumber = byRuntime != 0 ? byRuntime : Long.compare(number, other.number);
        return byNumber != 0 ? byNumber : Integer.compare(index, other.index);
    }

    @Override
    public String toString() {
        long high = (runtime >>> 12 << 16) | VERSION_8 | (runtime & 0xFFFL);
        String uuid = new UUID(high, VARIANT | number).toString();
        return isChild() ? uuid + ':' + index : uuid;
    }
}
