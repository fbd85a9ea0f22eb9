package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The lanes of one demand and one share that have jobs: where a queue divides itself among shares the highest scheduling
 * priority comes first, and then, as in every other queue, the earliest head. Loop thread only.
 */
final class LaneHeap extends RankedHeap {
    private final Lanes lanes;
    private final int demand;
    private final @Nullable Share share;
    /** The priorities of its lanes in ascending order, and their lanes, with jobs or without. */
    private int[] priorities = new int[1];

    private int[] byPriority = new int[1];
    private int size;

    LaneHeap(Lanes lanes, int demand, @Nullable Share share) {
        this.lanes = lanes;
        this.demand = demand;
        this.share = share;
    }

    /** The lane of a priority, or {@link RowTable#NONE}. */
    int lane(int priority) {
        int at = Arrays.binarySearch(priorities, 0, size, priority);
        return at < 0 ? NONE : byPriority[at];
    }

    /** Takes in the lane of a priority that has none. */
    void add(int priority, int lane) {
        if (size == priorities.length) {
            priorities = Arrays.copyOf(priorities, size * 2);
            byPriority = Arrays.copyOf(byPriority, size * 2);
        }
        int at = -Arrays.binarySearch(priorities, 0, size, priority) - 1;
        System.arraycopy(priorities, at, priorities, at + 1, size - at);
        System.arraycopy(byPriority, at, byPriority, at + 1, size - at);
        priorities[at] = priority;
        byPriority[at] = lane;
        size++;
    }

    /** Drops the lane of a priority, which is empty. */
    void remove(int priority) {
        int at = Arrays.binarySearch(priorities, 0, size, priority);
        size--;
        System.arraycopy(priorities, at + 1, priorities, at, size - at);
        System.arraycopy(byPriority, at + 1, byPriority, at, size - at);
    }

    int demand() {
        return demand;
    }

    /** The identifier of the share, empty in a queue that has none. */
    String identifier() {
        return share == null ? "" : share.identifier();
    }

    /** The share, in a queue that has some. */
    Share share() {
        return Objects.requireNonNull(share, "the queue has no shares");
    }

    @Override
    boolean before(int left, int right) {
        int higher = share != null ? lanes.priority(left) - lanes.priority(right) : 0;
        return higher != 0 ? higher > 0 : lanes.before(left, right);
    }

    @Override
    int place(int lane) {
        return lanes.place(lane);
    }

    @Override
    void place(int lane, int place) {
        lanes.place(lane, place);
    }
}
