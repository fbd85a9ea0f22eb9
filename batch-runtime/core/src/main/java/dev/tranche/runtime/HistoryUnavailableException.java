package dev.tranche.runtime;

/** A history cannot be read now: there is no journal, or its database does not open. The jobs are not affected. */
public final class HistoryUnavailableException extends BatchException {
    private static final long serialVersionUID = 1L;

    HistoryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
