package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;

/**
 * A job is ready only when all it waits for has ended as it has to and its workflow run is complete; only what is ready
 * starts. Of a sequential array a child begins after the one before it has succeeded. A job keeps the place it once got.
 */
final class GatesBeforeStarts extends OutcomeListener {
    private final Ledger ledger;

    GatesBeforeStarts(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        unless(!known.hasEnded() && owner.end == null, "%s is ready after its end", owner);
        unless(!owner.runs(), "%s is ready while it runs", owner);
        unless(known.workflow == 0 || ledger.isSealed(known.workflow), "%s is ready before its run is sealed", owner);
        unless(
                index >= 0 || known.order == WatchedJob.NO_ORDER || known.order == order,
                "%s had place %s and gets %s",
                owner,
                known.order,
                order);
        if (owner.attempts == 0) {
            for (Edge edge : known.waitsFor) {
                boolean childByChild = edge.isEach() && index < 0;
                unless(childByChild || edge.isMet(index), "%s is ready, but waits for %s", owner, edge);
            }
        }
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedJob known = ledger.job(job);
        unless(known.isArray() == (index >= 0) && index < known.arraySize, "job %s has no index %s", job, index);
        AttemptOwner owner = known.owner(index);
        unless(!known.hasEnded() && owner.end == null, "%s is placed after its end", owner);
        unless(!known.takenOver && (index < 0 || known.childEnd(index) == null), "%s is placed and has ended", owner);
        unless(!owner.held, "%s is placed while it is held", owner);
        boolean comesFromItsArray = index >= 0 && attempt == 1 && !known.waitsForEach();
        unless(
                owner.ready || (comesFromItsArray && !known.self.held && known.order != WatchedJob.NO_ORDER),
                "%s is not ready",
                owner);
        unless(attempt > 1 || !known.stopped, "%s begins after its array was stopped", owner);
        unless(
                !known.sequential || index == 0 || attempt > 1 || known.childEnd(index - 1) == JobStatus.SUCCEEDED,
                "%s overtook the child before it",
                owner);
    }
}
