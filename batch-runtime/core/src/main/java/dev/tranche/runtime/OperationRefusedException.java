package dev.tranche.runtime;

/** What was asked of a job is not possible in the state it is in; nothing has changed. */
public final class OperationRefusedException extends BatchException {
    private static final long serialVersionUID = 1L;

    OperationRefusedException(String message) {
        super(message);
    }

    OperationRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
