package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.HostGrid;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;

/** The choice of the scheduler. */
final class GridChoice implements HostChoice {
    private final HostGrid grid;

    GridChoice(Hosts hosts) {
        grid = new HostGrid(hosts);
        for (int host = 0; host < hosts.limit(); host++) {
            grid.add(host);
        }
    }

    @Override
    public int hostFor(PlacementClass need) {
        return grid.bestFit(need);
    }

    @Override
    public void changed(int host) {
        grid.update(host);
    }
}
