package dev.tranche.runtime.internal.policy;

import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/** Why the head of a lane fits on no host, in AWS's words and as far as hosts are known. Looks at all of them. */
public final class Blockage {
    private final State state;
    private final GangPacking packing;

    public Blockage(State state, GangPacking packing) {
        this.state = state;
        this.packing = packing;
    }

    /** The reason; null if all environments that could hold it are switched off, which is no lack of anything. */
    public @Nullable BlockedReason of(int lane) {
        PlacementClass need = state.lanes.need(lane);
        Queue queue = state.queues().get(state.lanes.queue(lane));
        BlockedReason reason = BlockedReason.COMPUTE_ENVIRONMENT_MAX_RESOURCE;
        boolean ableButOff = false;
        for (int environment : queue.environments()) {
            if (!need.runsIn(environment)
                    || state.environments().get(environment).isExceededBy(need)) {
                continue;
            }
            if (!couldHold(need, environment)) {
                reason = BlockedReason.JOB_RESOURCE_REQUIREMENT;
            } else if (state.switches.isOpen(environment)) {
                return BlockedReason.INSUFFICIENT_INSTANCE_CAPACITY;
            } else {
                ableButOff = true;
            }
        }
        return ableButOff ? null : reason;
    }

    /** Whether a host is large enough, one that is or one that could come, or none is known yet. */
    private boolean couldHold(PlacementClass need, int environment) {
        if (state.environments().get(environment).provisioning().couldHold(need)) {
            return true;
        }
        if (need.isGang()) {
            int[] hosts = packing.hostsOf(environment);
            return hosts.length == 0 || packing.couldEverFit(need, hosts);
        }
        Hosts hosts = state.hosts;
        boolean known = false;
        for (int host = 0; host < hosts.limit(); host++) {
            boolean here = hosts.mode(host) != Hosts.ABSENT && hosts.environment(host) == environment;
            if (here && hosts.couldEverFit(host, need)) {
                return true;
            }
            known |= here;
        }
        return !known;
    }
}
