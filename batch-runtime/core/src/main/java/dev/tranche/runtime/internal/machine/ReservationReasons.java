package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobId;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.policy.Reserving;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says what reservations mean to a job that waits. Reads only. */
final class ReservationReasons {
    private static final int MOST_LISTED = 20;

    private final State state;
    private final Reserving reserving;
    private final long runtimeId;

    ReservationReasons(State state, Reserving reserving, long runtimeId) {
        this.state = state;
        this.reserving = reserving;
        this.runtimeId = runtimeId;
    }

    /** Tells a job that hosts of an environment are kept for it; false if none are. */
    boolean tellOwner(int environment, int row, List<WaitReason> reasons) {
        Reservation reservation = state.reservations.in(environment);
        if (reservation == null || !reservation.isOf(state.jobs.number(row), state.indexToPlace(row))) {
            return false;
        }
        reasons.add(new WaitReason.HostsReserved(
                name(environment), names(reservation), attempts(reservation), latestEnd(reservation)));
        return true;
    }

    /** Tells a job that a host of an environment has room and is kept for another. */
    void tellOthers(int environment, PlacementClass need, List<WaitReason> reasons) {
        Reservation reservation = state.reservations.in(environment);
        Hosts hosts = state.hosts;
        if (reservation == null || need.isGang()) {
            return;
        }
        for (int host : reservation.hosts()) {
            if (hosts.fits(host, need)) {
                JobId owner = new JobId(runtimeId, reservation.job(), reservation.index());
                reasons.add(new WaitReason.ReservedForAnother(
                        name(environment), hosts.name(host), owner, latestEnd(reservation)));
                return;
            }
        }
    }

    private String name(int environment) {
        return state.environments().get(environment).name();
    }

    private List<String> names(Reservation reservation) {
        List<String> names = new ArrayList<>();
        for (int host : reservation.hosts()) {
            if (names.size() < MOST_LISTED) {
                names.add(state.hosts.name(host));
            }
        }
        return names;
    }

    private int attempts(Reservation reservation) {
        int attempts = 0;
        for (int host : reservation.hosts()) {
            attempts += state.running.size(host);
        }
        return attempts;
    }

    /** When all that runs on the hosts has ended at the latest; empty if that of one of them is not known. */
    private Optional<Instant> latestEnd(Reservation reservation) {
        for (int host : reservation.hosts()) {
            for (int row = state.running.head(host); row != NONE; row = state.running.next(row)) {
                if (reserving.knownEnd(row) == 0) {
                    return Optional.empty();
                }
            }
        }
        long latest = reserving.latestKnownEnd(reservation.hosts());
        return latest == 0 ? Optional.empty() : Optional.of(Instant.EPOCH.plus(latest, ChronoUnit.MICROS));
    }
}
