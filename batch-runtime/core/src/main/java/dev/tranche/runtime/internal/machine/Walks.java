package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Arrays whose live children have to be gone through, since something holds for all of them now: a few thousand in one step,
 * the rest in the next. Nothing here is state: after a fold the children are found again for which it does not hold yet.
 */
final class Walks {
    private final State state;
    private final ArrayDeque<Walk> waiting = new ArrayDeque<>();

    /** An array whose live children are gone through from below a place down to the first. */
    private record Walk(long array, int below) {}

    Walks(State state) {
        this.state = state;
    }

    /** Goes through an array, in this step and the following ones. */
    void begin(long array) {
        waiting.add(new Walk(array, Integer.MAX_VALUE));
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /**
     * Visits at most so many children.
     *
     * @param visit what is done with the row of each; it may end or move that child and no other
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

    /** Visits the children of one array; returns how many it looked at, at least one. */
    private int goOn(Walk walk, int most, IntConsumer visit) {
        int row = state.index.find(walk.array(), NONE);
        if (row == NONE || state.jobs.status(row).isTerminal()) {
            return 1;
        }
        ArrayJob array = state.array(row);
        int from = Math.min(walk.below(), array.live()) - 1;
        int to = Math.max(0, from - most + 1);
        for (int place = from; place >= to && place < array.live(); place--) {
            visit.accept(array.liveRow(place));
        }
        if (to > 0) {
            waiting.add(new Walk(walk.array(), to));
        }
        return Math.max(1, from - to + 1);
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
