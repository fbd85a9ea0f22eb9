package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A job that runs another again takes over only what had succeeded there, of a job that has ended, and nothing that comes
 * after something of its run that runs again itself.
 */
final class OnlySuccessInherited extends OutcomeListener {
    private final Ledger ledger;

    OnlySuccessInherited(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        WatchedJob before = ledger.job(earlier);
        unless(before.hasEnded(), "job %s runs job %s again, which has not ended", job, earlier);
        unless(!whole || before.end == JobStatus.SUCCEEDED, "job %s takes over job %s, which failed", job, earlier);
        BitSet inherited = BitSet.valueOf(children);
        int well = (int) inherited.stream()
                .filter(index -> before.childEnd(index) == JobStatus.SUCCEEDED)
                .count();
        unless(well == inherited.cardinality(), "job %s takes over failed children of job %s", job, earlier);
        unless(!whole || well == ledger.job(job).arraySize, "job %s is taken over with %s children", job, well);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        if (ledger.isRun(predecessor)) {
            return;
        }
        WatchedJob before = ledger.job(predecessor);
        WatchedJob after = ledger.job(job);
        boolean isOfSameRun = after.workflow != 0 && before.workflow == after.workflow;
        if (!isOfSameRun || !(after.takenOver || !after.inherited.isEmpty())) {
            return;
        }
        if (kind == DependencyKind.EACH) {
            BitSet more = (BitSet) after.inherited.clone();
            more.andNot(before.inherited);
            unless(more.isEmpty(), "children %s of job %s come after some that run again", more, job);
        } else {
            boolean isTakenOver = predecessorIndex < 0 ? before.takenOver : before.inherited.get(predecessorIndex);
            unless(isTakenOver, "job %s is taken over, and comes after job %s, which runs again", job, predecessor);
        }
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        boolean isInherited = cause == EndCause.INHERITED;
        unless(!isInherited || ledger.job(job).takenOver, "job %s inherits an end of nobody", job);
    }
}
