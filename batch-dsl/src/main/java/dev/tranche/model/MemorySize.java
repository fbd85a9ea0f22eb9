package dev.tranche.model;

/**
 * An amount of memory or disk. Written {@code mib(512)} or {@code gib(8)}, so that no number stands without its unit.
 *
 * @param bytes the size in bytes, not negative
 */
public record MemorySize(long bytes) implements Comparable<MemorySize> {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    /**
     * Checks the size.
     *
     * @throws IllegalArgumentException if the size is negative
     */
    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a memory size must not be negative: " + bytes + " bytes");
        }
    }

    /**
     * So many mebibytes (2^20 bytes).
     *
     * @param mebibytes the number of MiB, not negative
     * @return the size
     * @throws IllegalArgumentException if the number is negative or too large for a 64-bit count of bytes
     */
    public static MemorySize mib(long mebibytes) {
        return of(mebibytes, MIB, "MiB");
    }

    /**
     * So many gibibytes (2^30 bytes).
     *
     * @param gibibytes the number of GiB, not negative
     * @return the size
     * @throws IllegalArgumentException if the number is negative or too large for a 64-bit count of bytes
     */
    public static MemorySize gib(long gibibytes) {
        return of(gibibytes, GIB, "GiB");
    }

    private static MemorySize of(long count, long unit, String name) {
        if (count < 0 || count > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("a memory size must be from 0 to 2^63 - 1 bytes: " + count + " " + name);
        }
        return new MemorySize(count * unit);
    }

    /**
     * The size in whole mebibytes, rounded up: what a scheduler has to reserve for it.
     *
     * @return the number of MiB
     */
    public long toMebibytesRoundedUp() {
        return bytes / MIB + (bytes % MIB == 0 ? 0 : 1);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Prints the largest unit that gives a whole number: {@code 8 GiB}, {@code 512 MiB}, {@code 1000 bytes}. */
    @Override
    public String toString() {
        if (bytes >= GIB && bytes % GIB == 0) {
            return bytes / GIB + " GiB";
        }
        return bytes >= MIB && bytes % MIB == 0 ? bytes / MIB + " MiB" : bytes + " bytes";
    }
}
