package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;

/** Looks at every host, and takes the one that is left with least free vCPUs, then with least memory. */
final class ExactBestFit implements HostChoice {
    private final Hosts hosts;

    ExactBestFit(Hosts hosts) {
        this.hosts = hosts;
    }

    @Override
    public int hostFor(PlacementClass need) {
        int best = NOWHERE;
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.fits(host, need) && (best == NOWHERE || isTighter(host, best))) {
                best = host;
            }
        }
        return best;
    }

    private boolean isTighter(int host, int other) {
        int byVcpus = Integer.compare(hosts.freeMillivcpus(host), hosts.freeMillivcpus(other));
        return byVcpus != 0 ? byVcpus < 0 : hosts.freeMemoryMib(host) < hosts.freeMemoryMib(other);
    }

    @Override
    public void changed(int host) {}
}
