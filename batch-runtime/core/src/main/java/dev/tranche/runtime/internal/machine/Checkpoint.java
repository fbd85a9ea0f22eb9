package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Consumables;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.MainEnd;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.Share;
import dev.tranche.runtime.internal.state.ShareUsage;
import dev.tranche.runtime.internal.state.Shares;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Tokens;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/**
 * Writes a state as outcomes: everything that exists first, then the edges, then where each job stands. What stands in a
 * list is written in the order of that list, which is how the list comes back.
 */
final class Checkpoint {
    private final State state;
    private final Jobs jobs;

    Checkpoint(State state) {
        this.state = state;
        this.jobs = state.jobs;
    }

    void write(Outcomes into) {
        fleet(into);
        consumables(into);
        specs(into);
        each(row -> jobs.has(row, Jobs.WORKFLOW), row -> into.workflowOpened(jobs.number(row), name(row)));
        each(this::isJob, row -> accepted(row, into));
        each(row -> jobs.has(row, Jobs.RERUN), row -> rerun(row, into));
        each(this::isMoved, row -> moved(row, into));
        each(row -> jobs.has(row, Jobs.ARRAY | Jobs.WORKFLOW), row -> limits(row, into));
        each(row -> true, row -> edges(row, into));
        each(row -> jobs.has(row, Jobs.ARRAY), row -> array(row, into));
        positions(into);
        into.orderRestored(state.lastOrder());
        if (state.hostsDue() != 0) {
            into.hostsDue(state.hostsDue());
        }
        heads(into);
        shares(into);
    }

    /** Who comes next in each queue, and the hosts that are kept. */
    private void heads(Outcomes into) {
        for (int queue = 0; queue < state.queues().size(); queue++) {
            if (state.heads.job(queue) != 0) {
                into.headBlocked(queue, state.heads.job(queue), state.heads.index(queue), state.heads.since(queue));
            }
        }
        for (Reservation each : state.reservations.all()) {
            into.hostsReserved(each.job(), each.index(), each.hosts(), each.untilMicros());
        }
    }

