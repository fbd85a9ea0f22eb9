package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.State;

/**
 * Which hosts are kept for a job that has been passed for too long, and which jobs may run there all the same. EASY
 * backfilling with one reservation for each environment: D. Lifka, The ANL/IBM SP scheduling system, JSSPP 1995.
 */
public final class Reserving {
    private final State state;

    public Reserving(State state) {
        this.state = state;
    }

    /**
     * The host of an environment on which least has to come free before a job fits, of equal ones the first; {@link
     * dev.tranche.runtime.internal.state.RowTable#NONE} if it fits on none of them as a whole. Looks at all hosts, so it is
     * not for every pass.
     */
    public int hostFor(PlacementClass need, int environment) {
        Hosts hosts = state.hosts;
        int best = NONE;
        long least = Long.MAX_VALUE;
        for (int host = 0; host < hosts.limit(); host++) {
            if (isAble(host, need, environment)) {
                long shortfall = Shortfall.of(hosts, host, need);
                best = shortfall < least ? host : best;
                least = Math.min(least, shortfall);
            }
        }
        return best;
    }

    /** Whether a host takes attempts, as its environment does, and is large enough. */
    public boolean isAble(int host, PlacementClass need, int environment) {
        Hosts hosts = state.hosts;
        boolean takesJobs = hosts.mode(host) == Hosts.ACTIVE && state.switches.isOpen(environment);
        return takesJobs && hosts.environment(host) == environment && hosts.couldFit(host, need);
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
