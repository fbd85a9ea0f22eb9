package dev.tranche.runtime.internal.state;

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

    LaneHeap(Lanes lanes, int demand, @Nullable Share share) {
        this.lanes = lanes;
        this.demand = demand;
        this.share = share;
    }

    int demand() {
        return demand;
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
