package dev.tranche.runtime.internal.loop;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/**
 * Every wait of the door. Where time is virtual, waiting is what makes it pass: that implementation steps the loop until
 * what is waited for has happened.
 */
public interface Waiting {
    /**
     * Refuses to wait where it would be a dead end.
     *
     * @param what what was asked for
     * @throws IllegalStateException on a callback thread of the runtime
     */
    void ensureAllowed(String what);

    /**
     * Waits until a future is done.
     *
     * @return whether it is; false if the time is over
     * @throws InterruptedException if the thread is interrupted
     */
    boolean until(CompletableFuture<?> done, Duration atMost) throws InterruptedException;

    /**
     * Waits for permits.
     *
     * @return whether they were acquired; false if the time is over
     * @throws InterruptedException if the thread is interrupted
     */
    boolean acquire(Semaphore permits, int count, Duration atMost) throws InterruptedException;
}
