package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * Workflow runs whose jobs have to be gone through, since the run was stopped. A run keeps no list of its jobs; but their numbers
 * were given one after another, with few of others in between, so those are gone through, a few thousand in one step. The runs
 * and their jobs in the order of their numbers, however they came here. Nothing here is state: after a fold the runs that have
 * been stopped are gone through again.
 */
final class RunWalks {
    private final State state;
    /** For each run the number from which on its jobs are looked for. */
    private final TreeMap<Long, Long> waiting = new TreeMap<>();

    RunWalks(State state) {
        this.state = state;
    }

    /** Goes through a run, in the following steps. */
    void begin(long run) {
        waiting.put(run, run + 1);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Looks at so many numbers at the most.
     *
     * @param visit what is done with each job of the run that has not ended
     */
    void step(int budget, IntConsumer visit) {
        int left = budget;
        while (left > 0 && !waiting.isEmpty()) {
            Map.Entry<Long, Long> walk = waiting.pollFirstEntry();
            left -= goOn(walk.getKey(), walk.getValue(), left, visit);
        }
    }

    /** Looks for the jobs of one run; returns at how many numbers it looked, at least one. */
    private int goOn(long run, long from, int most, IntConsumer visit) {
        int row = state.index.find(run, NONE);
        if (row == NONE || state.jobs.status(row).isTerminal()) {
            return 1;
        }
        long last = state.jobs.lastMember(row);
        long to = Math.min(from + most - 1, last);
        for (long number = from; number <= to; number++) {
            int member = state.index.find(number, NONE);
            if (member != NONE && isOpenMember(member, row)) {
                visit.accept(member);
            }
        }
        if (to < last) {
            waiting.put(run, to + 1);
        }
        return (int) Math.max(1, to - from + 1);
    }

    private boolean isOpenMember(int row, int run) {
        return state.jobs.owner(row) == run && !state.jobs.status(row).isTerminal();
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
