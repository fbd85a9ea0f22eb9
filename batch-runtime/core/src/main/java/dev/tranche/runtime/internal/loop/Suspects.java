package dev.tranche.runtime.internal.loop;

import dev.tranche.model.AttemptId;
import java.util.HashSet;
import java.util.Set;

/**
 * Attempts whose report made the machine throw. Their backend is asked once for what became of them; a second report that
 * the machine cannot take stops the runtime, since the attempt would be lost for ever.
 */
final class Suspects {
    private final Set<AttemptId> everSeen = new HashSet<>();
    private final LoopPort port;

    Suspects(LoopPort port) {
        this.port = port;
    }

    void add(AttemptId attempt, Throwable cause) {
        if (!everSeen.add(attempt)) {
            throw new LoopStoppedException("reports of " + attempt + " cannot be taken", cause);
        }
        port.reconcile(Set.of(attempt));
    }
}
