package dev.tranche.runtime.simulation;

import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;

/** A pretend host. It may be lost and come back empty, which begins another life of it. */
final class SimulatedHost {
    private final HostId id;
    private final Capacity capacity;
    private boolean present = true;
    private boolean gone;
    private int life;

    SimulatedHost(HostId id, Capacity capacity) {
        this.id = id;
        this.capacity = capacity;
    }

    HostId id() {
        return id;
    }

    Capacity capacity() {
        return capacity;
    }

    boolean isPresent() {
        return present;
    }

    /** Which life it is in; what began in an earlier one is gone. */
    int life() {
        return life;
    }

    /** Whether it will not come back. */
    boolean isGone() {
        return gone;
    }

    void lost(boolean forEver) {
        present = false;
        gone = forEver;
        life++;
    }

    void replaced() {
        present = true;
    }
}
