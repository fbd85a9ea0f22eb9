package dev.tranche.runtime.simulation;

/**
 * Virtual time would pass the horizon of its simulation: faults that never end, a wait that is too long, or a horizon that
 * is too near. Says what has not ended and why. No {@link dev.tranche.runtime.BatchException}, so that code under test
 * does not take it for a failure of a batch.
 */
public final class HorizonReachedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    HorizonReachedException(String message) {
        super(message);
    }
}
