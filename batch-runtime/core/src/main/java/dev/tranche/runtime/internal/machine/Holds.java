package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Holds jobs that wait because somebody says so, and lets them go on again; of an array no further child starts while it is
 * held. A job that is held since nobody knows how its attempt ended goes on the same way, or is ended by what a person found.
 */
final class Holds {
    /** Why a job is held whose request says so. */
    static final String SUBMITTED_HELD = "submitted held";

    private static final String NOT_ALONE =
            "of an array, only the children that wait for another attempt are held one by one; hold the array";

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final Endings endings;
    private final Walks walks;

    Holds(State state, Outcomes out, Endings endings, Leftovers leftovers) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.endings = endings;
        this.walks = leftovers.holds;
    }

    /** Holds a job that waits; says why not, or null. */
    @Nullable
    String hold(long job, int index, String reason, int budget) {
        int row = state.index.find(job, index);
        String refusal = row == NONE ? unknown(job, index) : unholdable(row);
        if (refusal == null) {
            out.jobHeld(job, index, reason);
            childrenFollow(row, budget);
        }
        return refusal;
    }

    /** Lets a held job go on; says why not, or null. */
    @Nullable
    String release(long job, int index, int budget) {
        int row = state.index.find(job, index);
        String refusal = row == NONE ? unknown(job, index) : unreleasable(row);
        if (refusal == null) {
            out.jobReleased(job, index);
            childrenFollow(row, budget);
        }
        return refusal;
    }

    /** Ends a job the outcome of whose last attempt is not known, as a person says; says why not, or null. */
    @Nullable
    String resolve(long job, int index, JobStatus end, String reason) {
        int row = state.index.find(job, index);
        if (row == NONE) {
            return unknown(job, index);
        }
        if (!jobs.has(row, Jobs.HELD) || !jobs.has(row, Jobs.UNKNOWN)) {
            return "only a job that is held since nobody knows how its attempt ended can be resolved; it is "
                    + (jobs.has(row, Jobs.HELD)
                            ? "held: " + note(row)
                            : jobs.status(row).toString());
        }
        endings.end(job, index, end, EndCause.RESOLVED, reason);
        return null;
    }

    /** Goes on with the children of arrays that have been held or released, at most so many. */
    void step(int budget) {
        if (!walks.isEmpty()) {
            walks.step(budget, this::follow);
        }
    }

    /** After a fold: finds the arrays again whose children have not all followed. */
    void recover() {
        walks.recover(this::hasChildToFollow);
    }

    private void childrenFollow(int row, int budget) {
        if (jobs.has(row, Jobs.ARRAY)) {
            walks.begin(jobs.number(row));
            step(budget);
        }
    }

    private void follow(int child) {
        if (isToPark(child)) {
            out.childParked(jobs.number(child), jobs.index(child));
        } else if (isToReturn(child)) {
            out.gateOpened(jobs.number(child), jobs.index(child), jobs.order(child));
        }
    }

    private boolean isToPark(int child) {
        return jobs.has(child, Jobs.IN_LANE) && state.isHeldBack(child);
    }

    private boolean isToReturn(int child) {
        return state.isReady(child) && !jobs.has(child, Jobs.IN_LANE) && !state.isHeldBack(child);
    }

    private boolean hasChildToFollow(int row) {
        ArrayJob array = state.array(row);
        for (int place = 0; place < array.live(); place++) {
            int child = array.liveRow(place);
            if (isToPark(child) || isToReturn(child)) {
                return true;
            }
        }
        return false;
    }

    // ---- why not

    private @Nullable String unholdable(int row) {
        JobStatus status = jobs.status(row);
        if (state.isNode(row)) {
            return "it is a node of a multi-node job; hold the job";
        }
        if (status.isTerminal()) {
            return "it has ended";
        }
        if (Attempts.isRunning(status)) {
            return "it is " + status + "; only a job that waits can be held, terminate ends one that runs";
        }
        if (jobs.index(row) != NONE && status == JobStatus.PENDING) {
            return NOT_ALONE; // its array gives it out, whether it has a row already or not
        }
        if (jobs.has(row, Jobs.ARRAY) && jobs.has(row, Jobs.STOPPED)) {
            return "it has been stopped: " + state.array(row).stopReason();
        }
        return jobs.has(row, Jobs.HELD) ? "it is held already: " + note(row) : null;
    }

    private @Nullable String unreleasable(int row) {
        if (!jobs.has(row, Jobs.HELD)) {
            boolean itsArray = jobs.index(row) != NONE && jobs.has(jobs.owner(row), Jobs.HELD);
            return itsArray ? "its array is held; release that" : "it is not held, it is " + jobs.status(row);
        }
        return jobs.attempt(row) >= Jobs.MAX_ATTEMPT
                ? "it has had " + Jobs.MAX_ATTEMPT
                        + " attempts, and there is no further number; resolve or terminate it"
                : null;
    }

    private String unknown(long job, int index) {
        return index != NONE && state.index.find(job, NONE) != NONE ? NOT_ALONE : "it is not known any more";
    }

    private String note(int row) {
        return state.notes.getOrDefault(row, "");
    }
}
