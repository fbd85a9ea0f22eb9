package dev.tranche.runtime.internal.machine;

/**
 * How long an attempt waits after a failure: exponential, with equal jitter. The bound doubles from attempt to attempt up
 * to the longest; the wait is at least half of it, and where in the other half it ends is a hash of who waits. So what
 * failed together, the children of an array whose server went away, does not come back together, and yet the same job
 * waits the same in every replay.
 *
 * <p>After M. Brooker, Exponential Backoff And Jitter, AWS Architecture Blog 2015; the hash is the finalizer of G. Steele,
 * D. Lea and C. Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA 2014 (variant 13 of D. Stafford).
 */
final class Backoff {
    private Backoff() {}

    /**
     * The wait in micros.
     *
     * @param first the bound after the first failure
     * @param longest the bound that no other exceeds
     * @param failures how many attempts have failed, at least 1
     * @param runtimeId the runtime, so that two of them do not come back together either
     * @param attempt the number of the attempt that failed last
     */
    static long wait(long first, long longest, int failures, long runtimeId, long job, int index, int attempt) {
        long bound = bound(first, longest, failures);
        long half = bound - bound / 2;
        long chance = mixed(mixed(mixed(runtimeId) + job) + ((long) index << 32) + attempt);
        return half + Long.remainderUnsigned(chance, bound / 2 + 1);
    }

    private static long bound(long first, long longest, int failures) {
        int doublings = failures - 1;
        boolean overflows = doublings >= Long.numberOfLeadingZeros(first) - 1;
        return Math.min(longest, overflows ? Long.MAX_VALUE : first << doublings);
    }

    private static long mixed(long seed) {
        long z = seed + 0x9E37_79B9_7F4A_7C15L;
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
