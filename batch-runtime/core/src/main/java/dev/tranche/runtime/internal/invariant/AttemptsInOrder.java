package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A job has one attempt at a time, numbered from 1 without a gap, and no more than its strategy allows. Only the attempt that
 * it has can start, be stopped or end: what is reported of an old one has no effect. What was asked to stop does not succeed;
 * what has begun was placed.
 */
final class AttemptsInOrder extends OutcomeListener {
    private final Ledger ledger;

    AttemptsInOrder(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedJob known = ledger.job(job);
        AttemptOwner owner = known.owner(index);
        unless(!owner.runs(), "%s runs twice", owner);
        unless(attempt == owner.attempts + 1, "attempt %s of %s follows attempt %s", attempt, owner, owner.attempts);
        unless(isWithinLimits(owner), "attempt %s of %s is one too many", attempt, owner);
    }

    /**
     * Interruptions count as failures, unless they have a budget of their own; for each environment that a job left since it
     * could not be started there, one failure does not count. What a host did not take is no failure.
     */
    static boolean isWithinLimits(AttemptOwner owner) {
        Retry retry = owner.job.spec.retry();
        int budget = retry.attemptsOnInterruption(owner.stand().queue());
        int allowed = retry.attempts() + owner.grants;
        int failures = owner.failures - Long.bitCount(owner.left);
        return budget == 0
                ? failures + owner.interruptions < allowed
                : failures < allowed && owner.interruptions < budget;
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        AttemptOwner owner = current(job, index, attempt);
        unless(!owner.started, "attempt %s of %s started twice", attempt, owner);
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        unless(current(job, index, attempt).end == null, "a job that has ended is stopped: %s", job);
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        unless(
                verdict != Verdict.SUCCEEDED || exitCode == 0,
                "attempt %s of job %s succeeded with exit code %s",
                attempt,
                job,
                exitCode);
        AttemptOwner owner = current(job, index, attempt);
        unless(owner.end == null, "attempt %s of %s, which has ended, ends", attempt, owner);
        unless(
                verdict != Verdict.SUCCEEDED || !owner.stopping,
                "attempt %s of %s succeeded after it was asked to stop",
                attempt,
                owner);
        unless(
                verdict != Verdict.NOT_PLACED || !owner.started,
                "attempt %s of %s began and was not placed",
                attempt,
                owner);
    }

    private AttemptOwner current(long job, int index, int attempt) {
        AttemptOwner owner = ledger.owner(job, index);
        unless(
                owner.runs() && owner.attempts == attempt,
                "an outcome of attempt %s of %s, which has %s of them",
                attempt,
                owner,
                owner.attempts);
        return owner;
    }
}
