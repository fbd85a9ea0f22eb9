package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/** Ends jobs, and what ends with them: an array with its last child, a workflow run with its last job. */
final class Endings {
    static final String QUEUE_TIMEOUT = "Job wait duration exceeded queue timeout";

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final long runtimeId;
    private final Leftovers leftovers;

    Endings(State state, Outcomes out, long runtimeId, Leftovers leftovers) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.runtimeId = runtimeId;
        this.leftovers = leftovers;
    }

    /** Ends a job or a child. */
    void end(long job, int index, JobStatus status, EndCause cause, @Nullable String reason) {
        boolean begun = index != NONE && hasBegun(job, index);
        out.jobEnded(job, index, status, cause, reason);
        int row = state.index.find(job, NONE);
        if (index == NONE) {
            memberEnded(jobs.owner(row));
        } else {
            childEnded(row, index, begun);
        }
    }

    /** Fails what has stood in its lane for longer than its queue timeout; of an array, the children that never began. */
    void waitedTooLong(int row) {
        if (jobs.has(row, Jobs.ARRAY)) {
            stopArray(row, EndCause.TIMED_OUT, QUEUE_TIMEOUT);
        } else {
            end(jobs.number(row), jobs.index(row), JobStatus.FAILED, EndCause.TIMED_OUT, QUEUE_TIMEOUT);
        }
    }

    /** Starts no further child of an array; its live children follow, and it ends with the last of them. */
    void stopArray(int row, EndCause cause, String reason) {
        long job = jobs.number(row);
        out.arrayStopped(job, cause, reason);
        leftovers.arrayStopped(job, state.array(row));
        endArrayIfDone(row);
    }

    /** Fails what can never run since a job it waits for ended otherwise. */
    void endUnmet(long job, int index, EndCause cause, String reason) {
        end(job, index, JobStatus.FAILED, cause, reason);
    }

    /** Ends a job of a run that had succeeded in the earlier one. */
    void endInherited(int row) {
        long job = jobs.number(row);
        JobId earlier = new JobId(runtimeId, state.reruns.getOrDefault(job, 0L), NONE);
        end(job, NONE, JobStatus.SUCCEEDED, EndCause.INHERITED, "Inherited from job " + earlier);
    }

    /** Ends an array whose children have all ended. */
    void endArrayIfDone(int row) {
        ArrayJob array = state.array(row);
        if (array.ended() < array.size() || jobs.status(row).isTerminal()) {
            return;
        }
        boolean well = array.failed() == 0;
        if (well && jobs.has(row, Jobs.INHERITED)) {
            endInherited(row);
            return;
        }
        boolean stopped = jobs.has(row, Jobs.STOPPED);
        EndCause cause = stopped && !well ? array.stopCause() : EndCause.ATTEMPT;
        String reason = stopped ? array.stopReason() : array.failed() + " of " + array.size() + " children failed";
        end(jobs.number(row), NONE, well ? JobStatus.SUCCEEDED : JobStatus.FAILED, cause, well ? null : reason);
    }

    /** Ends a sealed workflow run whose jobs have all ended. */
    void endRunIfDone(int run) {
        boolean open = jobs.has(run, Jobs.SEALED) && !jobs.status(run).isTerminal();
        if (open && jobs.members(run) == 0 && jobs.out(run) == NONE) {
            out.workflowEnded(jobs.number(run), !jobs.has(run, Jobs.TAINTED));
        }
    }

    /** A job for people: its name and identity. */
    String describe(long job, int index) {
        int row = state.index.find(job, NONE);
        return state.names.get(jobs.name(row)) + " (" + new JobId(runtimeId, job, index) + ")";
    }

    /** Starts nothing more of a workflow run; its jobs follow. */
    void stopRun(int run, EndCause cause, String reason) {
        out.workflowStopped(jobs.number(run), cause, reason);
        leftovers.runs.begin(jobs.number(run));
    }

    /** Stops a workflow run of which as many jobs have failed as may. */
    void stopRunIfTooManyFailed(int run) {
        int limit = jobs.failureLimit(run);
        boolean open = !jobs.has(run, Jobs.STOPPED) && jobs.members(run) > 0;
        if (open && limit != NONE && jobs.failures(run) >= limit) {
            stopRun(run, EndCause.STOPPED, afterFailures(limit));
        }
    }

    private static String afterFailures(int failures) {
        return "Stopped after " + failures + (failures == 1 ? " failure" : " failures");
    }

    private void memberEnded(int run) {
        if (run != NONE) {
            stopRunIfTooManyFailed(run);
            endRunIfDone(run);
        }
    }

    private boolean hasBegun(long job, int index) {
        int row = state.index.find(job, index);
        return row != NONE && jobs.attempt(row) > 0;
    }

    private void childEnded(int row, int index, boolean begun) {
        ArrayJob array = state.array(row);
        // an end of a child that has not begun stops nothing while one before it goes on
        boolean atItsTurn = begun || jobs.has(row, Jobs.IN_LANE) || !jobs.has(row, Jobs.OPENED);
        if (atItsTurn && jobs.has(row, Jobs.SEQUENTIAL) && !jobs.has(row, Jobs.STOPPED)) {
            stopSequence(row, array);
        }
        leftovers.childEnded(array, index);
        boolean goesOn = !jobs.has(row, Jobs.STOPPED) && array.ended() < array.size();
        if (goesOn && array.failed() >= array.failureLimit()) {
            stopArray(row, EndCause.STOPPED, afterFailures(array.failureLimit()));
        } else {
            endArrayIfDone(row);
        }
    }

    /** Of a sequential array nothing follows a child that failed. */
    private void stopSequence(int row, ArrayJob array) {
        int before = array.cursor() - 1;
        if (before >= 0 && before < array.size() - 1 && array.hasFailed(before)) {
            long job = jobs.number(row);
            out.arrayStopped(job, EndCause.DEPENDENCY, "Dependent Job failed: " + describe(job, before));
            leftovers.arrayStopped(job, array);
        }
    }
}
