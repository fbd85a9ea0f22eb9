package dev.tranche.runtime;

/** What became of one attempt to run a job; the cause is kept apart from the exit code. */
public enum AttemptVerdict {
    /** Exit code 0, and nobody had asked it to stop. */
    SUCCEEDED,
    /** Another exit code, or a signal that was not ours. */
    FAILED,
    /** The program never ran: not found, image not pulled, a secret that could not be resolved. */
    START_FAILED,
    /** Killed for want of memory. */
    OUT_OF_MEMORY,
    /** Ended because somebody terminated the job. */
    TERMINATED,
    /** Ended because it ran longer than its timeout. */
    TIMED_OUT,
    /** Its host went away: not a failure of the program. */
    INTERRUPTED,
    /** How it ended cannot be known. */
    UNKNOWN,
    /** Its host did not take it, and the job was placed anew: none of the attempts that the job may have. */
    NOT_PLACED
}
