package dev.tranche.runtime.internal.machine;

/** How a backend says that an attempt ended. */
public enum EndKind {
    /** The program ended by itself. */
    EXITED,
    /** A signal ended it; the exit code is 128 + signal. */
    SIGNALED,
    /** It never ran. */
    START_FAILED,
    /** Its host went away. */
    LOST,
    /** It cannot be known. */
    UNKNOWN,
    /** Its host did not take it. */
    NOT_PLACED
}
