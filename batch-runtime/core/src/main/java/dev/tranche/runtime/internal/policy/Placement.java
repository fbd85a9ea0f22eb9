package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;

/**
 * Where a job goes: the first environment of its queue, in their order, that has a host with room; there the host that is
 * left with least.
 */
public final class Placement {
    private final State state;

    public Placement(State state) {
        this.state = state;
    }

    /** The host for the head of a lane, or {@link dev.tranche.runtime.internal.state.RowTable#NONE}. */
    public int hostFor(int lane) {
        PlacementClass need = state.lanes.need(lane);
        int candidate = state.lanes.candidate(lane);
        if (candidate != Lanes.ANY_HOST) {
            boolean fits = state.hosts.mode(candidate) == Hosts.ACTIVE && state.hosts.fits(candidate, need);
            return fits ? candidate : NONE;
        }
        Queue queue = state.queues().get(state.lanes.queue(lane));
        for (int environment : queue.environments()) {
            int host = need.runsIn(environment) ? grid(environment, need) : NONE;
            if (host != NONE) {
                return host;
            }
        }
        return NONE;
    }

    private int grid(int environment, PlacementClass need) {
        Environment there = state.environments().get(environment);
        return there.grid().bestFit(need);
    }
}
