package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;
import java.util.List;

/** What a job needs beside a host: a place in its queue, consumable resources, vCPUs that are not held back for others. */
public final class Gates {
    private final State state;

    public Gates(State state) {
        this.state = state;
    }

    /** Whether so many jobs of a queue are starting or running that no further one may. */
    public boolean isFull(Queue queue) {
        return queue.maxConcurrent() > 0 && state.ledger.running(queue.number()) >= queue.maxConcurrent();
    }

    /**
     * After a pass that has placed all that fits: the lane whose head is the first in its queue that lacks nothing but a host, or
     * {@link dev.tranche.runtime.internal.state.RowTable#NONE}.
     */
    public int blockedHead(Queue queue) {
        boolean blocked = !isFull(queue) && state.lanes.firstBlocked(queue.number()) != NONE;
        return blocked ? firstAble(queue) : NONE;
    }

    /**
     * The lane whose head comes next in its queue of those that lack nothing but a host and a place in the queue, or {@link
     * dev.tranche.runtime.internal.state.RowTable#NONE}. In a strict queue what lacks more is in the way of the others.
     */
    public int firstAble(Queue queue) {
        int lane = state.lanes.firstWaiting(queue.number());
        while (lane != NONE && lacking(lane) != NONE) {
            if (state.lanes.isWithheld(lane)) {
                return NONE;
            }
            // not looked at yet, or found to fit nowhere before it lacked this
            state.lanes.withhold(lane, lacking(lane));
            lane = state.lanes.firstWaiting(queue.number());
        }
        return lane;
    }

    /** Whether the head of a lane lacks nothing but a host. */
    public boolean mayStart(int lane) {
        return !isFull(state.queues().get(state.lanes.queue(lane))) && lacking(lane) == NONE;
    }

    /**
     * What the head of a lane lacks.
     *
     * @return a consumable resource, {@link Lanes#HELD_BACK}, or {@link dev.tranche.runtime.internal.state.RowTable#NONE} if
     *     it lacks nothing
     */
    public int lacking(int lane) {
        int[] resources = state.lanes.resources(lane);
        if (resources.length > 0) {
            List<Consumption> consumes = state.lanes.need(lane).consumes();
            for (int at = 0; at < resources.length; at++) {
                if (state.consumables.free(resources[at]) < consumes.get(at).quantity()) {
                    return resources[at];
                }
            }
        }
        return state.lanes.headroom(lane) < state.lanes.need(lane).millivcpus() ? Lanes.HELD_BACK : NONE;
    }
}
