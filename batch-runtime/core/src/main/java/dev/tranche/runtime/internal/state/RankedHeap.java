package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * A binary heap of numbers that knows where each of them stands: adding, taking out and moving one cost O(log n). Loop
 * thread only.
 */
abstract class RankedHeap {
    private int[] heap = new int[8];
    private int size;

    /** Whether one entry comes before another. */
    abstract boolean before(int left, int right);

    /** Where an entry stands, or {@link RowTable#NONE}. */
    abstract int place(int entry);

    /** Notes where an entry stands. */
    abstract void place(int entry, int place);

    /** The entry that comes before all others, or {@link RowTable#NONE}. */
    final int top() {
        return size == 0 ? NONE : heap[0];
    }

    /** Brings an entry to where it belongs: in, out, or to another place. */
    final void put(int entry, boolean in) {
        int at = place(entry);
        if (in && at == NONE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            up(size++, entry);
        } else if (in) {
            move(at, entry);
        } else if (at != NONE) {
            place(entry, NONE);
            int last = heap[--size];
            if (last != entry) {
                move(at, last);
            }
        }
    }

    private void move(int at, int entry) {
        if (at > 0 && before(entry, heap[(at - 1) / 2])) {
            up(at, entry);
        } else {
            down(at, entry);
        }
    }

    private void up(int start, int entry) {
        int at = start;
        while (at > 0 && before(entry, heap[(at - 1) / 2])) {
            set(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, entry);
    }

    private void down(int start, int entry) {
        int at = start;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], entry)) {
                break;
            }
            set(at, heap[child]);
            at = child;
        }
        set(at, entry);
    }

    private void set(int at, int entry) {
        heap[at] = entry;
        place(entry, at);
    }
}
