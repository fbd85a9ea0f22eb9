package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.PlacementClass;

/** Says on which of the hosts of a {@link Churn} a job goes. */
interface HostChoice {
    /** The host for a job, or {@link #NOWHERE}. */
    int hostFor(PlacementClass need);

    /** What is free on a host has changed. */
    void changed(int host);

    /** No host has room. */
    int NOWHERE = -1;
}
