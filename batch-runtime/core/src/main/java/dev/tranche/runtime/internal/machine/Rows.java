package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;

/** How rows of jobs are found, how those of children come and go, and when what has ended may be forgotten. */
final class Rows {
    private final State state;
    private final Jobs jobs;

    Rows(State state) {
        this.state = state;
        this.jobs = state.jobs;
    }

    int find(long job, int index) {
        int row = state.index.find(job, index);
        if (row == NONE) {
            throw new IllegalStateException("no job has the number " + job + " and the index " + index);
        }
        return row;
    }

    int addChild(long job, int index) {
        int parent = find(job, NONE);
        int row = jobs.add(job, index);
        jobs.status(row, JobStatus.PENDING);
        jobs.spec(row, jobs.spec(parent));
        jobs.name(row, jobs.name(parent));
        jobs.lane(row, jobs.lane(parent));
        jobs.order(row, jobs.order(parent));
        jobs.owner(row, parent);
        if (jobs.has(parent, Jobs.ARRAY)) {
            state.array(parent).addLive(jobs, row);
        }
        state.index.add(row);
        return row;
    }

    /** Puts what has ended into the ripple; an array is not forgotten before what waits for its children was told. */
    void toTell(int row) {
        state.ripple(row);
        if (jobs.index(row) != NONE) {
            state.array(jobs.owner(row)).addUntold();
        }
    }

    void childTold(int row) {
        int parent = jobs.owner(row);
        removeChild(row);
        state.array(parent).removeUntold();
        retire(parent);
    }

    void removeChild(int row) {
        state.index.remove(row);
        jobs.remove(row);
    }

    /** Puts what has ended among the ended, once it holds nothing back any more. */
    void retire(int row) {
        if (isRetired(row)) {
            state.ended.append(State.ENDED, row);
        }
    }

    /** Takes what has ended from among the ended, since something hangs on it again. */
    void unretire(int row) {
        if (isRetired(row)) {
            state.ended.remove(State.ENDED, row);
        }
    }

    private boolean isRetired(int row) {
        boolean holdsBack = jobs.out(row) != NONE
                || (jobs.has(row, Jobs.ARRAY) && state.array(row).holdsBack());
        return jobs.status(row).isTerminal() && !holdsBack;
    }
}
