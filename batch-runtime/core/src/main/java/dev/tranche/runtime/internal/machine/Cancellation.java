package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;

/**
 * Ends jobs because somebody says so. Cancel ends what has not been placed, terminate ends everything; of an array, the
 * children follow a few thousand at a time.
 */
final class Cancellation {
    private final State state;
    private final Jobs jobs;
    private final Endings endings;
    private final Attempts attempts;
    private final Leftovers leftovers;

    Cancellation(State state, Endings endings, Attempts attempts, Leftovers leftovers) {
        this.state = state;
        this.jobs = state.jobs;
        this.endings = endings;
        this.attempts = attempts;
        this.leftovers = leftovers;
    }

    void cancel(long job, int index, String reason) {
        stop(job, index, EndCause.CANCELLED, reason);
    }

    void terminate(long job, int index, String reason) {
        stop(job, index, EndCause.TERMINATED, reason);
    }

    /** Goes on with the children of arrays that have been stopped, at most so many. */
    void step(int budget) {
        if (!leftovers.runs.isEmpty()) {
            leftovers.runs.step(budget, this::followRun);
        }
        if (!leftovers.stops.isEmpty()) {
            leftovers.stops.step(budget, this::follow);
        }
    }

    /** What the stop of its run means for a job: after too many failures, those that clean up go on. */
    private void followRun(int row) {
        int run = jobs.owner(row);
        EndCause cause = jobs.has(run, Jobs.TERMINATING)
                ? EndCause.TERMINATED
                : jobs.has(run, Jobs.TIMED_OUT) ? EndCause.TIMED_OUT : EndCause.STOPPED;
        String reason = state.notes.getOrDefault(run, "");
        if (cause == EndCause.STOPPED && jobs.has(row, Jobs.AFTERWARDS | Jobs.INHERITED)) {
            return;
        }
        if (jobs.has(row, Jobs.ARRAY)) {
            stopArray(row, cause, reason);
        } else {
            stopOne(row, cause, reason);
        }
    }

    private void follow(int child) {
        ArrayJob array = state.array(jobs.owner(child));
        stopOne(child, array.stopCause(), array.stopReason());
    }

    /** After a fold: finds the arrays again whose children have not all been stopped. */
    void recover() {
        leftovers.runs.recover();
        leftovers.stops.recover(row -> jobs.has(row, Jobs.STOPPED));
    }

    private void stop(long job, int index, EndCause cause, String reason) {
        int row = state.index.find(job, index);
        if (row != NONE) {
            if (jobs.has(row, Jobs.ARRAY)) {
                stopArray(row, cause, reason);
            } else if (jobs.has(row, Jobs.WORKFLOW)) {
                stopRun(row, cause, reason);
            } else if (!state.isNode(row)) {
                stopOne(row, cause, reason);
            }
        } else if (index != NONE && isUnborn(job, index)) {
            endings.end(job, index, JobStatus.FAILED, cause, reason);
        }
    }

    private boolean isUnborn(long job, int index) {
        int row = state.index.find(job, NONE);
        return row != NONE
                && jobs.has(row, Jobs.ARRAY)
                && index >= 0
                && index < state.array(row).size()
                && !state.array(row).hasEnded(index);
    }

    private void stopOne(int row, EndCause cause, String reason) {
        JobStatus status = jobs.status(row);
        if (status.isTerminal()) {
            return;
        }
        if (!Attempts.isRunning(status)) {
            endings.end(jobs.number(row), jobs.index(row), JobStatus.FAILED, cause, reason);
        } else if (cause == EndCause.TERMINATED) {
            attempts.terminate(row, reason);
        } else if (cause == EndCause.TIMED_OUT && isInRunTimedOut(row)) {
            attempts.timeOut(row, reason);
        }
    }

    private boolean isInRunTimedOut(int row) {
        int run = jobs.index(row) == NONE ? jobs.owner(row) : jobs.owner(jobs.owner(row));
        return run != NONE && jobs.has(run, Jobs.TIMED_OUT);
    }

    /** Ends the jobs of a workflow run, whatever their state; only as a whole. */
    private void stopRun(int row, EndCause cause, String reason) {
        boolean again = jobs.has(row, Jobs.TERMINATING);
        if (cause == EndCause.TERMINATED && !again && !jobs.status(row).isTerminal()) {
            endings.stopRun(row, cause, reason);
        }
    }

    private void stopArray(int row, EndCause cause, String reason) {
        if (!jobs.status(row).isTerminal() && !isStoppedSo(row, cause, reason)) {
            endings.stopArray(row, cause, reason);
        }
    }

    /** Whether another stop would add nothing: nothing goes further than a termination, and the same said again is no news. */
    private boolean isStoppedSo(int row, EndCause cause, String reason) {
        ArrayJob array = state.array(row);
        boolean same = array.stopCause() == cause && array.stopReason().equals(reason);
        return jobs.has(row, Jobs.STOPPED) && (same || array.stopCause() == EndCause.TERMINATED);
    }
}
