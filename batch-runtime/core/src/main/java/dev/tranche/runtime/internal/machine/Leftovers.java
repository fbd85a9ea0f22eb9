package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Work around arrays that is left for later steps: children that wait for a child of the same index ({@code N_TO_N}), and
 * live children that follow their array when it is stopped, held, released or moved, and jobs that follow their run.
 *
 * <p>Lists instead of recursion, so that a chain of arrays costs no stack, worked off a few thousand at a time. Nothing here
 * is state: after a fold the arrays concerned are gone through again, which finds what is left.
 */
final class Leftovers {
    private final ArrayDeque<Child> children = new ArrayDeque<>();
    private final ArrayDeque<Sweep> sweeps = new ArrayDeque<>();
    /** Arrays that have been stopped. */
    final Walks stops;
    /** Arrays that have been held, or released. */
    final Walks holds;
    /** Arrays that have been moved. */
    final Walks moves;

    /** Workflow runs that have been stopped. */
    final RunWalks runs;

    /** A child that may have become ready, or impossible. */
    record Child(long array, int index) {}

    /** An array whose children are gone through from an index on. */
    record Sweep(long array, int from) {}

    Leftovers(State state) {
        stops = new Walks(state);
        holds = new Walks(state);
        moves = new Walks(state);
        runs = new RunWalks(state);
    }

    /** A child has ended, for which children of other arrays may wait. */
    void childEnded(ArrayJob array, int index) {
        for (long dependent : array.eachBy()) {
            children.add(new Child(dependent, index));
        }
    }

    /** An array has been stopped: its children that live follow, and what waits for those that never began. */
    void arrayStopped(long number, ArrayJob array) {
        for (long dependent : array.eachBy()) {
            add(new Sweep(dependent, 0));
        }
        stops.begin(number);
    }

    void add(Sweep sweep) {
        sweeps.add(sweep);
    }

    @Nullable
    Child pollChild() {
        return children.poll();
    }

    @Nullable
    Sweep pollSweep() {
        return sweeps.poll();
    }

    boolean isEmpty() {
        return children.isEmpty()
                && sweeps.isEmpty()
                && stops.isEmpty()
                && holds.isEmpty()
                && moves.isEmpty()
                && runs.isEmpty();
    }
}
