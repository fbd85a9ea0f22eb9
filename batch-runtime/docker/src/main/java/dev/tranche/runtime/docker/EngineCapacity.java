package dev.tranche.runtime.docker;

import dev.tranche.model.DockerEngine;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Capacity;

/**
 * What is left for jobs of an engine's host: all of it, less what its user keeps back, less what containers of other
 * runtimes may take.
 *
 * @param traits what the engine is
 * @param engine how its host is used
 * @param disk what its disk has room for
 */
record EngineCapacity(EngineTraits traits, DockerEngine engine, MemorySize disk) {
    /** Stands for a disk that cannot be seen: it is not counted. */
    static final MemorySize UNSEEN_DISK = MemorySize.mib(Integer.MAX_VALUE);

    private static final int MILLIS = 1_000;

    /** What others may take. */
    record Load(long millivcpus, long memoryBytes) {
        static final Load NONE = new Load(0, 0);

        Load plus(Load other) {
            return new Load(millivcpus + other.millivcpus, memoryBytes + other.memoryBytes);
        }
    }

    /** What is left beside others. */
    Capacity less(Load others) {
        return new Capacity(
                (int) Math.max(0, millivcpus() - others.millivcpus()),
                new MemorySize(Math.max(0, memoryBytes() - others.memoryBytes())),
                traits.gpus().size(),
                disk);
    }

    /** What others hold of it, at most all. */
    Capacity heldBy(Load others) {
        return new Capacity(
                (int) Math.min(millivcpus(), others.millivcpus()),
                new MemorySize(Math.min(memoryBytes(), others.memoryBytes())),
                0,
                MemorySize.mib(0));
    }

    private long millivcpus() {
        return Math.max(0, (long) (traits.cpus() - engine.vcpusKeptBack()) * MILLIS);
    }

    private long memoryBytes() {
        return Math.max(0, traits.memory().bytes() - engine.memoryKeptBack().bytes());
    }
}
