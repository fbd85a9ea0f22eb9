package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MemorySize;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.policy.GangPacking;
import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.policy.Reserving;
import dev.tranche.runtime.internal.policy.ScaleOut;
import dev.tranche.runtime.internal.policy.Shortfall;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.StateLimit;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says why a job does not run, from the tables as they are. Reads only; its work is bounded. */
final class Explainer {
    private static final int MOST_LISTED = 20;
    private static final int MOST_COUNTED = 1_000;

    private final State state;
    private final Jobs jobs;
    private final long runtimeId;
    private final TurnReasons turns;
    private final ReservationReasons reservations;
    private final ScalingReasons scaling;
    private final GangPacking packing;
    private final BlockedHeads blockedHeads;

    Explainer(
            State state,
            Gates gates,
            Reserving reserving,
            GangPacking packing,
            BlockedHeads blockedHeads,
            ScaleOut scaleOut,
            long runtimeId) {
        this.state = state;
        this.jobs = state.jobs;
        this.runtimeId = runtimeId;
        this.packing = packing;
        this.blockedHeads = blockedHeads;
        this.turns = new TurnReasons(state, gates);
        this.reservations = new ReservationReasons(state, reserving, runtimeId);
        this.scaling = new ScalingReasons(state, scaleOut);
    }

    /** The status of a job that is known; of a child without a row, what follows from its array. */
    @Nullable
    JobStatus status(long job, int index) {
        int row = state.index.find(job, index);
        if (row != NONE) {
            return jobs.status(row);
        }
        int parent = index == NONE ? NONE : state.index.find(job, NONE);
        if (parent != NONE && state.isGang(parent)) {
            return index < state.gang(parent).size() ? jobs.status(parent) : null;
        }
        if (parent == NONE
                || !jobs.has(parent, Jobs.ARRAY)
                || index >= state.array(parent).size()) {
            return null;
        }
        ArrayJob array = state.array(parent);
        if (array.hasEnded(index)) {
            return array.hasSucceeded(index) ? JobStatus.SUCCEEDED : JobStatus.FAILED;
        }
        boolean gives = jobs.has(parent, Jobs.IN_LANE) || (jobs.has(parent, Jobs.HELD) && state.hasNextChild(parent));
        boolean next = gives && (!jobs.has(parent, Jobs.SEQUENTIAL) || index == array.cursor());
        return next ? JobStatus.RUNNABLE : JobStatus.PENDING;
    }

    @Nullable
    Explanation explain(long job, int index) {
        JobStatus status = status(job, index);
        if (status == null) {
            return null;
        }
        List<WaitReason> reasons = new ArrayList<>();
        if (!status.isTerminal() && status != JobStatus.RUNNING) {
            int row = state.index.find(job, index);
            int parent = row == NONE ? state.index.find(job, NONE) : NONE;
            if (parent != NONE && state.isGang(parent)) {
                waiting(parent, reasons);
            } else if (row == NONE) {
                unborn(parent, index, reasons);
            } else {
                waiting(row, reasons);
            }
        }
        return new Explanation(new JobId(runtimeId, job, index), status, reasons);
    }

    private void waiting(int row, List<WaitReason> reasons) {
        if (jobs.status(row) == JobStatus.STARTING) {
            starting(row, reasons);
        } else if (state.isNode(row)) {
            reasons.add(new WaitReason.NodeEnded(state.gang(row).mainNode()));
        } else if (jobs.has(row, Jobs.IN_LANE)) {
            inLane(row, reasons);
            ahead(row, jobs.index(row), reasons);
        } else if (jobs.status(row) == JobStatus.RUNNABLE) {
            backOff(row, reasons);
        } else if (jobs.index(row) != NONE) {
            unborn(jobs.owner(row), jobs.index(row), reasons);
        } else {
            atGate(row, reasons);
        }
        held(row, reasons);
        if (jobs.has(row, Jobs.ARRAY) && jobs.has(row, Jobs.OPENED)) {
            ArrayJob array = state.array(row);
            reasons.add(0, new WaitReason.ChildrenOpen(array.size(), array.started(), array.ended()));
        }
    }

