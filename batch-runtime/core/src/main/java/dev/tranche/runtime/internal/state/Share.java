package dev.tranche.runtime.internal.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A share of a queue: on whose account some of its jobs run. Loop thread only. */
public final class Share {
    /** Long before anything that could count. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final String identifier;
    private final int weight;
    private final ShareUsage usage;
    /** For each demand of the queue by its ordinal, the lanes of this share. */
    private @Nullable LaneHeap[] stands = new @Nullable LaneHeap[4];
    /** A bit for each demand of the queue in which jobs of this share wait. */
    private long[] waiting = new long[1];

    private int open;
    private long idleSince = NEVER;
    private boolean active;
    private int slot;

    Share(String identifier, int weight, long halfLifeMicros) {
        this.identifier = identifier;
        this.weight = weight;
        this.usage = new ShareUsage(halfLifeMicros);
    }

    public String identifier() {
        return identifier;
    }

    /** Its place among the shares of the queue. */
    int slot() {
        return slot;
    }

    void slot(int now) {
        slot = now;
    }

    /** Which of the queue's weights it has. */
    int weight() {
        return weight;
    }

    public ShareUsage usage() {
        return usage;
    }

    // ---- whether it is active

    /** How many of its jobs have not ended; an array counts one. */
    public int open() {
        return open;
    }

    void open(int change) {
        open += change;
    }

    /** When its last job ended; without meaning while jobs are open. */
    public long idleSince() {
        return idleSince;
    }

    void idleSince(long micros) {
        idleSince = micros;
    }

    /** Whether it counts among the shares that the capacity is divided among. */
    boolean isActive() {
        return active;
    }

    void active(boolean now) {
        active = now;
    }

    // ---- where its jobs wait

    @Nullable
    LaneHeap stand(int ordinal) {
        return ordinal < stands.length ? stands[ordinal] : null;
    }

    void stand(int ordinal, @Nullable LaneHeap stand) {
        if (ordinal >= stands.length) {
            stands = Arrays.copyOf(stands, Math.max(ordinal + 1, stands.length * 2));
        }
        stands[ordinal] = stand;
    }

    /** The demands in which its jobs wait; at least so many words, not to be written to. */
    long[] waiting(int words) {
        if (waiting.length < words) {
            waiting = Arrays.copyOf(waiting, words);
        }
        return waiting;
    }

    /**
     * Notes whether its jobs wait in a demand.
     *
     * @return whether that is new
     */
    boolean waits(int ordinal, boolean now) {
        long[] words = waiting((ordinal >>> 6) + 1);
        long before = words[ordinal >>> 6];
        words[ordinal >>> 6] = now ? before | 1L << ordinal : before & ~(1L << ordinal);
        return words[ordinal >>> 6] != before;
    }

    @Override
    public String toString() {
        return identifier + ": " + open + " open, " + usage;
    }
}
