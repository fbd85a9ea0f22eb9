package dev.tranche.runtime.local;

import java.io.IOException;

/** How a supervisor is reached: started, or found at work. */
@FunctionalInterface
interface Reach {
    /**
     * Reaches one; on the link's own thread, which may wait.
     *
     * @throws IOException if it cannot be started
     */
    Reached reach() throws IOException, InterruptedException;
}
