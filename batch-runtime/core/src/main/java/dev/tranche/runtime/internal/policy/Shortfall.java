package dev.tranche.runtime.internal.policy;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;

/** How far a host is from holding a job. */
public final class Shortfall {
    private Shortfall() {}

    /** The largest missing part, in thousandths of what is needed; 0 if it fits. */
    public static long of(Hosts hosts, int host, PlacementClass need) {
        long cpu = part(need.millivcpus(), hosts.freeMillivcpus(host));
        long memory = part(need.memoryMib(), hosts.freeMemoryMib(host));
        long others = part(need.gpus(), hosts.freeGpus(host)) + part(need.diskMib(), hosts.freeDiskMib(host));
        return Math.max(Math.max(cpu, memory), others);
    }

    private static long part(int need, int free) {
        return free >= need ? 0 : Math.max(1, 1_000L * (need - free) / need);
    }
}
