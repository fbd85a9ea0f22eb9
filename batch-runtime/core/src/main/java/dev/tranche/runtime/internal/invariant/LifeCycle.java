package dev.tranche.runtime.internal.invariant;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A job changes its status only as {@link Transition} says. Remembers which rows of it were taken. */
final class LifeCycle extends OutcomeListener {
    private final Ledger ledger;
    private final Set<Transition> taken = EnumSet.noneOf(Transition.class);

    LifeCycle(Ledger ledger) {
        this.ledger = ledger;
    }

    Set<Transition> taken() {
        return taken;
    }

    private void take(AttemptOwner owner, JobStatus to, Transition.Cause cause) {
        taken.add(transition(owner, owner.status, to, cause));
        owner.status = to;
    }

    private static Transition transition(Object owner, @Nullable JobStatus from, JobStatus to, Transition.Cause cause) {
        return Transition.of(from, to, cause)
                .orElseThrow(() -> new BrokenInvariantException(owner + " goes from " + from + " to " + to + " by "
                        + cause + ", which is in no row of the table"));
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        taken.add(transition("job " + job, null, JobStatus.SUBMITTED, Transition.Cause.ACCEPTED));
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        AttemptOwner self = ledger.job(job).self;
        if (self.status != JobStatus.PENDING) {
            take(self, JobStatus.PENDING, Transition.Cause.WAITS);
        }
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        if (known.isArray() && index < 0) {
            if (owner.status != JobStatus.PENDING) {
                take(owner, JobStatus.PENDING, Transition.Cause.READY);
            }
        } else if (isUnderWay(owner)) {
            take(owner, JobStatus.RUNNABLE, Transition.Cause.RETRIED);
        } else if (owner.status != JobStatus.RUNNABLE) {
            take(owner, JobStatus.RUNNABLE, Transition.Cause.READY);
        }
    }

    private static boolean isUnderWay(AttemptOwner owner) {
        return owner.status == JobStatus.STARTING || owner.status == JobStatus.RUNNING;
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        AttemptOwner owner = ledger.owner(job, index);
        if (isUnderWay(owner)) {
            take(owner, JobStatus.RUNNABLE, Transition.Cause.HELD);
        }
    }

    @Override
    public void retryAt(long job, int index, long at) {
        take(ledger.owner(job, index), JobStatus.RUNNABLE, Transition.Cause.RETRIED);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        AttemptOwner owner = ledger.owner(job, index);
        if (index >= 0 && owner.status == JobStatus.PENDING) {
            take(owner, JobStatus.RUNNABLE, Transition.Cause.READY);
        }
        take(owner, JobStatus.STARTING, Transition.Cause.PLACED);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        take(ledger.owner(job, index), JobStatus.RUNNING, Transition.Cause.STARTED);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        take(ledger.owner(job, index), status, causeOf(cause));
    }

    private static Transition.Cause causeOf(EndCause cause) {
        return switch (cause) {
            case ATTEMPT -> Transition.Cause.ENDED;
            case CANCELLED, TERMINATED, STOPPED -> Transition.Cause.STOPPED;
            case INHERITED -> Transition.Cause.INHERITED;
            case RESOLVED -> Transition.Cause.RESOLVED;
            case TIMED_OUT -> Transition.Cause.TIMED_OUT;
            case DEPENDENCY, NOT_NEEDED -> Transition.Cause.DEPENDENCY;
        };
    }
}
