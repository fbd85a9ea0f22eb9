package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.ArrayJob;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Work around arrays that is left for later steps: children that wait for a child of the same index ({@code N_TO_N}), and
 * live children of arrays that have been stopped.
 *
 * <p>Lists instead of recursion, so that a chain of arrays costs no stack, worked off a few thousand at a time. Nothing here
 * is state: after a fold the arrays concerned are gone through again, which finds what is left.
 */
final class Leftovers {
    private final ArrayDeque<Child> children = new ArrayDeque<>();
    private final ArrayDeque<Sweep> sweeps = new ArrayDeque<>();
    private final ArrayDeque<Stop> stops = new ArrayDeque<>();

    /** A child that may have become ready, or impossible. */
    record Child(long array, int index) {}

    /** An array whose children are gone through from an index on. */
    record Sweep(long array, int from) {}

    /** A stopped array whose live children are gone through from below a place down to the first. */
    record Stop(long array, int below) {}

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
        add(new Stop(number, Integer.MAX_VALUE));
    }

    void add(Sweep sweep) {
        sweeps.add(sweep);
    }

    void add(Stop stop) {
        stops.add(stop);
    }

    @Nullable
    Child pollChild() {
        return children.poll();
    }

    @Nullable
    Sweep pollSweep() {
        return sweeps.poll();
    }

    @Nullable
    Stop pollStop() {
        return stops.poll();
    }

    boolean isEmpty() {
        return children.isEmpty() && sweeps.isEmpty() && stops.isEmpty();
    }
}
