package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;

/** What would be left on some hosts, while nodes are put there on paper. */
final class HostsLeft {
    private static final int PARTS = 4;

    private final int[] hosts;
    private final int[] left;
    private int at;

    /**
     * Of hosts in this order.
     *
     * @param whole with all they have, and not with what is free now
     */
    HostsLeft(Hosts table, int[] hosts, boolean whole) {
        this.hosts = hosts;
        this.left = new int[hosts.length * PARTS];
        for (int each = 0; each < hosts.length; each++) {
            int host = hosts[each];
            left[each * PARTS] = whole ? table.millivcpus(host) : table.freeMillivcpus(host);
            left[each * PARTS + 1] = whole ? table.memoryMib(host) : table.freeMemoryMib(host);
            left[each * PARTS + 2] = whole ? table.gpus(host) : table.freeGpus(host);
            left[each * PARTS + 3] = whole ? table.diskMib(host) : table.freeDiskMib(host);
        }
    }

    /** Begins at the first host again: what is put there next is of another size. */
    void rewind() {
        at = 0;
    }

    /** Puts a node on the first host with room from where the last one of its size went; the host, or NONE. */
    int take(PlacementClass need) {
        while (at < hosts.length && !fits(need)) {
            at++;
        }
        if (at == hosts.length) {
            return NONE;
        }
        left[at * PARTS] -= need.millivcpus();
        left[at * PARTS + 1] -= need.memoryMib();
        left[at * PARTS + 2] -= need.gpus();
        left[at * PARTS + 3] -= need.diskMib();
        return hosts[at];
    }

    private boolean fits(PlacementClass need) {
        return left[at * PARTS] >= need.millivcpus()
                && left[at * PARTS + 1] >= need.memoryMib()
                && left[at * PARTS + 2] >= need.gpus()
                && left[at * PARTS + 3] >= need.diskMib();
    }
}
