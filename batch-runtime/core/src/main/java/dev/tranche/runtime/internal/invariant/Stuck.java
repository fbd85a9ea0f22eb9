package dev.tranche.runtime.internal.invariant;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Finds what has not ended although nothing happens any more and nothing is in its way: it is not held, its workflow run is
 * complete, and what it waits for has ended. Whoever asks sees to it that there is room for everything.
 */
final class Stuck {
    private final Ledger ledger;

    Stuck(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The jobs that are stuck, in the order in which they came. */
    List<Long> jobs() {
        return ledger.jobs().stream()
                .filter(job -> !job.hasEnded() && !isExcused(job))
                .map(job -> job.number)
                .toList();
    }

    private boolean isExcused(WatchedJob job) {
        if (!ledger.isSealed(job.workflow)) {
            return true;
        }
        if (job.order == WatchedJob.NO_ORDER) {
            return job.self.held || job.waitsFor.stream().anyMatch(edge -> !edge.isEach() && edge.isOpen(-1));
        }
        boolean childrenWait = job.isArray()
                && job.endedChildren() < job.arraySize
                && IntStream.range(0, job.arraySize)
                        .filter(index -> job.childEnd(index) == null)
                        .allMatch(index -> isExcused(job, index));
        return job.self.held || childrenWait;
    }

    private static boolean isExcused(WatchedJob array, int index) {
        AttemptOwner child = array.children.get(index);
        boolean afterAnother = array.sequential && array.endedBefore(index) < index;
        return (child != null && child.held)
                || afterAnother
                || array.waitsFor.stream().anyMatch(edge -> edge.isEach() && edge.isOpen(index));
    }
}
