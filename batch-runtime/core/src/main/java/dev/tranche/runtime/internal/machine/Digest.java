package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Consumables;
import dev.tranche.runtime.internal.state.Heads;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.MainEnd;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.Share;
import dev.tranche.runtime.internal.state.ShareUsage;
import dev.tranche.runtime.internal.state.Shares;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * A number for all that matters in a state: equal for equal states, whatever rows they use. Each fact is hashed by itself
 * and the hashes are added, so that the order of rows does not count; the order of lanes does, since each job's place in its
 * queue is a fact.
 */
final class Digest {
    private final State state;
    private final Jobs jobs;
    private long sum;

    Digest(State state) {
        this.state = state;
        this.jobs = state.jobs;
    }

    long value() {
        for (int row = 0; row < jobs.rows().limit(); row++) {
            if (jobs.number(row) != 0) {
                job(row);
                edges(row);
            }
        }
        hosts();
        provisioning();
        heads();
        queues();
        consumables();
        for (int row = state.ripple(), at = 0; row != NONE; row = jobs.ripple(row), at++) {
            fact(1, identity(row), at);
        }
        return sum;
    }

    private void job(int row) {
        boolean run = jobs.has(row, Jobs.WORKFLOW);
        boolean timed = state.deadlines.size() > 0 && state.isTimed(row);
        fact(2, identity(row), text(jobs.status(row).name()), jobs.flags(row), jobs.attempt(row));
        fact(3, identity(row), text(state.names.get(jobs.name(row))), run ? jobs.members(row) : jobs.order(row));
        fact(4, identity(row), text(state.notes.get(row)), timed ? state.deadlines.of(row) : 0);
        if (run) {
            fact(19, identity(row), jobs.failures(row), jobs.failureLimit(row));
        } else {
            fact(5, identity(row), state.specs.get(jobs.spec(row)).hashCode());
            fact(23, identity(row), state.setbacks.interruptions(row));
            if (state.setbacks.notPlaced(row) > 0) { // not there in the first journals, whose digests are kept
                fact(25, identity(row), state.setbacks.notPlaced(row));
            }
            fact(24, identity(row), state.setbacks.notStartedIn(row), state.setbacks.left(row));
            lane(row);
        }
        if (Attempts.isRunning(jobs.status(row)) && jobs.host(row) != NONE) {
            fact(6, identity(row), text(state.hosts.name(jobs.host(row))));
        }
        MainEnd main = jobs.index(row) == NONE ? state.mainEnds.get(jobs.number(row)) : null;
        if (main != null) {
            long verdict = text(main.verdict().name());
            fact(20, identity(row), verdict, main.exitCode(), text(main.reason()), text(main.statusReason()));
        }
        if (state.isGang(row)) {
            fact(21, identity(row), jobs.liveNodes(row));
        }
        if (jobs.has(row, Jobs.ARRAY)) {
            array(row);
        }
        if (jobs.has(row, Jobs.RERUN)) {
            fact(22, identity(row), state.reruns.getOrDefault(jobs.number(row), 0L));
        }
        String token = state.tokens.of(jobs.number(row));
        Tokens.Binding binding = token == null ? null : state.tokens.get(token);
        if (binding != null && jobs.index(row) == NONE) {
            fact(7, identity(row), text(token), binding.content());
        }
    }

    private void lane(int row) {
        int lane = jobs.lane(row);
        PlacementClass need = state.lanes.need(lane);
        fact(17, identity(row), state.lanes.queue(lane), text(state.lanes.share(lane)), state.lanes.priority(lane));
        fact(18, identity(row), need.memoryMib(), need.environments());
    }

    private void array(int row) {
        ArrayJob array = state.array(row);
        fact(8, identity(row), array.size(), array.cursor(), array.started(), array.succeeded(), array.failed());
        fact(20, identity(row), array.failureLimit());
        fact(9, identity(row), text(array.stopReason()), text(array.stopCause().name()), array.live());
        for (int index = 0; index < array.size(); index++) {
            if (array.hasEnded(index)) {
                int inherited = array.hasInherited(index) ? 2 : 0;
                fact(10, identity(row), index, array.hasSucceeded(index) ? 1 | inherited : 0);
            }
        }
        for (int before : array.eachOf()) {
            fact(11, identity(row), identity(before));
        }
        for (long dependent : array.eachBy()) {
            fact(12, identity(row), dependent);
        }
    }

