package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Arrays whose live children have to be gone through, since something holds for all of them now: a few thousand in one step,
 * the rest in the next. The arrays in the order of their numbers and the children in that of their indexes, however they came
 * here. Nothing here is state: after a fold the children are found again for which it does not hold yet.
 */
final class Walks {
    private final State state;
    /** For each array the index from which on its live children are looked for. */
    private final TreeMap<Long, Integer> waiting = new TreeMap<>();

    Walks(State state) {
        this.state = state;
    }

    /** Goes through an array, in this step and the following ones. */
    void begin(long array) {
        waiting.put(array, 0);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Looks at so many children at the most.
     *
     * @param visit what is done with the row of each that lives
     */
    void step(int budget, IntConsumer visit) {
        int left = budget;
        while (left > 0 && !waiting.isEmpty()) {
            Map.Entry<Long, Integer> walk = waiting.pollFirstEntry();
            left -= goOn(walk.getKey(), walk.getValue(), left, visit);
        }
    }

    /** Looks for the live children of one array; returns at how many indexes it looked, at least one. */
    private int goOn(long number, int from, int most, IntConsumer visit) {
        int row = state.index.find(number, NONE);
        if (row == NONE || state.jobs.status(row).isTerminal()) {
            return 1;
        }
        ArrayJob array = state.array(row);
        int to = Math.min(from + most, array.size());
        for (int index = from; index < to && array.live() > 0; index++) {
            int child = array.hasEnded(index) ? NONE : state.index.find(number, index);
            if (child != NONE) {
                visit.accept(child);
            }
        }
        if (to < array.size() && array.live() > 0) {
            waiting.put(number, to);
        }
        return Math.max(1, to - from);
    }

    /** After a fold: goes through each array that has not ended and of which this holds. */
    void recover(IntPredicate which) {
        Jobs jobs = state.jobs;
        for (int row = 0; row < jobs.rows().limit(); row++) {
            boolean open = jobs.number(row) != 0
                    && jobs.has(row, Jobs.ARRAY)
                    && !jobs.status(row).isTerminal();
            if (open && which.test(row)) {
                begin(jobs.number(row));
            }
        }
    }
}
