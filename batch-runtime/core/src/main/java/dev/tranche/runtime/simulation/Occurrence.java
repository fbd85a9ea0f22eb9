package dev.tranche.runtime.simulation;

/** Something that happens at a time in the pretend world. */
@FunctionalInterface
interface Occurrence {
    /** Happens. */
    void happen(long nowMicros);
}
