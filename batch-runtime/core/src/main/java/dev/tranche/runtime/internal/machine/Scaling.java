package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.policy.ScaleOut;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Lets environments grow and shrink with what waits: asks for hosts, follows what is given, ends those that are idle. */
/*
 * Nothing oscillates: a host is asked for only for a job that lacks nothing else, and ends only when it has run nothing for the
 * environment's idle time, which is a minute at the least. Whatever waits and would fit there has been placed by then. A type that
 * turns out smaller than it was described is measured, and what does not fit is not asked for again.
 *
 * What follows is found out in each pass from the state alone, so that a machine that is built anew asks for the same at the same
 * time; what has to be remembered is when to ask. A decision is an outcome, so a request is in the journal with its number before anybody is asked; the number is the token under
 * which whoever has the hosts recognises a request that is repeated after a restart.
 */
final class Scaling {
    /** What begins to wait is gathered for so long before hosts are asked for. */
    static final long PACE_MICROS = 1_000_000;

    /** A type of which there is none is asked for again after this, after twice this if that is in vain too, and so on. */
    static final long FIRST_BACKOFF_MICROS = 30_000_000;

    static final long LAST_BACKOFF_MICROS = 600_000_000;

    /** A host that was given and has not joined for so long is given back; a backend that knows why it does not says so earlier. */
    static final long JOINS_WITHIN_MICROS = 1_800_000_000;

    private static final int MOST_DOUBLINGS = 6;

    private final State state;
    private final Outcomes out;
    private final ScaleOut scaleOut;

    private long next = Long.MAX_VALUE;

    /** When the next host ends that is idle, as long as nothing changes that decides it: there may be many hosts. */
    private long nextIdle = Long.MAX_VALUE;

    private @Nullable Idleness idleness;

    /** What decides when hosts end. */
    private record Idleness(long supply, List<Reservation> reservations, long bounded) {}

    Scaling(State state, Outcomes out, ScaleOut scaleOut) {
        this.state = state;
        this.out = out;
        this.scaleOut = scaleOut;
    }

    // ---- what is said of an environment

    /** An environment grows and shrinks so from now on. */
    void rules(int environment, ScalingRules rules) {
        if (!rules.equals(provisioning(environment).rules())) {
            out.environmentScales(environment, rules);
        }
    }

    /** These are all types that an environment can be given. */
    void offered(int environment, List<HostType> types) {
        Provisioning provisioning = provisioning(environment);
        Set<Integer> offered = new HashSet<>();
        for (HostType type : types) {
            int known = provisioning.type(type.name());
            int number = known == NONE ? provisioning.offers().size() : known;
            offered.add(number);
            if (known == NONE
                    || !provisioning.offers().get(known).nominal().equals(type)
                    || isGone(provisioning, known)) {
                out.hostTypeOffered(environment, number, type);
            }
        }
        for (int number = 0; number < provisioning.offers().size(); number++) {
            if (!offered.contains(number) && !isGone(provisioning, number)) {
                out.hostTypeWithheld(environment, number, 1, state.now(), Provisioning.FOR_EVER, "no longer offered");
            }
        }
    }

    private static boolean isGone(Provisioning provisioning, int type) {
        Provisioning.Withheld withheld = provisioning.offers().get(type).withheld();
        return withheld != null && withheld.until() == Provisioning.FOR_EVER;
    }

    /** Says again what whoever has the hosts has not answered, and which hosts have to end: the runtime was opened again. */
    void repeat(int environment) {
        Provisioning provisioning = provisioning(environment);
        List.copyOf(provisioning.requests()).forEach(request -> out.hostsRequested(environment, request));
        for (LaunchedHost host : List.copyOf(provisioning.hosts())) {
            String ending = host.ending();
            if (ending != null) {
                out.hostEndDecided(environment, host.name(), ending);
            }
        }
    }

    // ---- what is reported

    /** Of a type there is none at present. */
    void withheld(int environment, String typeName, String reason) {
        Provisioning provisioning = provisioning(environment);
        int type = provisioning.type(typeName);
        if (type != NONE && !isGone(provisioning, type)) {
            withheld(environment, type, reason);
        }
    }

