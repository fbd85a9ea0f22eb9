package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.policy.Reserving;
import dev.tranche.runtime.internal.policy.ScaleOut;
import dev.tranche.runtime.internal.state.Heads;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.State;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Protects the head of each queue from being passed for ever. When it has been blocked for longer than the queue's patience,
 * hosts of one environment are kept for it; so it waits no longer than its patience and the longest run there then.
 *
 * <p>An environment has one reservation at a time. The head of a queue of higher priority takes it over; nothing else does.
 * A strict queue lets nobody pass in the queue itself, but other queues over the same hosts could go on for ever, so its head
 * is protected in the same way. As long as an environment can still be given a host for the head, none is kept for it.
 */
final class Patience {
    private static final int[] NOWHERE = {};

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final Reserving reserving;
    private final Gates gates;
    private final ScaleOut scaleOut;
    /** Where no host was found to be large enough for a class, with the fleet that {@link #fleet} names. */
    private final Set<TooSmall> tooSmall = new HashSet<>();

    private long fleet;

    private boolean madeRoom;

    private record TooSmall(int environment, PlacementClass need) {}

    Patience(State state, Outcomes out, Reserving reserving, Gates gates, ScaleOut scaleOut) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.reserving = reserving;
        this.gates = gates;
        this.scaleOut = scaleOut;
    }

    /** When the next head has been blocked for too long; {@link Long#MAX_VALUE} if none will be. */
    long next() {
        long next = Long.MAX_VALUE;
        for (int at = 0; at < state.queues().size(); at++) {
            long end = endOf(state.queues().get(at));
            next = end > state.now() ? Math.min(next, end) : next;
        }
        return next;
    }

    /** Before a pass: ends reservations that have lost their sense, and keeps hosts for heads that are overdue. */
    void review(List<Queue> byPriority) {
        if (!state.reservations.isEmpty()) {
            for (Reservation reservation : List.copyOf(state.reservations.all())) {
                review(reservation);
            }
        }
        for (int at = 0; at < byPriority.size(); at++) {
            Queue queue = byPriority.get(at);
            if (endOf(queue) <= state.now()) {
                reserveForHead(queue);
            }
        }
    }

    /** The lane of a job that fits on what is kept for it now, or NONE. */
    int laneToPlace(Reservation reservation) {
        int row = waiting(reservation.job(), reservation.index());
        int lane = row == NONE ? NONE : jobs.lane(row);
        boolean fits = row != NONE && reserving.fits(reservation, state.lanes.need(lane));
        return fits && state.lanes.head(lane) == row && gates.mayStart(lane) ? lane : NONE;
    }

    /** A job has been placed: what was kept for it is free for all. */
    void placed(long job, int index) {
        if (!state.reservations.isEmpty() && state.reservations.of(job, index) != null) {
            out.reservationEnded(job, index);
            madeRoom = true;
        }
    }

    /** A host is about to take nothing new, or to go: whoever it was kept for gets another. */
    void abandon(int host) {
        if (state.hosts.isReserved(host)) {
            endReservationIn(state.hosts.environment(host));
        }
    }

    /**
     * After a pass that has placed all that fits: notes who comes next in each queue.
     *
     * @return whether there is something to review at once: a head whose patience is over, or the turn of the next
     */
    boolean noteHeads() {
        boolean more = madeRoom;
        madeRoom = false;
        for (int at = 0; at < state.queues().size(); at++) {
            Queue queue = state.queues().get(at);
            boolean matters = queue.patienceMicros() != Queue.PATIENT_FOR_EVER
                    || !queue.limits().isEmpty();
            int lane = matters ? gates.blockedHead(queue) : NONE;
            if (lane != NONE) {
                more |= noteHead(queue, state.lanes.head(lane));
            }
        }
        return more;
    }

    private boolean noteHead(Queue queue, int row) {
        long job = jobs.number(row);
        int index = state.indexToPlace(row);
        if (state.heads.is(queue.number(), job, index)) {
            return false;
        }
        out.headBlocked(queue.number(), job, index, state.now());
        return queue.patienceMicros() == 0;
    }

    /** When the patience of a queue with its head ends; {@link Long#MAX_VALUE} if no head is blocked. */
    private long endOf(Queue queue) {
        Heads heads = state.heads;
        if (heads.job(queue.number()) == 0) {
            return Long.MAX_VALUE;
        }
        long end = heads.since(queue.number()) + queue.patienceMicros();
        return end < 0 ? Long.MAX_VALUE : end;
    }

    private void review(Reservation reservation) {
        int row = waiting(reservation.job(), reservation.index());
        if (row == NONE || !mayStart(reservation, jobs.lane(row)) || isBehindInStrictQueue(row)) {
            out.reservationEnded(reservation.job(), reservation.index());
            return;
        }
        int first = state.lanes.head(jobs.lane(row));
        if (first != row) {
            // one that came back stands before it in its own lane, and nobody passes there
            out.reservationEnded(reservation.job(), reservation.index());
            handOn(reservation, jobs.number(first), state.indexToPlace(first));
        }
    }

    private void handOn(Reservation reservation, long job, int index) {
        if (state.reservations.of(job, index) == null) {
            out.hostsReserved(job, index, reservation.hosts(), reservation.untilMicros());
        }
    }

    /** One that came back is the head of its strict queue now, and nobody passes there. */
    private boolean isBehindInStrictQueue(int row) {
        Queue queue = state.queues().get(state.lanes.queue(jobs.lane(row)));
        return queue.strict() && state.lanes.firstWaiting(queue.number()) != jobs.lane(row);
    }

    /** Whether a lane lacks nothing but that what is kept comes free. */
    private boolean mayStart(Reservation reservation, int lane) {
        return reserving.isAble(reservation, state.lanes.need(lane)) && gates.mayStart(lane);
    }

    /** The row with which a job waits in a lane, or NONE. */
    private int waiting(long job, int index) {
        int own = state.index.find(job, index);
        // a child that others wait for has a row before its array gives it out
        int row = own != NONE && jobs.has(own, Jobs.IN_LANE) ? own : state.index.find(job, NONE);
        return row != NONE && jobs.has(row, Jobs.IN_LANE) && state.indexToPlace(row) == index ? row : NONE;
    }

    private void reserveForHead(Queue queue) {
        long job = state.heads.job(queue.number());
        int index = state.heads.index(queue.number());
        int row = waiting(job, index);
        if (row == NONE || !isHead(queue, row) || state.reservations.of(job, index) != null) {
            return;
        }
        int lane = jobs.lane(row);
        if (!gates.mayStart(lane) || isOnItsWay(queue, state.lanes.need(lane))) {
            return;
        }
        int[] best = NOWHERE;
        long least = Long.MAX_VALUE;
        for (int environment : queue.environments()) {
            int[] hosts = mayTake(queue, environment) ? hostsFor(lane, environment) : NOWHERE;
            long shortfall = hosts.length == 0 ? Long.MAX_VALUE : reserving.shortfall(state.lanes.need(lane), hosts);
            best = shortfall < least ? hosts : best;
            least = Math.min(least, shortfall);
        }
        if (best.length > 0) {
            endReservationIn(state.hosts.environment(best[0]));
            out.hostsReserved(job, index, best, reserving.latestKnownEnd(best));
        }
    }

    /** Whether an environment gets a host for it, or is about to ask for one: then none has to be kept. */
    private boolean isOnItsWay(Queue queue, PlacementClass need) {
        for (int environment : queue.environments()) {
            if (need.runsIn(environment) && scaleOut.canGrowFor(need, environment)) {
                return true;
            }
        }
        return false;
    }

    private boolean isHead(Queue queue, int row) {
        int lane = jobs.lane(row);
        return gates.firstAble(queue) == lane && state.lanes.head(lane) == row;
    }

    /** Whether the hosts of an environment are kept for nobody, or for a queue that comes later. */
    private boolean mayTake(Queue queue, int environment) {
        Reservation present = state.reservations.in(environment);
        int owner = present == null ? NONE : waiting(present.job(), present.index());
        if (owner == NONE) {
            return true;
        }
        Queue other = state.queues().get(state.lanes.queue(jobs.lane(owner)));
        return queue.priority() > other.priority();
    }

    /** The hosts to keep for a lane, perhaps none; a search of all hosts in vain is not made again for the same fleet. */
    private int[] hostsFor(int lane, int environment) {
        PlacementClass need = state.lanes.need(lane);
        if (fleet != state.hosts.version()) {
            fleet = state.hosts.version();
            tooSmall.clear();
        }
        boolean open = need.runsIn(environment) && state.switches.isOpen(environment);
        if (!open || tooSmall.contains(new TooSmall(environment, need))) {
            return NOWHERE;
        }
        int[] hosts = reserving.hostsFor(need, environment);
        if (hosts.length == 0) {
            tooSmall.add(new TooSmall(environment, need));
        }
        return hosts;
    }

    private void endReservationIn(int environment) {
        Reservation present = state.reservations.in(environment);
        if (present != null) {
            out.reservationEnded(present.job(), present.index());
        }
    }
}
