package dev.tranche.runtime.internal.invariant;

import dev.tranche.runtime.internal.state.PlacementClass;

/** A host as the outcomes tell of it. */
final class WatchedHost {
    final int environment;
    final String name;
    int millivcpus;
    int memoryMib;
    int gpus;
    int diskMib;
    boolean takesJobs = true;
    boolean lost;
    boolean kept;
    int attempts;
    private int usedMillivcpus;
    private int usedMemoryMib;
    private int usedGpus;
    private int usedDiskMib;

    WatchedHost(int environment, String name) {
        this.environment = environment;
        this.name = name;
    }

    void capacity(int newMillivcpus, int newMemoryMib, int newGpus, int newDiskMib) {
        millivcpus = newMillivcpus;
        memoryMib = newMemoryMib;
        gpus = newGpus;
        diskMib = newDiskMib;
    }

    int freeMillivcpus() {
        return millivcpus - usedMillivcpus;
    }

    int freeMemoryMib() {
        return memoryMib - usedMemoryMib;
    }

    int freeGpus() {
        return gpus - usedGpus;
    }

    int freeDiskMib() {
        return diskMib - usedDiskMib;
    }

    boolean fits(PlacementClass need) {
        return need.millivcpus() <= freeMillivcpus()
                && need.memoryMib() <= freeMemoryMib()
                && need.gpus() <= freeGpus()
                && need.diskMib() <= freeDiskMib();
    }

    /** Takes what an attempt needs, or gives it back with {@code sign} -1. */
    void take(PlacementClass need, int sign) {
        attempts += sign;
        usedMillivcpus += sign * need.millivcpus();
        usedMemoryMib += sign * need.memoryMib();
        usedGpus += sign * need.gpus();
        usedDiskMib += sign * need.diskMib();
    }

    @Override
    public String toString() {
        return "host " + name + " with " + freeMillivcpus() + " milli-vCPU, " + freeMemoryMib() + " MiB, " + freeGpus()
                + " GPU, disk " + freeDiskMib() + " MiB free";
    }
}
