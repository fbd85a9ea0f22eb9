package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Serves jobs in the order in which they became ready: of the demands that may fit, the one with the earliest job. In a
 * strict queue those that fit nowhere stay in the way of the others. Loop thread only.
 */
final class ArrivalOrder extends ServiceOrder {
    private final Lanes lanes;
    private final Demands demands;
    private final boolean strict;
    private final RankedHeap served = new Waiting();
    private final RankedHeap shelved = new Waiting();
    /** For each demand of the queue by its ordinal, its lanes. */
    private @Nullable LaneHeap[] stands = new @Nullable LaneHeap[8];
    /** The order of the first job of each, so that comparing them touches nothing else. */
    private long[] firsts = new long[8];

    private int[] places = new int[8];
    /** Whether a demand stands among those that are shelved, and not among those that are served. */
    private boolean[] isShelved = new boolean[8];

    ArrivalOrder(Lanes lanes, Demands demands, boolean strict) {
        this.lanes = lanes;
        this.demands = demands;
        this.strict = strict;
    }

    @Override
    int first() {
        int ordinal = served.top();
        return ordinal == NONE ? NONE : firstLane(ordinal);
    }

    @Override
    int firstWaiting() {
        int lane = first();
        int ordinal = shelved.top();
        int other = ordinal == NONE ? NONE : firstLane(ordinal);
        return lane == NONE || (other != NONE && lanes.before(other, lane)) ? other : lane;
    }

    @Override
    LaneHeap stand(int demand, String share) {
        int ordinal = demands.ordinal(demand);
        if (ordinal >= stands.length) {
            int length = Math.max(ordinal + 1, stands.length * 2);
            stands = Arrays.copyOf(stands, length);
            firsts = Arrays.copyOf(firsts, length);
            places = Arrays.copyOf(places, length);
            isShelved = Arrays.copyOf(isShelved, length);
        }
        LaneHeap stand = stands[ordinal];
        if (stand == null) {
            stand = new LaneHeap(lanes, demand, null);
            stands[ordinal] = stand;
            places[ordinal] = NONE;
        }
        return stand;
    }

    @Override
    void laneChanged(int lane, boolean waits) {
        LaneHeap stand = lanes.stand(lane);
        stand.put(lane, waits);
        demandChanged(stand.demand());
    }

    @Override
    void demandChanged(int demand) {
        int ordinal = demands.ordinal(demand);
        int lane = firstLane(ordinal);
        if (lane != NONE) {
            firsts[ordinal] = lanes.firstOrder(lane);
        }
        boolean shelve = !strict && !demands.isOpen(demand);
        if (isShelved[ordinal] != shelve) {
            heap(ordinal).put(ordinal, false);
            isShelved[ordinal] = shelve;
        }
        boolean withheld = shelve && demands.cause(demand) != NONE;
        heap(ordinal).put(ordinal, lane != NONE && !withheld);
    }

    private RankedHeap heap(int ordinal) {
        return isShelved[ordinal] ? shelved : served;
    }

    @Override
    void forget(int demand) {
        stands[demands.ordinal(demand)] = null;
    }

    private int firstLane(int ordinal) {
        LaneHeap stand = stands[ordinal];
        return stand == null ? NONE : stand.top();
    }

    /** Demands by their first jobs. */
    private final class Waiting extends RankedHeap {
        @Override
        boolean before(int left, int right) {
            return firsts[left] != firsts[right]
                    ? firsts[left] < firsts[right]
                    : lanes.before(firstLane(left), firstLane(right));
        }

        @Override
        int place(int ordinal) {
            return places[ordinal];
        }

        @Override
        void place(int ordinal, int place) {
            places[ordinal] = place;
        }
    }
}
