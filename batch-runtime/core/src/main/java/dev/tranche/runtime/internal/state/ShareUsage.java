package dev.tranche.runtime.internal.state;

import java.util.Arrays;

/**
 * What the jobs of a share have in use, and what they had: for each resource an average over the past in which the weight of
 * a moment halves with each half-life. A share that keeps so much in use for long has an average of so much.
 *
 * <p>The average is settled when an attempt begins or ends, and read at any time in between as what follows from there. So
 * what a log is folded into does not depend on who read it when. Loop thread only.
 */
public final class ShareUsage {
    /** In thousandths of a vCPU, mebibytes of memory, GPUs, mebibytes of disk. */
    public static final int RESOURCES = 4;

    static final int MILLIVCPUS = 0;
    static final int MEMORY_MIB = 1;
    static final int GPUS = 2;
    static final int DISK_MIB = 3;

    /** Averages and amounts are counted in parts of 1/65,536. */
    static final int FRACTION_BITS = 16;

    private final long halfLifeMicros;
    private final long[] running = new long[RESOURCES];
    private final long[] past = new long[RESOURCES];
    private long settledAt;

    /** Nothing in use. */
    ShareUsage(long halfLifeMicros) {
        this.halfLifeMicros = halfLifeMicros;
    }

    /** An attempt begins, or with {@code sign} -1 has ended. */
    void change(PlacementClass need, int sign, long nowMicros) {
        settle(nowMicros);
        add(need, sign);
    }

    /** Counts an attempt that began before the average was last settled. */
    void add(PlacementClass need, int sign) {
        running[MILLIVCPUS] += (long) sign * need.millivcpus();
        running[MEMORY_MIB] += (long) sign * need.memoryMib();
        running[GPUS] += (long) sign * need.gpus();
        running[DISK_MIB] += (long) sign * need.diskMib();
    }

    /** Makes the average what it was when a checkpoint was written. */
    void restore(long settledAtMicros, long[] pastThen) {
        settledAt = settledAtMicros;
        System.arraycopy(pastThen, 0, past, 0, RESOURCES);
    }

    public long running(int resource) {
        return running[resource];
    }

    /** What counts of a resource: what is in use and, with a half-life, the average of the past. */
    long amount(int resource, long atMicros) {
        long level = running[resource] << FRACTION_BITS;
        return halfLifeMicros == 0 ? level : level + past(resource, atMicros);
    }

    public long settledAt() {
        return settledAt;
    }

    /** The averages as they were last settled; the array is the caller's. */
    public long[] past() {
        return past.clone();
    }

    /** Whether it would be no loss to forget all this. */
    public boolean isNothing(long nowMicros) {
        for (int resource = 0; resource < RESOURCES; resource++) {
            if (amount(resource, Math.max(nowMicros, settledAt)) != 0) {
                return false;
            }
        }
        return true;
    }

    private void settle(long nowMicros) {
        if (halfLifeMicros > 0) {
            for (int resource = 0; resource < RESOURCES; resource++) {
                past[resource] = past(resource, nowMicros);
            }
            settledAt = nowMicros;
        }
    }

    /** The average moves from where it was settled to what has been in use since. */
    private long past(int resource, long atMicros) {
        long level = running[resource] << FRACTION_BITS;
        return past[resource] == level
                ? level
                : level + Decay.fade(past[resource] - level, atMicros - settledAt, halfLifeMicros);
    }

    @Override
    public String toString() {
        return Arrays.toString(running) + " running, " + Arrays.toString(past) + " past";
    }
}
