package dev.tranche.runtime.internal.state;

/**
 * What a host costs in an hour, and what it has: so that what runs on it can be said to cost its part. Immutable.
 *
 * @param microDollarsPerHour in millionths of a dollar; 0 if it costs nothing
 */
public record HostPrice(long microDollarsPerHour, int millivcpus, int memoryMib, int gpus) {
    /** What an attempt costs in an hour that has so much of it: the largest part of any resource, rounded up, never more than all. */
    public long part(int itsMillivcpus, int itsMemoryMib, int itsGpus) {
        long part = Math.max(part(itsMillivcpus, millivcpus), part(itsMemoryMib, memoryMib));
        return Math.min(microDollarsPerHour, Math.max(part, part(itsGpus, gpus)));
    }

    private long part(long some, long all) {
        return some == 0 || all == 0 ? 0 : (microDollarsPerHour * some + all - 1) / all;
    }
}
