package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * The lanes of one queue that may have a job to place, the one with the earliest head first: a binary heap that knows where
 * each lane stands. Adding, removing and moving cost O(log lanes). Loop thread only.
 */
final class LaneHeap {
    private final Lanes lanes;
    private int[] heap = new int[8];
    private int size;

    LaneHeap(Lanes lanes) {
        this.lanes = lanes;
    }

    /** The lane with the earliest head, or {@link RowTable#NONE}. */
    int top() {
        return size == 0 ? NONE : heap[0];
    }

    /** Brings a lane to where it belongs: in, out, or to another place. */
    void put(int lane, boolean in) {
        int at = lanes.place(lane);
        if (in && at == NONE) {
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            up(size++, lane);
        } else if (in) {
            move(at, lane);
        } else if (at != NONE) {
            lanes.place(lane, NONE);
            int last = heap[--size];
            if (last != lane) {
                move(at, last);
            }
        }
    }

    private void move(int at, int lane) {
        if (at > 0 && lanes.before(lane, heap[(at - 1) / 2])) {
            up(at, lane);
        } else {
            down(at, lane);
        }
    }

    private void up(int start, int lane) {
        int at = start;
        while (at > 0 && lanes.before(lane, heap[(at - 1) / 2])) {
            set(at, heap[(at - 1) / 2]);
            at = (at - 1) / 2;
        }
        set(at, lane);
    }

    private void down(int start, int lane) {
        int at = start;
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && lanes.before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!lanes.before(heap[child], lane)) {
                break;
            }
            set(at, heap[child]);
            at = child;
        }
        set(at, lane);
    }

    private void set(int at, int lane) {
        heap[at] = lane;
        lanes.place(lane, at);
    }
}
