package dev.tranche.runtime;

/**
 * A thread was interrupted while it waited for the runtime. Its interrupt flag is set again; what it waited for goes on.
 */
public final class WaitInterruptedException extends BatchException {
    private static final long serialVersionUID = 1L;

    /**
     * An interrupted wait.
     *
     * @param message what was waited for
     * @param cause the interrupt
     */
    public WaitInterruptedException(String message, InterruptedException cause) {
        super(message, cause);
    }
}
