package dev.tranche.runtime.simulation;

import java.util.ArrayList;
import java.util.List;

/** The first of many things, and how many there were. */
final class Kept<T> {
    private final int most;
    private final List<T> first;
    private long count;

    Kept(int most) {
        this.most = most;
        this.first = new ArrayList<>();
    }

    boolean hasRoom() {
        return first.size() < most;
    }

    void add(T thing) {
        count++;
        if (hasRoom()) {
            first.add(thing);
        }
    }

    List<T> first() {
        return List.copyOf(first);
    }

    /** How many are not kept. */
    long more() {
        return count - first.size();
    }
}
