package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reservations, at most one for each environment. So few that looking at each costs nothing. Loop thread only. */
public final class Reservations {
    private final List<Reservation> all = new ArrayList<>();

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** All of them, in the order of their environments. */
    public List<Reservation> all() {
        return all;
    }

    /** The reservation in an environment, or null. */
    public @Nullable Reservation in(int environment) {
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).environment() == environment) {
                return all.get(at);
            }
        }
        return null;
    }

    /** The reservation of a job, or null. */
    public @Nullable Reservation of(long job, int index) {
        for (int at = 0; at < all.size(); at++) {
            if (all.get(at).isOf(job, index)) {
                return all.get(at);
            }
        }
        return null;
    }

    /** Adds the reservation of an environment that has none. */
    public void add(Reservation reservation) {
        int at = 0;
        while (at < all.size() && all.get(at).environment() < reservation.environment()) {
            at++;
        }
        all.add(at, reservation);
    }

    public void remove(Reservation reservation) {
        all.removeIf(each -> each.environment() == reservation.environment());
    }
}
