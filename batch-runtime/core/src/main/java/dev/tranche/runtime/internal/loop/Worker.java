package dev.tranche.runtime.internal.loop;

import java.util.concurrent.Executor;

/** Runs tasks one after another, in the order given, away from the loop. A task that throws is logged and forgotten. */
public interface Worker extends Executor {
    /** Takes no more tasks and ends when those it has are done. Returns at once; any thread; a second call does nothing. */
    void finish();

    /** Takes no more tasks, forgets those it has and interrupts the one under way. Returns at once; any thread. */
    void abandon();

    /**
     * Waits for the end.
     *
     * @param nanos how long at the most
     * @return whether it has ended
     * @throws InterruptedException if the thread is interrupted
     */
    boolean awaitEnd(long nanos) throws InterruptedException;
}