    private void withheld(int environment, int type, String reason) {
        Provisioning.Withheld before =
                provisioning(environment).offers().get(type).withheld();
        int times = before == null ? 1 : before.times() + 1;
        long since = before == null ? state.now() : before.since();
        long pause = FIRST_BACKOFF_MICROS << Math.min(times - 1, MOST_DOUBLINGS);
        long until = state.now() + Math.min(LAST_BACKOFF_MICROS, pause);
        out.hostTypeWithheld(environment, type, times, since, until, reason);
    }

    /** A request gave a host. One of a request that has been answered is known already, or gone. */
    void launched(int environment, long request, String name, String typeName) {
        Provisioning provisioning = provisioning(environment);
        int type = provisioning.type(typeName);
        if (provisioning.request(request) == null || provisioning.host(name) != null || type == NONE) {
            return;
        }
        HostType each = provisioning.type(type);
        out.hostLaunched(environment, request, name, type, each.millivcpus(), each.microDollarsPerHour(), state.now());
    }

    /** A request is done with. One that gave less than was asked for without a reason is not repeated at once. */
    void answered(int environment, long request, int given, boolean explained) {
        HostRequest answered = provisioning(environment).request(request);
        if (answered == null) {
            return;
        }
        out.hostRequestAnswered(environment, request);
        if (given == 0 && !explained) {
            for (int type : answered.types()) {
                withheld(environment, type, "nothing was given, and no reason");
            }
        }
    }

    /** A host has joined: of its type it is known now what it has. */
    void joined(int environment, String name, int memoryMib, int gpus, int diskMib) {
        Provisioning provisioning = provisioning(environment);
        LaunchedHost host = provisioning.host(name);
        if (host != null) {
            HostType known = provisioning.type(host.type());
            if (known.memoryMib() != memoryMib || known.gpus() != gpus || known.diskMib() != diskMib) {
                out.hostTypeMeasured(environment, host.type(), memoryMib, gpus, diskMib);
            }
        }
    }

    /** Whether a host is to end, and takes nothing whatever is reported of it. */
    boolean isEnding(int environment, String name) {
        LaunchedHost host = provisioning(environment).host(name);
        return host != null && host.ending() != null;
    }

    /** A host that has not joined is gone. */
    void lost(int environment, String name, String reason) {
        if (provisioning(environment).host(name) != null) {
            out.hostAbandoned(environment, name, reason);
        }
    }

    // ---- what is decided

    /** When environments are to be looked at next; {@link Long#MAX_VALUE} if nothing waits and nothing is idle. */
    long next() {
        return next;
    }

    /** After a pass that has placed all that fits. */
    void review(List<Queue> byPriority) {
        if (!scales()) {
            return;
        }
        boolean lacking = isWaiting(byPriority) || isBelowLeast();
        ScaleOut.Decision decision = lacking ? scaleOut.decide(byPriority) : ScaleOut.Decision.NOTHING;
        if (state.hostsDue() == 0 && !decision.launches().isEmpty()) {
            out.hostsDue(state.now() + PACE_MICROS);
        } else if (state.hostsDue() != 0 && state.hostsDue() <= state.now()) {
            decision.launches().forEach(this::request);
            out.hostsDue(0);
        }
        Idleness present = new Idleness(supplyVersion(), List.copyOf(state.reservations.all()), decision.bounded());
        if (nextIdle <= state.now() || !present.equals(idleness)) {
            shrink(decision);
            nextIdle = nextIdle(decision);
            idleness = new Idleness(supplyVersion(), present.reservations(), present.bounded());
        }
        next = Math.min(nextIdle, lacking ? nextOffer() : Long.MAX_VALUE);
        next = state.hostsDue() == 0 ? next : Math.min(next, state.hostsDue());
    }

    /** Changes with all that decides when hosts end. */
    private long supplyVersion() {
        long sum = state.hosts.version();
        for (int at = 0; at < state.environments().size(); at++) {
            sum += provisioning(at).version();
        }
        return sum;
    }

    /** When a type of which there was none may be asked for again. */
    private long nextOffer() {
        long earliest = Long.MAX_VALUE;
        for (int at = 0; at < state.environments().size(); at++) {
            for (Provisioning.Offer offer : provisioning(at).offers()) {
                Provisioning.Withheld why = offer.withheld();
                if (why != null && why.until() > state.now()) {
                    earliest = Math.min(earliest, why.until());
                }
            }
        }
        return earliest;
    }

    private boolean scales() {
        for (int at = 0; at < state.environments().size(); at++) {
            if (provisioning(at).rules() != null) {
                return true;
            }
        }
        return false;
    }

