package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.PlacementClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * No attempt is placed where it does not fit, on a host that takes nothing, or in an environment that cannot run it. What an
 * attempt takes is given back by its end: the ledger's accounts are compared with the tables by the {@link Audit}.
 */
final class CapacityConserved extends OutcomeListener {
    private final Ledger ledger;
    private final List<WatchedHost> lost = new ArrayList<>();

    CapacityConserved(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        WatchedHost known = ledger.hostOrNull(host);
        unless(
                known == null || known.attempts == 0,
                "host number %s is given to %s while %s is in use",
                host,
                name,
                known);
    }

    @Override
    public void hostLost(int host, String reason) {
        lost.add(ledger.host(host));
    }

    /** What ran on a host that is lost has ended, once nothing is left to do. */
    void atRest() {
        for (WatchedHost host : lost) {
            unless(host.attempts == 0, "%s attempts run on a lost host: %s", host.attempts, host);
        }
        lost.clear();
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        AttemptOwner owner = ledger.owner(job, index);
        PlacementClass need = owner.stand().need();
        if (need.isGang()) {
            return; // node by node
        }
        WatchedHost where = ledger.host(host);
        boolean ofItsQueue = Arrays.stream(owner.stand().queue().environments())
                .anyMatch(environment -> environment == where.environment);
        unless(ofItsQueue, "%s is placed on %s, which is not of its queue", owner, where);
        unless(where.takesJobs, "%s is placed on %s, which takes nothing", owner, where);
        unless(where.fits(need), "%s of %s is placed on %s", owner, need, where);
        unless(need.runsIn(where.environment), "%s cannot run in the environment of %s", owner, where);
    }
}
