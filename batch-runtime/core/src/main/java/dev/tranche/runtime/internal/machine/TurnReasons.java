package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Share;
import dev.tranche.runtime.internal.state.Shares;
import dev.tranche.runtime.internal.state.State;
import java.util.List;

/** Says what keeps a job from its turn beside a host: other shares, limits, what is lacking or switched off. Reads only. */
final class TurnReasons {
    private final State state;
    private final Gates gates;

    TurnReasons(State state, Gates gates) {
        this.state = state;
        this.gates = gates;
    }

    /** How many jobs of the same class and share wait with a higher scheduling priority. */
    int higher(int lane) {
        int ahead = 0;
        for (int other = 0; other < state.lanes.limit(); other++) {
            ahead += isHigher(other, lane) ? state.lanes.waiting(other) : 0;
        }
        return ahead;
    }

    /** The first job of the highest of those lanes, or NONE. */
    int highest(int lane) {
        int highest = lane;
        for (int other = 0; other < state.lanes.limit(); other++) {
            highest = isHigher(other, highest) ? other : highest;
        }
        return highest == lane ? NONE : state.lanes.head(highest);
    }

    /** Tells what a job of a lane waits for beside a host. */
    void tell(int lane, List<WaitReason> reasons) {
        Queue queue = state.queues().get(state.lanes.queue(lane));
        share(lane, reasons);
        if (gates.isFull(queue)) {
            int running = state.ledger.running(queue.number());
            reasons.add(new WaitReason.ConcurrencyLimit(queue.name(), running, queue.maxConcurrent()));
        }
        consumables(lane, reasons);
        heldBack(queue, lane, reasons);
    }

    /** Tells that an environment is switched off; false if it is not. */
    boolean tellDisabled(int environment, List<WaitReason> reasons) {
        String disabled = state.switches.environmentDisabled(environment);
        if (disabled == null) {
            return false;
        }
        String name = state.environments().get(environment).name();
        reasons.add(new WaitReason.EnvironmentDisabled(name, disabled, state.runningIn(environment)));
        return true;
    }

    /** Another lane with jobs of the same class and share that come first by their priority. */
    private boolean isHigher(int other, int lane) {
        Lanes lanes = state.lanes;
        return isRival(other, lane)
                && lanes.shares(lanes.queue(lane)) != null
                && lanes.share(other).equals(lanes.share(lane))
                && lanes.priority(other) > lanes.priority(lane);
    }

    /** Another lane with jobs of the same class. */
    private boolean isRival(int other, int lane) {
        Lanes lanes = state.lanes;
        return other != lane && lanes.waiting(other) > 0 && lanes.areAlike(other, lane);
    }

    private void share(int lane, List<WaitReason> reasons) {
        Lanes lanes = state.lanes;
        Shares shares = lanes.shares(lanes.queue(lane));
        Share own = shares == null ? null : shares.find(lanes.share(lane));
        if (shares == null || own == null) {
            return;
        }
        Share first = first(shares, own, lane);
        if (first != own) {
            reasons.add(new WaitReason.BehindShare(
                    own.identifier(), usage(shares, own), first.identifier(), usage(shares, first)));
        }
    }

    /** The share that comes first of those with a job of the same class. */
    private Share first(Shares shares, Share own, int lane) {
        Share first = own;
        for (int other = 0; other < state.lanes.limit(); other++) {
            Share rival = isRival(other, lane) ? shares.find(state.lanes.share(other)) : null;
            first = rival != null && shares.comesBefore(rival, first) ? rival : first;
        }
        return first;
    }

    private static WaitReason.Usage usage(Shares shares, Share share) {
        return new WaitReason.Usage(shares.weightedMillionths(share));
    }

    private void consumables(int lane, List<WaitReason> reasons) {
        int[] resources = state.lanes.resources(lane);
        List<Consumption> consumes = state.lanes.need(lane).consumes();
        for (int at = 0; at < resources.length; at++) {
            long free = state.consumables.free(resources[at]);
            long quantity = consumes.get(at).quantity();
            if (free < quantity) {
                long total = state.consumables.total(resources[at]);
                reasons.add(new WaitReason.ConsumableLacking(
                        consumes.get(at).resource(), quantity, Math.max(0, free), total));
            }
        }
    }

    private void heldBack(Queue queue, int lane, List<WaitReason> reasons) {
        Shares shares = state.lanes.shares(queue.number());
        PlacementClass need = state.lanes.need(lane);
        if (shares != null && state.lanes.headroom(lane) < need.millivcpus()) {
            reasons.add(new WaitReason.HeldBack(
                    queue.name(),
                    need.millivcpus(),
                    shares.millivcpusInUse(),
                    shares.reservedMillivcpus(),
                    shares.millivcpus(),
                    shares.active()));
        }
    }
}
