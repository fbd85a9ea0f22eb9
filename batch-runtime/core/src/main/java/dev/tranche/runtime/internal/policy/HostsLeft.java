package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;

/** What would be left on some hosts, while nodes are put there on paper. */
final class HostsLeft {
    private static final int PARTS = 4;

    /** What is counted of a host. */
    enum Of {
        /** What is free now. */
        FREE,
        /** What it has for us, if nothing of ours ran there. */
        OURS,
        /** That, and what others hold. */
        ALL
    }

    private final int[] hosts;
    private final int[] left;
    private int at;

    /**
     * Of hosts in this order, with what is counted of them.
     */
    HostsLeft(Hosts table, int[] hosts, Of of) {
        this.hosts = hosts;
        this.left = new int[hosts.length * PARTS];
        for (int each = 0; each < hosts.length; each++) {
            int host = hosts[each];
            boolean free = of == Of.FREE;
            left[each * PARTS] = free ? table.freeMillivcpus(host) : table.millivcpus(host);
            left[each * PARTS + 1] = free ? table.freeMemoryMib(host) : table.memoryMib(host);
            left[each * PARTS + 2] = free ? table.freeGpus(host) : table.gpus(host);
            left[each * PARTS + 3] = free ? table.freeDiskMib(host) : table.diskMib(host);
            if (of == Of.ALL) {
                left[each * PARTS] += table.heldMillivcpus(host);
                left[each * PARTS + 1] += table.heldMemoryMib(host);
                left[each * PARTS + 2] += table.heldGpus(host);
                left[each * PARTS + 3] += table.heldDiskMib(host);
            }
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
