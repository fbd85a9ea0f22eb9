package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.machine.Submission;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A job as the runtime sees it: what never changes, what was published last, and who waits for it. The loop makes the next
 * snapshot and publishes it; everybody else reads the published one.
 */
/*
 * Waiting is Dekker's hand-shake again. The loop writes `published` (or `failure`) and then reads `signals`; who waits
 * writes `signals` and then reads `published` and `failure`. All of them are volatile, so at least one of the two sees the
 * other, and both settling it does no harm.
 */
class LiveJob {
    private static final VarHandle SIGNALS;
    private static final VarHandle FAILURE;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            SIGNALS = lookup.findVarHandle(LiveJob.class, "signals", Signals.class);
            FAILURE = lookup.findVarHandle(LiveJob.class, "failure", BatchException.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final JobFacts facts;
    private final int index;

    // written by the loop; pairs with the reads of published() and settle()
    private volatile JobSnapshot published;

    // why it was never accepted or will not be seen to end; written once; pairs with the read in settle()
    private volatile @Nullable BatchException failure;

    // written once by whoever waits first; pairs with the read in publish() and fail()
    private volatile @Nullable Signals signals;

    // the next snapshot; loop only
    private JobSnapshot draft;
    private boolean changed;

    LiveJob(JobFacts facts, int index, JobSnapshot first) {
        this.facts = facts;
        this.index = index;
        this.published = first;
        this.draft = first;
    }

    /** A job that has just been submitted, with its children or nodes. */
    static LiveJob submitted(JobFacts facts, Submission submission, long at) {
        if (facts.nodes() != null) {
            return new LiveGang(facts, at);
        }
        return facts.isArray()
                ? new LiveArray(facts, submission, at)
                : new LiveJob(facts, JobId.NO_INDEX, JobSnapshot.submitted(facts, JobId.NO_INDEX, at));
    }

    final JobFacts facts() {
        return facts;
    }

    final int index() {
        return index;
    }

    // ---- any thread

    JobSnapshot published() {
        return published;
    }

    /** What its attempts have cost until a time, in millionths of a dollar; of a job that consists of others, theirs. */
    long microDollars(long now) {
        return published().microDollars(now);
    }

    /** Why nothing will be seen of it any more, or null. */
    @Nullable
    BatchException failure() {
        return failure;
    }

    /** Those who wait; from now on everything is signalled. */
    final Signals signals() {
        Signals present = signals;
        if (present == null) {
            Signals made = new Signals();
            Signals witness = (Signals) SIGNALS.compareAndExchange(this, (Signals) null, made);
            present = witness == null ? made : witness;
        }
        settle(present);
        return present;
    }

    /** Nothing more will be seen of it; the first reason counts, and an end that was published stands. */
    final void fail(BatchException reason) {
        if (!published().ended()) {
            boolean first = FAILURE.compareAndSet(this, (BatchException) null, reason);
            if (first) {
                signalIfWaitedFor();
            }
        }
    }

    /** Tells those who wait, if somebody does. */
    final void signalIfWaitedFor() {
        Signals waiting = signals;
        if (waiting != null) {
            settle(waiting);
        }
    }

    private void settle(Signals waiting) {
        JobSnapshot now = published();
        if (now.isAccepted()) {
            waiting.accepted.complete(now);
        }
        if (now.ended()) {
            waiting.ended.complete(now);
        }
        BatchException reason = failure();
        if (reason != null) {
            waiting.accepted.completeExceptionally(reason);
            waiting.ended.completeExceptionally(reason);
        }
    }

    // ---- loop only

    JobSnapshot draft() {
        return draft;
    }

    /** Makes this the next snapshot; true if it is the first change since the last was published. */
    @CanIgnoreReturnValue
    boolean draft(JobSnapshot next) {
        draft = next;
        boolean first = !changed;
        changed = true;
        return first;
    }

    /** Publishes the next snapshot. */
    void publish() {
        changed = false;
        published = draft;
        signalIfWaitedFor();
    }

    /** Those who are to be told, away from the loop, that it has changed. */
    final List<Runnable> watchers() {
        Signals waiting = signals;
        return waiting == null ? List.of() : waiting.watchers;
    }
}
