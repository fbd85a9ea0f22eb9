package dev.tranche.runtime.spi;

import dev.tranche.model.MemorySize;

/**
 * What a host can hold, after the operating system and the engine took their share.
 *
 * @param millivcpus processors, in thousandths
 * @param memory main memory
 * @param gpus whole GPUs
 * @param disk disk for working directories and logs
 */
public record Capacity(int millivcpus, MemorySize memory, int gpus, MemorySize disk) {
    /** Nothing at all. */
    public static final Capacity NONE = new Capacity(0, MemorySize.mib(0), 0, MemorySize.mib(0));

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is negative, or a size has 2^31 MiB or more
     */
    public Capacity {
        if (millivcpus < 0 || gpus < 0) {
            throw new IllegalArgumentException(
                    "capacity must not be negative: " + millivcpus + " milli-vCPU, " + gpus + " GPUs");
        }
        if (memory.toMebibytesRoundedUp() > Integer.MAX_VALUE || disk.toMebibytesRoundedUp() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("capacity must be below 2^31 MiB: memory " + memory + ", disk " + disk);
        }
    }
}
