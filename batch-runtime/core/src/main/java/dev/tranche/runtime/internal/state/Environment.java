package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;

/** A compute environment as the machine sees it: its hosts by name and by what is free. Loop thread only. */
public final class Environment {
    private final String name;
    private final HostGrid grid;
    private final Map<String, Integer> byName = new HashMap<>();

    Environment(String name, Hosts hosts) {
        this.name = name;
        this.grid = new HostGrid(hosts);
    }

    public String name() {
        return name;
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
