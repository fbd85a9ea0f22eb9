package dev.tranche.runtime.internal.state;

import java.util.Arrays;

/**
 * How many of the same fit on all hosts of a grid together, kept host by host, so that a multi-node job that waits costs a
 * few operations for each host that changes and not a search. Loop thread only.
 */
final class Room {
    private final PlacementClass need;
    private int[] byHost = {};
    private long total;
    private int changesSinceAsked;

    Room(PlacementClass need) {
        this.need = need;
    }

    PlacementClass need() {
        return need;
    }

    /** How many fit now. */
    long ask() {
        changesSinceAsked = 0;
        return total;
    }

    /** How often a host has changed since somebody asked last. */
    int changesSinceAsked() {
        return changesSinceAsked;
    }

    /** A host has changed, or has left the grid. */
    void update(Hosts hosts, int host, boolean inGrid) {
        if (host >= byHost.length) {
            byHost = Arrays.copyOf(byHost, Math.max(host + 1, byHost.length * 2));
        }
        int now = inGrid ? hosts.times(host, need) : 0;
        total += now - byHost[host];
        byHost[host] = now;
        changesSinceAsked++;
    }
}
