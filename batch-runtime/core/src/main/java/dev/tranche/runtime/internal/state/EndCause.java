package dev.tranche.runtime.internal.state;

/** What brought a job to its end. */
public enum EndCause {
    /** Its last attempt, or for an array its children. */
    ATTEMPT,
    /** Somebody cancelled it. */
    CANCELLED,
    /** Somebody terminated it. */
    TERMINATED,
    /** A job it depends on ended in a way that keeps it from ever running. */
    DEPENDENCY,
    /** It was to run only if another job failed, and that one succeeded: nothing went wrong. */
    NOT_NEEDED,
    /** It waited longer than its queue timeout. */
    TIMED_OUT,
    /** A person said how it ended, since nobody else could know. */
    RESOLVED,
    /** It was not begun, or not tried again, since too many others of its array or workflow run had failed. */
    STOPPED,
    /** It runs an earlier job again, and that one had succeeded: it did not run itself. */
    INHERITED
}
