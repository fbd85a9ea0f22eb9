package dev.tranche.runtime.internal.state;

/**
 * The lanes of one demand and one share that have jobs: where a queue divides itself among shares the highest scheduling
 * priority comes first, and then, as in every other queue, the earliest head. Loop thread only.
 */
final class LaneHeap extends RankedHeap {
    private final Lanes lanes;
    private final int demand;
    private final boolean byPriority;

    LaneHeap(Lanes lanes, int demand, boolean byPriority) {
        this.lanes = lanes;
        this.demand = demand;
        this.byPriority = byPriority;
    }

    int demand() {
        return demand;
    }

    @Override
    boolean before(int left, int right) {
        int higher = byPriority ? lanes.priority(left) - lanes.priority(right) : 0;
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
