package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Where a job goes: the first environment of its queue, in their order, that takes attempts and has a host with room; there
 * the host that is left with least. A host that is kept for another job is the last choice, and only for what is gone in time.
 */
public final class Placement {
    private final State state;
    private final Reserving reserving;
    private final GangPacking packing;

    public Placement(State state, Reserving reserving, GangPacking packing) {
        this.state = state;
        this.reserving = reserving;
        this.packing = packing;
    }

    /** The host for the head of a lane, or {@link dev.tranche.runtime.internal.state.RowTable#NONE}. */
    public int hostFor(int lane) {
        PlacementClass need = state.lanes.need(lane);
        int candidate = state.lanes.candidate(lane);
        if (candidate != Lanes.ANY_HOST) {
            boolean open = state.hosts.mode(candidate) == Hosts.ACTIVE
                    && state.switches.isOpen(state.hosts.environment(candidate));
            return open && state.hosts.fits(candidate, need) && isOpen(candidate, lane) ? candidate : NONE;
        }
        Queue queue = state.queues().get(state.lanes.queue(lane));
        for (int environment : queue.environments()) {
            boolean open = need.runsIn(environment) && state.switches.isOpen(environment);
            int host = open ? grid(environment, need) : NONE;
            if (host != NONE) {
                return host;
            }
        }
        return state.reservations.isEmpty() ? NONE : reservedHostFor(lane, need);
    }

    /** The hosts for the nodes of the multi-node job at the head of a lane, by their index; or null. */
    public int @Nullable [] hostsFor(int lane) {
        PlacementClass need = state.lanes.need(lane);
        Queue queue = state.queues().get(state.lanes.queue(lane));
        for (int environment : queue.environments()) {
            boolean open = need.runsIn(environment) && state.switches.isOpen(environment);
            int[] hosts = open ? packing.inEnvironment(need, environment) : null;
            if (hosts != null) {
                return hosts;
            }
        }
        return null;
    }

    private int grid(int environment, PlacementClass need) {
        Environment there = state.environments().get(environment);
        return there.grid().bestFit(need);
    }

    private boolean isOpen(int host, int lane) {
        Reservation reservation =
                state.hosts.isReserved(host) ? state.reservations.in(state.hosts.environment(host)) : null;
        return reservation == null || reserving.admits(reservation, state.lanes.head(lane));
    }

    private int reservedHostFor(int lane, PlacementClass need) {
        for (Reservation reservation : state.reservations.all()) {
            if (need.runsIn(reservation.environment()) && reserving.admits(reservation, state.lanes.head(lane))) {
                for (int host : reservation.hosts()) {
                    if (state.hosts.fits(host, need)) {
                        return host;
                    }
                }
            }
        }
        return NONE;
    }
}