    private void edges(int row) {
        for (int edge = state.edges.first(row), at = 0; edge != NONE; edge = state.edges.after(edge)) {
            int dependent = state.edges.dependent(edge);
            if (dependent != NONE) {
                fact(
                        13,
                        identity(row),
                        identity(dependent),
                        text(state.edges.kind(edge).name()),
                        at++);
            }
        }
    }

    private void hosts() {
        Hosts hosts = state.hosts;
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.mode(host) != Hosts.ABSENT) {
                long name = text(hosts.name(host)) * 31 + hosts.environment(host);
                fact(14, name, hosts.mode(host), hosts.freeMillivcpus(host), hosts.freeMemoryMib(host));
                fact(15, name, hosts.freeGpus(host), hosts.freeDiskMib(host));
                fact(16, name, hosts.millivcpus(host), hosts.memoryMib(host), hosts.gpus(host), hosts.diskMib(host));
                if (hosts.isHeldInPart(host)) {
                    fact(
                            25,
                            name,
                            hosts.heldMillivcpus(host),
                            hosts.heldMemoryMib(host),
                            hosts.heldGpus(host),
                            hosts.heldDiskMib(host));
                }
            }
        }
    }

    private void provisioning() {
        if (state.hostsDue() != 0) {
            fact(37, state.hostsDue());
        }
        for (int at = 0; at < state.environments().size(); at++) {
            Provisioning all = state.environments().get(at).provisioning();
            if (all.rules() == null) {
                continue;
            }
            fact(26, at, text(all.rules().toString()), all.lastRequest(), all.spent());
            for (int type = 0; type < all.offers().size(); type++) {
                Provisioning.Offer offer = all.offers().get(type);
                fact(27, at, type, text(offer.toString()));
            }
            for (HostRequest request : all.requests()) {
                fact(28, at, request.number(), request.types().hashCode(), request.count());
            }
            for (LaunchedHost host : all.hosts()) {
                fact(29, at, text(host.name()), host.type(), host.launchedAt());
                fact(30, at, text(host.name()), host.idleSince(), text(host.ending()));
            }
        }
    }

    private void heads() {
        Heads heads = state.heads;
        for (int queue = 0; queue < state.queues().size(); queue++) {
            if (heads.job(queue) != 0) {
                fact(17, queue, identity(heads.job(queue), heads.index(queue)), heads.since(queue));
            }
        }
        for (Reservation each : state.reservations.all()) {
            long owner = identity(each.job(), each.index());
            fact(18, owner, each.environment(), each.untilMicros());
            for (int host : each.hosts()) {
                fact(19, owner, text(state.hosts.name(host)));
            }
        }
    }

    private void queues() {
        if (state.lastOrder() != 0) { // what is empty has the digest 0
            fact(38, state.lastOrder());
        }
        for (int queue = 0; queue < state.queues().size(); queue++) {
            fact(31, queue, state.ledger.running(queue), state.ledger.open(queue));
            fact(32, queue, text(state.switches.queueDisabled(queue)));
            Shares shares = state.lanes.shares(queue);
            if (shares != null) {
                shares(queue, shares);
            }
        }
        for (int environment = 0; environment < state.environments().size(); environment++) {
            fact(33, environment, text(state.switches.environmentDisabled(environment)));
        }
    }

    private void shares(int queue, Shares shares) {
        for (int slot = 0; slot < shares.size(); slot++) {
            Share share = shares.get(slot);
            if (shares.isRemembered(share, state.now())) {
                long name = text(share.identifier()) * 31 + queue;
                fact(34, name, share.open(), share.open() == 0 ? share.idleSince() : 0);
                usage(name, share.usage());
            }
        }
    }

    private void usage(long name, ShareUsage usage) {
        if (!usage.isNothing(state.now())) {
            long[] past = usage.past();
            fact(35, name, usage.settledAt(), past[0], past[1], past[2], past[3]);
        }
    }

    private void consumables() {
        Consumables all = state.consumables;
        for (int at = 0; at < all.size(); at++) {
            fact(36, text(all.name(at)), all.declared(at), all.total(at), all.inUse(at));
        }
    }

    private long identity(int row) {
        return identity(jobs.number(row), jobs.index(row));
    }

    private static long identity(long job, int index) {
        return job * 0x1_0000_0001L + index;
    }

    private static long text(@Nullable String text) {
        return text == null ? 0 : text.hashCode() * 2L + 1;
    }

    private void fact(long... parts) {
        long hash = 0;
        for (long part : parts) {
            hash = (hash ^ part) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 29;
        }
        sum += hash;
    }
}
