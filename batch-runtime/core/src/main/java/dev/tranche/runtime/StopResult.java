package dev.tranche.runtime;

/** What stopping one of many jobs came to. */
public enum StopResult {
    /** It has ended FAILED, before anything of it ran. */
    STOPPED,
    /** It ends when its attempts have: those that were asked to stop, or of a cancelled array those that run on. */
    STOPPING,
    /** It runs and goes on: {@code cancelAll} ends only what has not started. */
    RUNNING,
    /** It had ended before. */
    ENDED,
    /** The runtime does not know it: it is of another one, has been forgotten, or has not been accepted yet. */
    UNKNOWN
}
