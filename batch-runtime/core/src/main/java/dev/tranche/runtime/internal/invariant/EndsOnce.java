package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.EndCause;
import org.jspecify.annotations.Nullable;

/**
 * Each job is accepted once and ends once, and not while it runs; a failure has a reason. An array ends with the last of its
 * children, well only if all of them did; a workflow run with the last of its jobs. What has not ended is not forgotten.
 */
final class EndsOnce extends OutcomeListener {
    private final Ledger ledger;

    EndsOnce(Ledger ledger) {
        this.ledger = ledger;
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
        unless(!ledger.knows(job), "job %s is accepted twice", job);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        WatchedJob known = ledger.job(job);
        unless(status.isTerminal(), "job %s ends as %s", job, status);
        unless(status == JobStatus.SUCCEEDED || statusReason != null, "job %s failed without a reason", job);
        unless(!known.hasEnded(), "job %s ends twice", known.owner(-1));
        if (index >= 0) {
            unless(index < known.arraySize, "job %s has no child %s", job, index);
            unless(known.childEnd(index) == null, "child %s of job %s ends twice", index, job);
            unless(!known.owner(index).runs(), "%s ends while it runs", known.owner(index));
        } else if (known.isArray()) {
            unless(known.endedChildren() == known.arraySize, "job %s ends before its children", job);
            boolean well = !known.hasFailedChild();
            unless(
                    well == (status == JobStatus.SUCCEEDED),
                    "job %s ends as %s, failed children: %s",
                    job,
                    status,
                    !well);
        } else {
            unless(!known.self.runs(), "%s ends while it runs", known.self);
        }
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        unless(ledger.isSealed(workflow), "run %s ends before all its jobs are in", workflow);
        unless(ledger.openMembers(workflow) == 0, "run %s ends before its jobs", workflow);
    }

    @Override
    public void jobForgotten(long job) {
        unless(ledger.isRun(job) || ledger.job(job).hasEnded(), "job %s is forgotten before its end", job);
        unless(!ledger.isRun(job) || ledger.openMembers(job) == 0, "run %s is forgotten before its end", job);
    }
}
