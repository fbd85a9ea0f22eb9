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