    private void backOff(int row, List<WaitReason> reasons) {
        if (state.isTimed(row)) {
            reasons.add(new WaitReason.BackOff(jobs.attempt(row) + 1, time(state.deadlines.of(row))));
        }
    }

    /** Says first that a job is held, or its array, whatever else it waits for. */
    private void held(int row, List<WaitReason> reasons) {
        int by = !jobs.has(row, Jobs.HELD) && jobs.index(row) != NONE ? jobs.owner(row) : row;
        if (jobs.has(by, Jobs.HELD)) {
            reasons.removeIf(WaitReason.Held.class::isInstance);
            reasons.add(0, new WaitReason.Held(state.notes.getOrDefault(by, "")));
        }
    }

    /** A multi-node job starts with its main node; its other nodes wait for that. */
    private void starting(int row, List<WaitReason> reasons) {
        boolean waitsForMain = state.isNode(row)
                && jobs.index(row) != state.gang(row).mainNode()
                && jobs.status(jobs.owner(row)) == JobStatus.STARTING;
        if (waitsForMain) {
            reasons.add(new WaitReason.MainNodeStarts(state.gang(row).mainNode()));
            return;
        }
        int where = state.isGang(row)
                ? state.index.find(jobs.number(row), state.gang(row).mainNode())
                : row;
        reasons.add(new WaitReason.Starting(state.hosts.name(jobs.host(where))));
    }

    /** A child that has not been looked at yet: it waits for what its array waits for, or for its counterparts. */
    private void unborn(int parent, int index, List<WaitReason> reasons) {
        ArrayJob array = state.array(parent);
        if (!jobs.has(parent, Jobs.OPENED)) {
            atGate(parent, reasons);
        } else if (array.eachOf().length > 0) {
            counterparts(array, index, reasons);
        } else if (jobs.has(parent, Jobs.SEQUENTIAL) && index > 0 && !array.hasSucceeded(index - 1)) {
            reasons.add(new WaitReason.DependencyOpen(List.of(id(parent).child(index - 1)), 1));
        } else if (jobs.has(parent, Jobs.IN_LANE)) {
            inLane(parent, reasons);
            ahead(parent, index, reasons);
        }
        held(parent, reasons);
    }

    /** What a job in its lane has to reckon with, or the child of an array there. */
    private void ahead(int row, int index, List<WaitReason> reasons) {
        int lane = jobs.lane(row);
        Queue queue = state.queues().get(state.lanes.queue(lane));
        long able = PlacementClass.of(state.specs.get(jobs.spec(row)), queue).environments();
        long left = able & ~state.lanes.need(lane).environments();
        for (int environment : queue.environments()) {
            if ((left >>> environment & 1) != 0) {
                String name = state.environments().get(environment).name();
                boolean notStarted = (state.setbacks.notStartedIn(row) >>> environment & 1) != 0;
                reasons.add(
                        notStarted
                                ? new WaitReason.NotStartedThere(name)
                                : new WaitReason.EnvironmentLeft(name, state.setbacks.interruptions(row)));
            }
        }
        if (state.isTimed(row)) {
            reasons.add(new WaitReason.MustStartBy(time(state.deadlines.of(row)), Endings.QUEUE_TIMEOUT));
        }
        StateLimit limit = blockedHeads.limitOf(row, index);
        if (limit != null) {
            reasons.add(new WaitReason.MustStartBy(time(blockedHeads.endOf(queue, limit)), BlockedHeads.reason(limit)));
        }
    }

    private void counterparts(ArrayJob array, int index, List<WaitReason> reasons) {
        List<JobId> open = new ArrayList<>();
        for (int before : array.eachOf()) {
            if (!state.array(before).hasEnded(index)) {
                open.add(id(before).child(index));
            }
        }
        reasons.add(new WaitReason.DependencyOpen(open, open.size()));
    }

