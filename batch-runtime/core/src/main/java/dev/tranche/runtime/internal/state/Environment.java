package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;

/** A compute environment as the machine sees it: its hosts by name and by what is free. Loop thread only. */
public final class Environment {
    private final String name;
    private final HostGrid grid;
    private final Map<String, Integer> byName = new HashMap<>();
    private final int maxMillivcpus;
    /** What its hosts have together. */
    private final long[] registered = new long[ShareUsage.RESOURCES];

    private final Provisioning provisioning = new Provisioning();

    Environment(String name, int maxMillivcpus, Hosts hosts) {
        this.name = name;
        this.maxMillivcpus = maxMillivcpus;
        this.grid = new HostGrid(hosts);
    }

    public String name() {
        return name;
    }

    /** The most vCPUs it may have, in thousandths; 0 if it does not say. */
    public int maxMillivcpus() {
        return maxMillivcpus;
    }

    /** Whether a job, with all its nodes, needs more vCPUs than there may ever be here. */
    public boolean isExceededBy(PlacementClass need) {
        return maxMillivcpus > 0 && need.millivcpus() > maxMillivcpus;
    }

    /** Counts in what a host has, or out with {@code sign} -1. */
    public void count(int sign, int millivcpus, int memoryMib, int gpus, int diskMib) {
        registered[ShareUsage.MILLIVCPUS] += (long) sign * millivcpus;
        registered[ShareUsage.MEMORY_MIB] += (long) sign * memoryMib;
        registered[ShareUsage.GPUS] += (long) sign * gpus;
        registered[ShareUsage.DISK_MIB] += (long) sign * diskMib;
    }

    /** How much of a resource it may have, as it says, or has, where it does not say. */
    long capacity(int resource) {
        boolean said = resource == ShareUsage.MILLIVCPUS && maxMillivcpus > 0;
        return said ? maxMillivcpus : registered[resource];
    }

    /** How it grows and shrinks, if it does. */
    public Provisioning provisioning() {
        return provisioning;
    }

    /** The hosts that take attempts. */
    public HostGrid grid() {
        return grid;
    }

    /** The number of a host that has joined and is not gone, or {@link RowTable#NONE}. */
    public int host(String hostName) {
        return byName.getOrDefault(hostName, RowTable.NONE);
    }

    public void add(String hostName, int host) {
        byName.put(hostName, host);
    }

    public void remove(String hostName) {
        byName.remove(hostName);
    }
}
