package dev.tranche.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody reports: files and processes. */
final class Polling {
    private static final long PAUSE_NANOS = 2_000_000;

    private Polling() {}

    /**
     * Looks again and again until a condition holds.
     *
     * @throws AssertionError if it does not in time
     */
    static void until(String what, BooleanSupplier condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited " + patience + " in vain for " + what);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