    private boolean isWaiting(List<Queue> byPriority) {
        for (int at = 0; at < byPriority.size(); at++) {
            if (state.lanes.firstBlocked(byPriority.get(at).number()) != NONE) {
                return true;
            }
        }
        return false;
    }

    private boolean isBelowLeast() {
        for (int at = 0; at < state.environments().size(); at++) {
            ScalingRules rules = provisioning(at).rules();
            if (rules != null && provisioning(at).lastingMillivcpus() < rules.minMillivcpus()) {
                return true;
            }
        }
        return false;
    }

    private void request(ScaleOut.Launch launch) {
        long number = provisioning(launch.environment()).lastRequest() + 1;
        out.hostsRequested(
                launch.environment(),
                new HostRequest(
                        number,
                        launch.types(),
                        launch.count(),
                        launch.millivcpus(),
                        launch.microDollarsPerHour(),
                        state.now()));
    }

    /** Ends what has been idle or has booted for long enough, the longest first, but keeps what is kept without jobs. */
    private void shrink(ScaleOut.Decision decision) {
        for (int at = 0; at < state.environments().size(); at++) {
            ScalingRules rules = provisioning(at).rules();
            if (rules == null) {
                continue;
            }
            long least = least(at, rules, decision);
            long left = provisioning(at).lastingMillivcpus();
            for (LaunchedHost host : overdue(at, rules)) {
                if (!hasJoined(at, host) || left - host.millivcpus() >= least) {
                    left -= host.millivcpus();
                    end(at, host, rules);
                }
            }
        }
    }

    /** What is kept without jobs; what something waits for in vain may take its place. */
    private static long least(int environment, ScalingRules rules, ScaleOut.Decision decision) {
        return decision.isBounded(environment) ? 0 : rules.minMillivcpus();
    }

    private boolean hasJoined(int environment, LaunchedHost host) {
        return state.environments().get(environment).host(host.name()) != NONE;
    }

    private List<LaunchedHost> overdue(int environment, ScalingRules rules) {
        List<LaunchedHost> overdue = new ArrayList<>();
        for (LaunchedHost host : provisioning(environment).hosts()) {
            if (end(environment, host, rules.idleMicros()) <= state.now()) {
                overdue.add(host);
            }
        }
        overdue.sort(
                Comparator.<LaunchedHost>comparingLong(LaunchedHost::idleSince).thenComparing(LaunchedHost::name));
        return overdue;
    }

    /** Until when a host may be idle, or may boot; for ever for one that works, is kept for a job, or ends already. */
    private long end(int environment, LaunchedHost host, long idleMicros) {
        if (host.ending() != null) {
            return Long.MAX_VALUE;
        }
        int number = state.environments().get(environment).host(host.name());
        if (number == NONE) {
            return host.launchedAt() + JOINS_WITHIN_MICROS;
        }
        boolean idle = host.idleSince() != LaunchedHost.NEVER && !state.hosts.isReserved(number);
        return idle ? host.idleSince() + idleMicros : Long.MAX_VALUE;
    }

    private void end(int environment, LaunchedHost host, ScalingRules rules) {
        int number = state.environments().get(environment).host(host.name());
        String reason = number == NONE
                ? "it has not joined for " + JOINS_WITHIN_MICROS / 1_000_000 + " s"
                : "idle for " + rules.idleMicros() / 1_000_000 + " s";
        out.hostEndDecided(environment, host.name(), reason);
        if (number != NONE && state.hosts.mode(number) == Hosts.ACTIVE) {
            out.hostDraining(number, reason);
        }
    }

    private long nextIdle(ScaleOut.Decision decision) {
        long earliest = Long.MAX_VALUE;
        for (int at = 0; at < state.environments().size(); at++) {
            ScalingRules rules = provisioning(at).rules();
            if (rules == null) {
                continue;
            }
            long spare = provisioning(at).lastingMillivcpus() - least(at, rules, decision);
            for (LaunchedHost host : provisioning(at).hosts()) {
                if (host.millivcpus() <= spare || !hasJoined(at, host)) {
                    earliest = Math.min(earliest, end(at, host, rules.idleMicros()));
                }
            }
        }
        return earliest;
    }

    private Provisioning provisioning(int environment) {
        return state.environments().get(environment).provisioning();
    }
}