    private void fleet(Outcomes into) {
        for (int at = 0; at < state.environments().size(); at++) {
            Environment environment = state.environments().get(at);
            into.environmentAdded(at, environment.name(), environment.maxMillivcpus());
            String disabled = state.switches.environmentDisabled(at);
            if (disabled != null) {
                into.environmentDisabled(at, disabled);
            }
            provisioning(at, environment.provisioning(), into);
        }
        for (Queue queue : state.queues()) {
            into.queueAdded(queue);
            String disabled = state.switches.queueDisabled(queue.number());
            if (disabled != null) {
                into.queueDisabled(queue.number(), disabled);
            }
        }
        Hosts hosts = state.hosts;
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.mode(host) != Hosts.ABSENT) {
                into.hostJoined(
                        host,
                        hosts.environment(host),
                        hosts.name(host),
                        hosts.millivcpus(host),
                        hosts.memoryMib(host),
                        hosts.gpus(host),
                        hosts.diskMib(host));
            }
            if (hosts.mode(host) != Hosts.ABSENT && hosts.isHeldInPart(host)) {
                into.hostHeld(
                        host,
                        hosts.heldMillivcpus(host),
                        hosts.heldMemoryMib(host),
                        hosts.heldGpus(host),
                        hosts.heldDiskMib(host));
            }
            if (hosts.mode(host) == Hosts.DRAINING) {
                into.hostDraining(host, "draining");
            }
        }
        for (int at = 0; at < state.environments().size(); at++) {
            for (LaunchedHost host : state.environments().get(at).provisioning().hosts()) {
                into.hostIdleRestored(at, host.name(), host.idleSince());
            }
        }
    }

    /** How an environment grows and shrinks, before its hosts are said. */
    private static void provisioning(int environment, Provisioning provisioning, Outcomes into) {
        ScalingRules rules = provisioning.rules();
        if (rules == null) {
            return;
        }
        into.environmentScales(environment, rules);
        for (int type = 0; type < provisioning.offers().size(); type++) {
            Provisioning.Offer offer = provisioning.offers().get(type);
            HostType measured = offer.type();
            into.hostTypeOffered(environment, type, offer.nominal());
            if (!measured.equals(offer.nominal())) {
                into.hostTypeMeasured(environment, type, measured.memoryMib(), measured.gpus(), measured.diskMib());
            }
        }
        for (LaunchedHost host : provisioning.hosts()) {
            into.hostLaunched(
                    environment,
                    0,
                    host.name(),
                    host.type(),
                    host.millivcpus(),
                    host.microDollarsPerHour(),
                    host.launchedAt());
            if (host.ending() != null) {
                into.hostEndDecided(environment, host.name(), host.ending());
            }
        }
        for (int type = 0; type < provisioning.offers().size(); type++) {
            Provisioning.Withheld why = provisioning.offers().get(type).withheld();
            if (why != null) {
                into.hostTypeWithheld(environment, type, why.times(), why.since(), why.until(), why.reason());
            }
        }
        for (HostRequest request : provisioning.requests()) {
            into.hostsRequested(environment, request);
        }
        into.provisioningRestored(environment, provisioning.lastRequest(), provisioning.spent());
    }

    private void consumables(Outcomes into) {
        Consumables all = state.consumables;
        for (int at = 0; at < all.size(); at++) {
            into.consumableAdded(at, all.name(at), all.declared(at), all.isReplenishable(at));
            if (all.total(at) != all.declared(at)) {
                into.consumableResized(at, all.total(at));
            }
        }
    }

    /** What shares had used, for those of which that matters. */
    private void shares(Outcomes into) {
        for (Queue queue : state.queues()) {
            Shares all = state.lanes.shares(queue.number());
            for (int slot = 0; all != null && slot < all.size(); slot++) {
                Share share = all.get(slot);
                if (all.isRemembered(share, state.now())) {
                    ShareUsage usage = share.usage();
                    into.shareRestored(
                            queue.number(), share.identifier(), share.idleSince(), usage.settledAt(), usage.past());
                }
            }
        }
    }

    private void specs(Outcomes into) {
        for (int at = 0; at < state.specs.limit(); at++) {
            JobSpec spec = state.specs.peek(at);
            if (spec != null) {
                into.specInterned(at, spec);
            }
        }
    }

    private void accepted(int row, Outcomes into) {
        boolean array = jobs.has(row, Jobs.ARRAY);
        int run = jobs.owner(row);
        boolean inRun = run != NONE && !jobs.status(row).isTerminal();
        int lane = jobs.lane(row);
        into.jobAccepted(
                jobs.number(row),
                name(row),
                state.lanes.queue(lane),
                jobs.spec(row),
                array ? state.array(row).size() : 0,
                jobs.has(row, Jobs.SEQUENTIAL),
                inRun ? jobs.number(run) : 0,
                state.lanes.share(lane),
                state.lanes.priority(lane));
        String token = state.tokens.of(jobs.number(row));
        Tokens.Binding binding = token == null ? null : state.tokens.get(token);
        if (token != null && binding != null) {
            into.tokenBound(jobs.number(row), token, binding.content());
        }
    }

    private void rerun(int row, Outcomes into) {
        long job = jobs.number(row);
        long[] children = jobs.has(row, Jobs.ARRAY) ? state.array(row).inheritedBits() : new long[0];
        into.jobRerun(job, state.reruns.getOrDefault(job, 0L), jobs.has(row, Jobs.INHERITED), children);
    }

    /** Whether a job waits for something else than its spec says in its queue. */
    private boolean isMoved(int row) {
        if (!isJob(row)) {
            return false;
        }
        int lane = jobs.lane(row);
        Queue queue = state.queues().get(state.lanes.queue(lane));
        return !state.lanes.need(lane).equals(PlacementClass.of(state.specs.get(jobs.spec(row)), queue));
    }

    private void moved(int row, Outcomes into) {
        int lane = jobs.lane(row);
        PlacementClass need = state.lanes.need(lane);
        into.jobMoved(
                jobs.number(row),
                jobs.index(row),
                state.lanes.queue(lane),
                state.lanes.share(lane),
                state.lanes.priority(lane),
                need.memoryMib(),
                need.environments());
    }

    private void limits(int row, Outcomes into) {
        boolean run = jobs.has(row, Jobs.WORKFLOW);
        if (run && jobs.failureLimit(row) != NONE) {
            into.jobLimited(jobs.number(row), jobs.failureLimit(row), 0);
        } else if (!run && state.array(row).failureLimit() < Integer.MAX_VALUE) {
            into.jobLimited(jobs.number(row), state.array(row).failureLimit(), 0);
        }
    }

    private void edges(int row, Outcomes into) {
        for (int edge = state.edges.first(row); edge != NONE; edge = state.edges.after(edge)) {
            int dependent = state.edges.dependent(edge);
            DependencyKind kind = state.edges.kind(edge);
            long waiting = dependent == NONE ? 0 : jobs.number(dependent);
            into.edgeAdded(jobs.number(row), jobs.index(row), waiting, kind);
        }
        if (jobs.has(row, Jobs.ARRAY)) {
            for (int before : state.array(row).eachOf()) {
                into.edgeAdded(jobs.number(before), NONE, jobs.number(row), DependencyKind.EACH);
            }
        }
    }

    private void array(int row, Outcomes into) {
        ArrayJob array = state.array(row);
        long job = jobs.number(row);
        if (jobs.has(row, Jobs.STOPPED)) {
            into.arrayStopped(job, array.stopCause(), array.stopReason());
        }
        into.arrayRestored(
                job,
                array.cursor(),
                array.started(),
                array.succeededBits().clone(),
                array.failedBits().clone());
    }

    /** Lists first, in their order; then what stands in none. */
    private void positions(Outcomes into) {
        for (int lane = 0; lane < state.lanes.limit(); lane++) {
            for (int row = state.lanes.head(lane); row != NONE; row = state.lanes.next(row)) {
                restored(row, into);
            }
        }
        for (int host = 0; host < state.hosts.limit(); host++) {
            for (int row = state.running.head(host); row != NONE; row = state.running.next(row)) {
                restored(row, into);
            }
        }
        for (int row = state.ended.head(State.ENDED); row != NONE; row = state.ended.next(row)) {
            restored(row, into);
        }
        for (int row = state.ripple(); row != NONE; row = jobs.ripple(row)) {
            restored(row, into);
        }
        each(this::standsAlone, row -> restored(row, into));
    }

    private boolean standsAlone(int row) {
        JobStatus status = jobs.status(row);
        boolean sealedRun = jobs.has(row, Jobs.SEALED) && jobs.out(row) != NONE;
        boolean heldBack = status.isTerminal()
                && jobs.out(row) == NONE
                && jobs.has(row, Jobs.ARRAY)
                && state.array(row).holdsBack();
        boolean onHost = Attempts.isRunning(status) && jobs.host(row) != NONE;
        boolean inNoList = !status.isTerminal() && !sealedRun && !jobs.has(row, Jobs.IN_LANE) && !onHost;
        return heldBack || inNoList;
    }

    private void restored(int row, Outcomes into) {
        JobStatus status = jobs.status(row);
        boolean running = Attempts.isRunning(status);
        if (jobs.index(row) != NONE && jobs.lane(row) != jobs.lane(jobs.owner(row))) {
            moved(row, into);
        }
        into.jobRestored(
                jobs.number(row),
                jobs.index(row),
                status,
                jobs.attempt(row),
                jobs.has(row, Jobs.WORKFLOW) ? jobs.failures(row) : jobs.order(row),
                jobs.flags(row),
                running ? jobs.host(row) : NONE,
                state.isTimed(row) ? state.deadlines.of(row) : 0,
                state.notes.get(row));
        MainEnd main = jobs.index(row) == NONE ? state.mainEnds.get(jobs.number(row)) : null;
        if (main != null) {
            into.mainEndRestored(jobs.number(row), main.verdict(), main.exitCode(), main.reason(), main.statusReason());
        }
        if (state.setbacks.has(row)) {
            into.setbacksRestored(
                    jobs.number(row),
                    jobs.index(row),
                    state.setbacks.interruptions(row),
                    state.setbacks.notPlaced(row),
                    state.setbacks.notStartedIn(row),
                    state.setbacks.left(row));
        }
    }

    private boolean isJob(int row) {
        return !jobs.has(row, Jobs.WORKFLOW) && jobs.index(row) == NONE;
    }

    private String name(int row) {
        return state.names.get(jobs.name(row));
    }

    private void each(IntPredicate which, IntConsumer what) {
        for (int row = 0; row < jobs.rows().limit(); row++) {
            if (jobs.number(row) != 0 && which.test(row)) {
                what.accept(row);
            }
        }
    }
}
