package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Workflow runs whose jobs have to be gone through, since the run was stopped. A run keeps no list of its jobs, so the whole
 * table is gone through, a few thousand rows in one step: rare, and cheaper than a list for every run. Nothing here is state:
 * after a fold the runs that have been stopped are gone through again.
 */
final class RunWalks {
    private final State state;
    private final ArrayDeque<Walk> waiting = new ArrayDeque<>();

    /** A run whose jobs are looked for from a row on. */
    private record Walk(long run, int from) {}

    RunWalks(State state) {
        this.state = state;
    }

    /** Goes through a run, in the following steps. */
    void begin(long run) {
        waiting.add(new Walk(run, 0));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Looks at so many rows at the most.
     *
     * @param visit what is done with each job of the run that has not ended
     */
    void step(int budget, IntConsumer visit) {
        int left = budget;
        for (Walk walk = next(left); walk != null; walk = next(left)) {
            left -= goOn(walk, left, visit);
        }
    }

    private @Nullable Walk next(int left) {
        return left > 0 ? waiting.poll() : null;
    }

    /** Looks for the jobs of one run; returns at how many rows it looked, at least one. */
    private int goOn(Walk walk, int most, IntConsumer visit) {
        int run = state.index.find(walk.run(), NONE);
        if (run == NONE || state.jobs.status(run).isTerminal()) {
            return 1;
        }
        int to = Math.min(walk.from() + most, state.jobs.rows().limit());
        for (int row = walk.from(); row < to; row++) {
            if (isOpenMember(row, run)) {
                visit.accept(row);
            }
        }
        if (to < state.jobs.rows().limit()) {
            waiting.add(new Walk(walk.run(), to));
        }
        return Math.max(1, to - walk.from());
    }

    private boolean isOpenMember(int row, int run) {
        Jobs jobs = state.jobs;
        return jobs.number(row) != 0
                && jobs.index(row) == NONE
                && jobs.owner(row) == run
                && !jobs.status(row).isTerminal();
    }

    /** After a fold: goes through the runs that have been stopped. */
    void recover() {
        Jobs jobs = state.jobs;
        for (int row = 0; row < jobs.rows().limit(); row++) {
            boolean stopped = jobs.number(row) != 0
                    && jobs.has(row, Jobs.WORKFLOW)
                    && jobs.has(row, Jobs.STOPPED)
                    && !jobs.status(row).isTerminal();
            if (stopped) {
                begin(jobs.number(row));
            }
        }
    }
}
