package dev.tranche.runtime.internal.loop;

/** Somebody does the turns of a loop. */
@FunctionalInterface
public interface LoopRun {
    /**
     * Waits until the loop has stopped and nobody does its turns any more.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    void join() throws InterruptedException;
}
