package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.ScalingRules;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * With whatever is given of a request, an environment has no more processors, hosts and cost than its bounds allow when it is made. A
 * host ends once, when it has run nothing for the idle time or has not joined for half an hour, and takes nothing from then on.
 */
final class BoundsKept extends OutcomeListener {
    private static final long JOINS_WITHIN_MICROS = 1_800_000_000;

    private final Ledger ledger;
    private final LongSupplier now;
    private final Map<Integer, Watched> environments = new TreeMap<>();

    private static final class Watched {
        @Nullable
        ScalingRules rules;

        final Map<Long, HostRequest> requests = new TreeMap<>();
        final Map<Long, Integer> given = new TreeMap<>();
        final Map<String, Host> hosts = new TreeMap<>();
        long lastRequest;
    }

    private static final class Host {
        final int millivcpus;
        final long microDollarsPerHour;
        final long launchedAt;
        boolean joined;
        long busyAt;

        @Nullable
        String ending;

        Host(int millivcpus, long microDollarsPerHour, long launchedAt) {
            this.launchedAt = launchedAt;
            this.millivcpus = millivcpus;
            this.microDollarsPerHour = microDollarsPerHour;
        }
    }

    BoundsKept(Ledger ledger, LongSupplier now) {
        this.ledger = ledger;
        this.now = now;
    }

    private static void ensureWithinBounds(int number, Watched there) {
        ScalingRules rules = there.rules;
        if (rules == null) {
            return;
        }
        long millivcpus = 0;
        long count = 0;
        long cost = 0;
        for (HostRequest request : there.requests.values()) {
            millivcpus += (long) request.count() * request.millivcpus();
            count += request.count();
            cost += request.count() * request.microDollarsPerHour();
        }
        for (Host host : there.hosts.values()) {
            millivcpus += host.millivcpus;
            count++;
            cost += host.microDollarsPerHour;
        }
        unless(millivcpus <= rules.maxMillivcpus(), "environment %s has %s milli-vCPU: %s", number, millivcpus, rules);
        unless(count <= rules.maxHosts(), "environment %s has %s hosts: %s", number, count, rules);
        unless(cost <= rules.maxMicroDollarsPerHour(), "environment %s costs %s: %s", number, cost, rules);
    }

    private Watched in(int environment) {
        return environments.computeIfAbsent(environment, any -> new Watched());
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        in(environment).rules = rules;
    }

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        Watched there = in(environment);
        HostRequest before = there.requests.put(request.number(), request);
        if (before == null) {
            unless(request.number() == there.lastRequest + 1, "request %s follows %s", request, there.lastRequest);
            there.lastRequest = request.number();
            ensureWithinBounds(environment, there);
        } else {
            boolean same = before.count() == request.count() && before.types().equals(request.types());
            unless(same, "%s is said again as %s", before, request);
        }
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        Watched there = in(environment);
        HostRequest asked = there.requests.get(request);
        if (asked == null) {
            throw new BrokenInvariantException("host " + name + " was given for " + request + ", which is not open");
        }
        boolean wanted = asked.types().contains(type);
        unless(wanted && millivcpus <= asked.millivcpus(), "host %s of type %s for %s", name, type, asked);
        unless(there.given.merge(request, 1, Integer::sum) <= asked.count(), "more hosts than %s", asked);
        unless(there.hosts.put(name, new Host(millivcpus, microDollarsPerHour, at)) == null, "host %s twice", name);
    }

    @Override
    public void hostRequestAnswered(int environment, long request) {
        unless(in(environment).requests.remove(request) != null, "request %s is answered twice", request);
        in(environment).given.remove(request);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        Host given = in(environment).hosts.get(name);
        if (given != null) {
            given.joined = true;
            given.busyAt = now.getAsLong();
        }
    }

    @Override
    public void hostLost(int host, String reason) {
        WatchedHost lost = ledger.host(host);
        in(lost.environment).hosts.remove(lost.name);
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        Host gone = in(environment).hosts.remove(name);
        unless(gone != null && !gone.joined, "host %s is abandoned, and was not booting", name);
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        Watched there = in(environment);
        Host host = there.hosts.get(name);
        if (host == null) {
            throw new BrokenInvariantException("host " + name + " is to end, and was not given");
        }
        if (host.ending != null) {
            unless(host.ending.equals(reason), "host %s is to end twice: %s, %s", name, host.ending, reason);
            return;
        }
        ScalingRules rules = there.rules;
        long since = now.getAsLong() - (host.joined ? host.busyAt : host.launchedAt);
        boolean idle = rules != null && since >= (host.joined ? rules.idleMicros() : JOINS_WITHIN_MICROS);
        unless(idle && ledger.attemptsOn(environment, name) == 0, "host %s is to end, and is not idle", name);
        host.ending = reason;
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedHost where = ledger.host(host);
        Host given = in(where.environment).hosts.get(where.name);
        if (given != null) {
            unless(given.ending == null, "job %s:%s is placed on %s, which is to end", job, index, where);
            given.busyAt = now.getAsLong();
        }
    }
}
