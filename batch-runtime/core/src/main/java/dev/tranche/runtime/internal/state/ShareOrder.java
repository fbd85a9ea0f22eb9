package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * Serves the share that has had least of those with a job that may fit; of its jobs the one of the highest scheduling
 * priority, and of those the earliest. Loop thread only.
 */
final class ShareOrder extends ServiceOrder {
    private final int queue;
    private final Lanes lanes;
    private final Demands demands;
    private final Shares shares;
    private final ShareTree tree = new ShareTree();
    private long[] keys = new long[4];
    /** A bit for each demand that may fit somewhere. */
    private long[] open = new long[1];
    /** A bit for each demand that is not withheld, whether it fits somewhere or not. */
    private long[] eligible = new long[1];

    ShareOrder(int queue, Lanes lanes, Demands demands, Shares shares) {
        this.queue = queue;
        this.lanes = lanes;
        this.demands = demands;
        this.shares = shares;
    }

    @Override
    Shares shares() {
        return shares;
    }

    // ---- who is next

    @Override
    int first() {
        return first(open);
    }

    @Override
    int firstWaiting() {
        return first(eligible);
    }

    private int first(long[] among) {
        int slot = tree.first(among);
        return slot == NONE ? NONE : first(shares.get(slot), among);
    }

    private int first(Share share, long[] among) {
        long[] waiting = share.waiting(tree.words());
        int first = NONE;
        for (int word = 0; word < tree.words(); word++) {
            for (long bits = waiting[word] & among[word]; bits != 0; bits &= bits - 1) {
                LaneHeap stand = share.stand((word << 6) + Long.numberOfTrailingZeros(bits));
                int lane = stand == null ? NONE : stand.top();
                if (stand != null && lane != NONE && (first == NONE || stand.before(lane, first))) {
                    first = lane;
                }
            }
        }
        return first;
    }

    @Override
    void present(long nowMicros) {
        if (shares.present(nowMicros)) {
            compute();
            demands.relieve(queue, shares.headroom());
        }
    }

    private void compute() {
        for (int slot = 0; slot < shares.size(); slot++) {
            Share share = shares.get(slot);
            keys[slot] = shares.key(share);
            tree.put(slot, keys[slot], share.waiting(tree.words()));
        }
        tree.build();
        shares.computed();
    }

    // ---- what waits

    @Override
    LaneHeap stand(int demand, String identifier) {
        int known = shares.size();
        Share share = shares.of(identifier);
        int ordinal = demands.ordinal(demand);
        if (shares.size() != known || !tree.holds(known, (ordinal >>> 6) + 1)) {
            plant(ordinal);
        }
        LaneHeap stand = share.stand(ordinal);
        if (stand == null) {
            stand = new LaneHeap(lanes, demand, share);
            share.stand(ordinal, stand);
            demandChanged(demand);
        }
        return stand;
    }

    /** Makes the tree anew, with room for a demand: shares stand elsewhere, or there are more. */
    private void plant(int ordinal) {
        tree.resize(shares.size(), (ordinal >>> 6) + 1);
        open = Arrays.copyOf(open, tree.words());
        eligible = Arrays.copyOf(eligible, tree.words());
        keys = Arrays.copyOf(keys, tree.leaves());
        compute();
    }

    @Override
    void laneChanged(int lane, boolean waits) {
        LaneHeap stand = lanes.stand(lane);
        stand.put(lane, waits);
        Share share = stand.share();
        if (share.waits(demands.ordinal(stand.demand()), stand.top() != NONE)) {
            settle(share);
        }
    }

    @Override
    void demandChanged(int demand) {
        int ordinal = demands.ordinal(demand);
        set(open, ordinal, demands.isOpen(demand));
        set(eligible, ordinal, demands.cause(demand) == NONE);
    }

    private static void set(long[] bits, int bit, boolean to) {
        if (to) {
            bits[bit >>> 6] |= 1L << bit;
        } else {
            bits[bit >>> 6] &= ~(1L << bit);
        }
    }

    private void settle(Share share) {
        tree.set(share.slot(), keys[share.slot()], share.waiting(tree.words()));
    }

    // ---- what shares have

    @Override
    void accepted(int lane) {
        if (shares.accepted(share(lane))) {
            demands.relieve(queue, shares.headroom());
        }
    }

    @Override
    void ended(int lane, long nowMicros) {
        shares.ended(share(lane), nowMicros);
    }

    @Override
    void endedBefore(int lane, long nowMicros) {
        shares.endedBefore(share(lane), nowMicros);
    }

    @Override
    void placed(int lane, long nowMicros) {
        Share share = share(lane);
        shares.placed(share, lanes.need(lane), nowMicros);
        used(share);
    }

    @Override
    void placedBefore(int lane) {
        Share share = share(lane);
        shares.placedBefore(share, lanes.need(lane));
        used(share);
    }

    @Override
    void freed(int lane, long nowMicros) {
        Share share = share(lane);
        shares.freed(share, lanes.need(lane), nowMicros);
        used(share);
        demands.relieve(queue, shares.headroom());
    }

    private void used(Share share) {
        keys[share.slot()] = shares.key(share);
        settle(share);
    }

    @Override
    long headroom() {
        return shares.headroom();
    }

    private Share share(int lane) {
        return lanes.stand(lane).share();
    }

    // ---- what is forgotten

    @Override
    void forget(int demand) {
        int ordinal = demands.ordinal(demand);
        set(open, ordinal, false);
        set(eligible, ordinal, false);
        for (int slot = 0; slot < shares.size(); slot++) {
            shares.get(slot).stand(ordinal, null);
        }
    }

    @Override
    void forgetShares(boolean[] slotsInUse) {
        shares.forget(share -> slotsInUse[share.slot()]);
        plant(0);
    }
}
