package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.Wakeup;

/** Who does the work beside the loop: daemon threads, or, in a simulation, whoever steps it. */
public interface Crew {
    /**
     * A worker of its own.
     *
     * @param name what it does, for people who look at threads
     */
    Worker worker(String name);

    /**
     * Has somebody do the turns of a loop from now on.
     *
     * @param wakeup what wakes whoever waits for something to do
     * @param afterwards run by whoever does the turns when the loop has stopped
     */
    LoopRun run(SchedulerLoop loop, Wakeup wakeup, Runnable afterwards);

    /** How the calling threads wait. */
    Waiting waiting();
}
