package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.State;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * Work around arrays that is left for later steps: children that wait for a child of the same index ({@code N_TO_N}), and
 * live children that follow their array when it is stopped, held, released or moved, and jobs that follow their run.
 *
 * <p>Lists instead of recursion, so that a chain of arrays costs no stack, worked off a few thousand at a time, in an order that
 * does not depend on the way to it. Nothing here is state: after a fold the arrays concerned are gone through again, which finds
 * what is left.
 */
final class Leftovers {
    /** For each array a bit for each child that may have become ready, or impossible. */
    private final TreeMap<Long, BitSet> undecided = new TreeMap<>();
    /** Arrays that have been stopped. */
    final Walks stops;
    /** Arrays that have been held, or released. */
    final Walks holds;
    /** Arrays that have been moved. */
    final Walks moves;

    /** Workflow runs that have been stopped. */
    final RunWalks runs;

    private final State state;

    Leftovers(State state) {
        this.state = state;
        stops = new Walks(state);
        holds = new Walks(state);
        moves = new Walks(state);
        runs = new RunWalks(state);
    }

    /** A child has ended, for which children of other arrays may wait. */
    void childEnded(ArrayJob array, int index) {
        for (long dependent : array.eachBy()) {
            undecided(dependent).set(index);
        }
    }

    /** An array has been stopped: its children that live follow, and what waits for those that never began. */
    void arrayStopped(long number, ArrayJob array) {
        for (long dependent : array.eachBy()) {
            decideAll(dependent);
        }
        stops.begin(number);
    }

    /** Each child of an array may have become ready, or impossible. */
    void decideAll(long array) {
        int row = state.index.find(array, NONE);
        if (row != NONE) {
            undecided(array).set(0, state.array(row).size());
        }
    }

    private BitSet undecided(long array) {
        return undecided.computeIfAbsent(array, number -> new BitSet());
    }

    /**
     * Takes a child that has to be decided.
     *
     * @param decide gets the number of its array and its index
     * @return whether there was one
     */
    boolean decideNext(ChildDecision decide) {
        if (undecided.isEmpty()) {
            return false;
        }
        Map.Entry<Long, BitSet> first = undecided.firstEntry();
        int index = first.getValue().nextSetBit(0);
        first.getValue().clear(index);
        if (first.getValue().isEmpty()) {
            undecided.remove(first.getKey());
        }
        decide.decide(first.getKey(), index);
        return true;
    }

    /** What is done with a child that has to be decided. */
    interface ChildDecision {
        void decide(long array, int index);
    }

    boolean isEmpty() {
        return undecided.isEmpty() && stops.isEmpty() && holds.isEmpty() && moves.isEmpty() && runs.isEmpty();
    }
}
