package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/** An attempt that runs longer than its timeout has been asked to stop, at its time and not before it. */
final class TimeoutsKept extends OutcomeListener {
    private final Ledger ledger;
    private final LongSupplier now;
    private final PriorityQueue<Timeout> timeouts = new PriorityQueue<>();

    private record Timeout(long at, AttemptOwner owner, int attempt) implements Comparable<Timeout> {
        @Override
        public int compareTo(Timeout other) {
            return Long.compare(at, other.at);
        }
    }

    TimeoutsKept(Ledger ledger, LongSupplier now) {
        this.ledger = ledger;
        this.now = now;
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        AttemptOwner owner = ledger.owner(job, index);
        long timeout = owner.job.spec.timeoutMicros();
        if (timeout > 0 && !owner.stopping) {
            timeouts.add(new Timeout(at + timeout, owner, attempt));
        }
    }

    /** Nothing is overdue, once nothing is left to do. */
    void atRest() {
        for (Timeout first = timeouts.peek(); first != null && first.at() <= now.getAsLong(); first = timeouts.peek()) {
            timeouts.remove();
            AttemptOwner owner = first.owner();
            boolean over = !owner.runs() || owner.attempts != first.attempt() || owner.stopping || owner.mainNodeEnded;
            unless(over, "attempt %s of %s runs on after its timeout", first.attempt(), owner);
        }
    }
}
