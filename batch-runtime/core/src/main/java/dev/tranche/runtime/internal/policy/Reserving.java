package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.State;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Which hosts are kept for a job that has been passed for too long, and which jobs may run there all the same. EASY
 * backfilling with one reservation for each environment: D. Lifka, The ANL/IBM SP scheduling system, JSSPP 1995.
 */
public final class Reserving {
    private static final int[] NOWHERE = {};

    private final State state;
    private final GangPacking packing;

    public Reserving(State state, GangPacking packing) {
        this.state = state;
        this.packing = packing;
    }

    /**
     * The hosts of an environment on which least has to come free before a job fits, of equal ones the first; none if it does
     * not fit there as a whole. Looks at all hosts, so it is not for every pass.
     */
    public int[] hostsFor(PlacementClass need, int environment) {
        return need.isGang() ? hostsForGang(need, environment) : hostFor(need, environment);
    }

    private int[] hostFor(PlacementClass need, int environment) {
        Hosts hosts = state.hosts;
        int best = NONE;
        long least = Long.MAX_VALUE;
        for (int host = 0; host < hosts.limit(); host++) {
            if (takesJobs(host, environment) && hosts.couldFit(host, need)) {
                long shortfall = Shortfall.of(hosts, host, need);
                best = shortfall < least ? host : best;
                least = Math.min(least, shortfall);
            }
        }
        return best == NONE ? NOWHERE : new int[] {best};
    }

    /** The nodes are put on the hosts that lack least for the largest of them, each filled before the next. */
    private int[] hostsForGang(PlacementClass need, int environment) {
        int[] byShortfall = Arrays.stream(packing.hostsOf(environment))
                .boxed()
                .sorted(Comparator.comparingLong((Integer host) -> shortfall(host, need))
                        .thenComparing(Comparator.naturalOrder()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] byNode = packing.onWholeHosts(need, byShortfall);
        if (byNode == null) {
            return NOWHERE;
        }
        // in the order in which they were filled, so that the nodes find room there again when all is free
        return Arrays.stream(byShortfall)
                .filter(host -> Arrays.stream(byNode).anyMatch(used -> used == host))
                .toArray();
    }

    /** How much has to come free on hosts before a job fits, in thousandths of what it needs of each. */
    public long shortfall(PlacementClass need, int[] hosts) {
        long sum = 0;
        for (int host : hosts) {
            sum += shortfall(host, need);
        }
        return sum;
    }

    private long shortfall(int host, PlacementClass need) {
        PlacementClass what =
                need.isGang() ? GangPacking.largestFirst(need).get(0).each() : need;
        return Shortfall.of(state.hosts, host, what);
    }

    /** Whether hosts that are kept for a job still take attempts, as their environment does, and are large enough. */
    public boolean isAble(Reservation reservation, PlacementClass need) {
        boolean takeJobs = need.runsIn(reservation.environment());
        for (int host : reservation.hosts()) {
            takeJobs &= takesJobs(host, reservation.environment());
        }
        return takeJobs
                && (need.isGang()
                        ? packing.onWholeHosts(need, reservation.hosts()) != null
                        : state.hosts.couldFit(reservation.hosts()[0], need));
    }

    /** Whether a job fits now on the hosts that are kept for it. */
    public boolean fits(Reservation reservation, PlacementClass need) {
        return need.isGang()
                ? packing.onHosts(need, reservation.hosts()) != null
                : state.hosts.fits(reservation.hosts()[0], need);
    }

    private boolean takesJobs(int host, int environment) {
        return state.hosts.mode(host) == Hosts.ACTIVE
                && state.hosts.environment(host) == environment
                && state.switches.isOpen(environment);
    }

    /** The latest end that is known on hosts: of what runs there with a timeout. 0 if nothing does. */
    public long latestKnownEnd(int[] hosts) {
        long latest = 0;
        for (int host : hosts) {
            for (int row = state.running.head(host); row != NONE; row = state.running.next(row)) {
                latest = Math.max(latest, knownEnd(row));
            }
        }
        return latest;
    }

    /** When an attempt has ended at the latest, its grace included; 0 if it has no timeout, or has not begun to run. */
    public long knownEnd(int row) {
        Jobs jobs = state.jobs;
        boolean timed = jobs.status(row) == JobStatus.RUNNING && jobs.deadline(row) != NONE;
        return timed ? state.deadlines.of(row) + spec(row).graceMicros() : 0;
    }

    /** Whether a job may run on a host that is kept for another, since it is gone in time. */
    public boolean admits(Reservation reservation, int row) {
        JobSpec spec = spec(row);
        long window = reservation.untilMicros() - state.now();
        return spec.timeoutMicros() > 0
                && spec.timeoutMicros() <= window
                && spec.graceMicros() <= window - spec.timeoutMicros();
    }

    private JobSpec spec(int row) {
        return state.specs.get(state.jobs.spec(row));
    }
}
