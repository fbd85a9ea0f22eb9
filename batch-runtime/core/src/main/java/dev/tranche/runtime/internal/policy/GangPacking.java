package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostGrid;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.State;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the nodes of a multi-node job go: all into one environment, in one pass, or none. Nodes may share a host as jobs may.
 * The largest nodes are placed first. An answer is the host of each node by its index, or null.
 */
public final class GangPacking {
    private final State state;
    private final Hosts hosts;

    public GangPacking(State state) {
        this.state = state;
        this.hosts = state.hosts;
    }

    /**
     * Hosts of an environment on which all nodes have room now, each best fit. As long as there is not room enough for the nodes
     * of each size the answer costs a look at a number for each; then the hosts are tried, and given back.
     */
    public int @Nullable [] inEnvironment(PlacementClass need, int environment) {
        Environment there = state.environments().get(environment);
        HostGrid grid = there.grid();
        for (PlacementClass.Nodes group : need.nodes()) {
            if (grid.room(group.each()) < group.count()) {
                return null;
            }
        }
        int[] placed = new int[need.nodeCount()];
        Arrays.fill(placed, NONE);
        boolean all = tryGrid(need, grid, placed);
        for (int node = 0; node < placed.length; node++) {
            if (placed[node] != NONE) {
                hosts.take(placed[node], need.node(node), -1);
                grid.update(placed[node]);
            }
        }
        return all ? placed : null;
    }

    private boolean tryGrid(PlacementClass need, HostGrid grid, int[] placed) {
        for (PlacementClass.Nodes group : largestFirst(need)) {
            for (int node = group.first(); node < group.first() + group.count(); node++) {
                int host = grid.bestFit(group.each());
                if (host == NONE) {
                    return false;
                }
                placed[node] = host;
                hosts.take(host, group.each(), 1);
                grid.update(host);
            }
        }
        return true;
    }

    /** On these hosts, with what is free there now, in their order. */
    public int @Nullable [] onHosts(PlacementClass need, int[] among) {
        return pack(need, new HostsLeft(hosts, among, HostsLeft.Of.FREE));
    }

    /** On these hosts, if nothing else ran there, in their order. */
    public int @Nullable [] onWholeHosts(PlacementClass need, int[] among) {
        return pack(need, new HostsLeft(hosts, among, HostsLeft.Of.OURS));
    }

    /** Whether there is room on these hosts, if nothing else ran there and others held nothing of them. */
    public boolean couldEverFit(PlacementClass need, int[] among) {
        return pack(need, new HostsLeft(hosts, among, HostsLeft.Of.ALL)) != null;
    }

    /** How many nodes have room on these hosts with what is free there, or with all that there is; for people. */
    public int count(PlacementClass need, int[] among, boolean all) {
        HostsLeft left = new HostsLeft(hosts, among, all ? HostsLeft.Of.ALL : HostsLeft.Of.FREE);
        int count = 0;
        for (PlacementClass.Nodes group : largestFirst(need)) {
            left.rewind();
            for (int node = 0; node < group.count() && left.take(group.each()) != NONE; node++) {
                count++;
            }
        }
        return count;
    }

    /** The hosts of an environment that take attempts, those that are kept for a job included. */
    public int[] hostsOf(int environment) {
        int[] found = new int[hosts.limit()];
        int count = 0;
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.mode(host) == Hosts.ACTIVE && hosts.environment(host) == environment) {
                found[count++] = host;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private static int @Nullable [] pack(PlacementClass need, HostsLeft left) {
        int[] placed = new int[need.nodeCount()];
        for (PlacementClass.Nodes group : largestFirst(need)) {
            left.rewind();
            for (int node = group.first(); node < group.first() + group.count(); node++) {
                placed[node] = left.take(group.each());
                if (placed[node] == NONE) {
                    return null;
                }
            }
        }
        return placed;
    }

    /** GPUs first, since few hosts have them; of equal groups the first. */
    static List<PlacementClass.Nodes> largestFirst(PlacementClass need) {
        if (need.nodes().size() == 1) {
            return need.nodes();
        }
        Comparator<PlacementClass.Nodes> smallest =
                Comparator.comparingInt(group -> group.each().gpus());
        smallest = smallest.thenComparingInt(group -> group.each().millivcpus())
                .thenComparingInt(group -> group.each().memoryMib())
                .thenComparingInt(group -> group.each().diskMib());
        return need.nodes().stream().sorted(smallest.reversed()).toList();
    }
}
