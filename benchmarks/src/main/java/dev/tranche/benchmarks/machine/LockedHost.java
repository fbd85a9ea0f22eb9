package dev.tranche.benchmarks.machine;

/** A host of the {@link LockedScheduler}: what is free on it. */
final class LockedHost {
    private int freeMillivcpus = Workload.HOST_MILLIVCPUS;
    private int freeMemoryMib = Workload.HOST_MEMORY_MIB;

    boolean fits(LockedJob job) {
        return job.millivcpus <= freeMillivcpus && job.memoryMib <= freeMemoryMib;
    }

    /** Whether a job that fits on both leaves less behind here. */
    boolean isTighterThan(LockedHost other) {
        return freeMillivcpus != other.freeMillivcpus
                ? freeMillivcpus < other.freeMillivcpus
                : freeMemoryMib < other.freeMemoryMib;
    }

    void take(LockedJob job) {
        freeMillivcpus -= job.millivcpus;
        freeMemoryMib -= job.memoryMib;
    }

    void free(LockedJob job) {
        freeMillivcpus += job.millivcpus;
        freeMemoryMib += job.memoryMib;
    }
}
