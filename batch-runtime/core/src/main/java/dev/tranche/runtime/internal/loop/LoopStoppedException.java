package dev.tranche.runtime.internal.loop;

/** The loop cannot go on: what failed, and while recovering from what. */
public final class LoopStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LoopStoppedException(String message, Throwable cause) {
        super(message, cause);
    }
}
