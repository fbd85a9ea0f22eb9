package dev.tranche.runtime.internal.state;

/** What the scheduler makes of the end of an attempt. */
public enum Verdict {
    /** Exit code 0, and nobody had asked it to stop. */
    SUCCEEDED,
    /** Another exit code, or a signal that was not ours. */
    FAILED,
    /** The program never ran. */
    START_FAILED,
    /** Killed for want of memory. */
    OUT_OF_MEMORY,
    /** Ended because somebody terminated the job. */
    TERMINATED,
    /** Ended because it ran longer than its timeout. */
    TIMED_OUT,
    /** Its host went away. */
    INTERRUPTED,
    /** How it ended cannot be known. */
    UNKNOWN,
    /** Its host did not take it. */
    NOT_PLACED
}
