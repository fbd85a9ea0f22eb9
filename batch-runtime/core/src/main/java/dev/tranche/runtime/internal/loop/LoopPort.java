package dev.tranche.runtime.internal.loop;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;

/** What the loop asks of the runtime around it. Loop thread only; nothing in here waits. */
public interface LoopPort {
    /** Whether submits are taken now; a listener that lags holds them back. */
    boolean admits();

    /** Reports of these attempts got lost or are in doubt: have their backends report them again. */
    void reconcile(Collection<AttemptId> attempts);

    /**
     * Has every backend report again what became of all it runs.
     *
     * @return done, on any thread, when all have answered, well or not
     */
    CompletableFuture<?> reconcileAll();

    /** The number of an environment. */
    int environment(String name);

    /** A turn is over, and all it released has been published; the machine may be looked at. */
    void turned(Machine machine);

    /** The loop has stopped and answers nothing any more. */
    void stopped(Throwable cause);
}
