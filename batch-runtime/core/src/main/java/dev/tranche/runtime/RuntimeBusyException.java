package dev.tranche.runtime;

/**
 * The runtime takes no further submit now: too many wait to be accepted, or a listener lags behind. Nothing of the
 * request has been submitted, and the same request can be submitted again later.
 */
public final class RuntimeBusyException extends BatchException {
    private static final long serialVersionUID = 1L;

    RuntimeBusyException(String message) {
        super(message);
    }
}
