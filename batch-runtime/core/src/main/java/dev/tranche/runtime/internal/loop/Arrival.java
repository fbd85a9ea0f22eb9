package dev.tranche.runtime.internal.loop;

import org.jspecify.annotations.Nullable;

/** One submit on its way into the machine, which may take several batches. Loop thread only, once it is in the lane. */
public interface Arrival {
    /** How much of the submit lane's room it holds. */
    int permits();

    /** The next part, or null when all of it has been fed. */
    @Nullable
    Input next();

    /** It will not be fed any further: the loop has stopped. */
    void refused(Throwable cause);
}