    private void atGate(int row, List<WaitReason> reasons) {
        List<JobId> open = new ArrayList<>();
        int count = 0;
        for (int edge = jobs.in(row); edge != NONE && count < MOST_COUNTED; edge = state.edges.nextIn(edge)) {
            int before = state.edges.predecessor(edge);
            if (jobs.has(before, Jobs.WORKFLOW)) {
                reasons.add(new WaitReason.WorkflowOpen(id(before)));
                continue;
            }
            count++;
            if (open.size() < MOST_LISTED) {
                open.add(id(before));
            }
        }
        if (count > 0) {
            reasons.add(new WaitReason.DependencyOpen(open, count));
        }
    }

    private void inLane(int row, List<WaitReason> reasons) {
        int lane = jobs.lane(row);
        int head = state.lanes.head(lane);
        int ahead = 0;
        for (int at = head; at != row && at != NONE && ahead < MOST_COUNTED; at = state.lanes.next(at)) {
            ahead++;
        }
        int first = state.lanes.first(state.lanes.queue(lane));
        boolean blockedByOther = first != NONE
                && first != lane
                && state.queues().get(state.lanes.queue(lane)).strict();
        int higher = turns.higher(lane);
        if (ahead + higher > 0 || blockedByOther) {
            int before = blockedByOther ? state.lanes.head(first) : higher > 0 ? turns.highest(lane) : head;
            reasons.add(new WaitReason.Behind(id(before), Math.max(1, ahead + higher)));
        }
        turns.tell(lane, reasons);
        PlacementClass need = state.lanes.need(lane);
        for (int environment : state.queues().get(state.lanes.queue(lane)).environments()) {
            boolean open = need.runsIn(environment) && !turns.tellDisabled(environment, reasons);
            if (open && !reservations.tellOwner(environment, row, reasons)) {
                if (need.isGang()) {
                    room(environment, need, reasons);
                } else {
                    capacity(environment, need, reasons);
                }
                reservations.tellOthers(environment, need, reasons);
                scaling.tell(environment, need, reasons);
            }
        }
        if (reasons.isEmpty()) {
            reasons.add(new WaitReason.Behind(id(head), 0));
        }
    }

    private void room(int environment, PlacementClass need, List<WaitReason> reasons) {
        int[] hosts = Arrays.stream(packing.hostsOf(environment))
                .filter(host -> !state.hosts.isReserved(host))
                .toArray();
        int fit = packing.count(need, hosts, false);
        if (fit < need.nodeCount()) {
            String name = state.environments().get(environment).name();
            reasons.add(new WaitReason.NoRoomForAllNodes(
                    name, hosts.length, need.nodeCount(), fit, Admission.resources(need)));
        }
    }

    private void capacity(int environment, PlacementClass need, List<WaitReason> reasons) {
        Hosts hosts = state.hosts;
        int closest = NONE;
        long least = Long.MAX_VALUE;
        for (int host = 0; host < hosts.limit(); host++) {
            boolean takesJobs = hosts.mode(host) == Hosts.ACTIVE && !hosts.isReserved(host);
            if (takesJobs && hosts.environment(host) == environment) {
                long shortfall = Shortfall.of(hosts, host, need);
                closest = shortfall < least ? host : closest;
                least = Math.min(least, shortfall);
            }
        }
        if (least > 0) {
            reasons.add(new WaitReason.NoCapacity(
                    state.environments().get(environment).name(),
                    state.environments().get(environment).grid().size(),
                    Admission.resources(need),
                    closest == NONE ? Optional.empty() : Optional.of(free(closest))));
        }
    }

    private WaitReason.Free free(int host) {
        Hosts hosts = state.hosts;
        return new WaitReason.Free(
                hosts.name(host),
                new WaitReason.Resources(
                        hosts.freeMillivcpus(host),
                        MemorySize.mib(Math.max(0, hosts.freeMemoryMib(host))),
                        Math.max(0, hosts.freeGpus(host)),
                        MemorySize.mib(Math.max(0, hosts.freeDiskMib(host)))),
                new WaitReason.Resources(
                        hosts.heldMillivcpus(host),
                        MemorySize.mib(hosts.heldMemoryMib(host)),
                        hosts.heldGpus(host),
                        MemorySize.mib(hosts.heldDiskMib(host))));
    }

    static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private JobId id(int row) {
        return new JobId(runtimeId, jobs.number(row), jobs.index(row));
    }
}
