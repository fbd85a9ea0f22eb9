package dev.tranche.runtime.internal.loop;

/**
 * A builder whose runtime can be opened in other surroundings than real time and threads of its own. How a simulation,
 * which lives in another package, comes to a door whose parts are nobody's business.
 *
 * @param <R> the runtime
 */
public interface OpensIn<R> {
    /** Opens a runtime there. */
    R openIn(Surroundings surroundings);
}
