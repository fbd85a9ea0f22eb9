package dev.tranche.runtime.internal.loop;

/** Who does the work beside the loop: daemon threads, or, in a simulation, whoever steps it. */
public interface Crew {
    /**
     * A worker of its own.
     *
     * @param name what it does, for people who look at threads
     */
    Worker worker(String name);

    /** How the calling threads wait. */
    Waiting waiting();
}
