package dev.tranche.runtime.internal.invariant;

import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;

/** Has a loop stop at the first outcome that must not be. Of one loop, from its first batch on. */
public final class InvariantWatch implements Watch {
    private final Invariants invariants = new Invariants();

    @Override
    public Outcomes outcomes() {
        return invariants.watching();
    }

    @Override
    public void batchBegins(long timeMicros) {
        invariants.time(timeMicros);
    }

    @Override
    public void batchEnded(Machine machine) {
        invariants.auditIfDue(machine);
    }
}
