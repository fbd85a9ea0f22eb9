package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.policy.Blockage;
import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.state.BlockedReason;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.StateLimit;
import org.jspecify.annotations.Nullable;

/**
 * Cancels the head of a queue that has been blocked for longer than the queue allows for the reason that keeps it; AWS: {@code
 * jobStateTimeLimitActions}. What waits for a place in its queue, a consumable resource or its turn is not blocked.
 */
final class BlockedHeads {
    private final State state;
    private final Outcomes out;
    private final Endings endings;
    private final Gates gates;
    private final Blockage blockage;

    BlockedHeads(State state, Outcomes out, Endings endings, Gates gates, Blockage blockage) {
        this.state = state;
        this.out = out;
        this.endings = endings;
        this.gates = gates;
        this.blockage = blockage;
    }

    /** When the next limit of a head is over; {@link Long#MAX_VALUE} if none will be. */
    long next() {
        long next = Long.MAX_VALUE;
        for (int at = 0; at < state.queues().size(); at++) {
            Queue queue = state.queues().get(at);
            for (int each = 0; each < queue.limits().size(); each++) {
                long end = endOf(queue, queue.limits().get(each));
                next = end > state.now() ? Math.min(next, end) : next;
            }
        }
        return next;
    }

    /** After a pass that has placed all that fits: cancels the heads whose time is over; whether there was one. */
    boolean cancelOverdue() {
        boolean cancelled = false;
        for (int at = 0; at < state.queues().size(); at++) {
            Queue queue = state.queues().get(at);
            cancelled |= isAnyOver(queue) && cancelOverdue(queue);
        }
        return cancelled;
    }

    private boolean cancelOverdue(Queue queue) {
        int lane = gates.blockedHead(queue);
        if (lane == NONE) {
            return false;
        }
        int row = state.lanes.head(lane);
        long job = state.jobs.number(row);
        int index = state.indexToPlace(row);
        StateLimit limit = limitOf(row, index);
        if (limit == null || endOf(queue, limit) > state.now()) {
            return false;
        }
        if (state.reservations.of(job, index) != null) {
            out.reservationEnded(job, index);
        }
        endings.end(job, index, JobStatus.FAILED, EndCause.CANCELLED, reason(limit));
        return true;
    }

    /** The limit that a job of a lane is under since it is the blocked head of its queue; or null. */
    @Nullable
    StateLimit limitOf(int row, int index) {
        int lane = state.jobs.lane(row);
        Queue queue = state.queues().get(state.lanes.queue(lane));
        if (queue.limits().isEmpty() || !state.heads.is(queue.number(), state.jobs.number(row), index)) {
            return null;
        }
        BlockedReason reason = blockage.of(lane);
        for (StateLimit limit : queue.limits()) {
            if (limit.reason() == reason) {
                return limit;
            }
        }
        return null;
    }

    /** When a limit of the blocked head of a queue is over. */
    long endOf(Queue queue, StateLimit limit) {
        if (state.heads.job(queue.number()) == 0) {
            return Long.MAX_VALUE;
        }
        long end = state.heads.since(queue.number()) + limit.micros();
        return end < 0 ? Long.MAX_VALUE : end;
    }

    /** What a job ends with that was blocked for longer than its queue allows. */
    static String reason(StateLimit limit) {
        return "Canceled by JobStateTimeLimit action due to reason: "
                + limit.reason().word();
    }

    private boolean isAnyOver(Queue queue) {
        for (int each = 0; each < queue.limits().size(); each++) {
            if (endOf(queue, queue.limits().get(each)) <= state.now()) {
                return true;
            }
        }
        return false;
    }
}
