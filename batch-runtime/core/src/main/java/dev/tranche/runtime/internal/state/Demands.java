package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the jobs of a queue ask for: one demand for each (queue, placement class). Jobs of a demand fit or fail together,
 * whatever their share and their priority.
 *
 * <p>What a pass has learnt is kept: a demand that fits nowhere is blocked until a host grows into it. If that is a single
 * host, it is the only one that has to be tried. So a saturated cluster costs nothing, however many jobs wait. Loop thread
 * only.
 */
final class Demands {
    /** A demand may fit on any host. */
    static final int ANY_HOST = -2;

    private final List<ServiceOrder> orders;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<PlacementClass> classes = new ArrayList<>();
    private int[] ofQueue = {};
    private int[] queues = new int[16];
    private int[] ordinals = new int[16];
    /** What is looked at for every blocked demand when a host grows, side by side. */
    private int[] millivcpus = new int[16];

    private int[] memoryMib = new int[16];
    /** {@link #ANY_HOST}, {@link RowTable#NONE} for a blocked demand, or the only host that may fit. */
    private int[] candidates = new int[16];

    private int[] blocked = new int[16];
    private int[] blockedPlaces = new int[16];
    private int blockedCount;
    /** Demands with a single host as candidate, and some that have been blocked since. */
    private int[] awake = new int[16];

    private int awakeCount;

    private record Key(int queue, PlacementClass need) {}

    /**
     * No demands.
     *
     * @param orders the order of each queue, which is told when a demand opens or closes
     */
    Demands(List<ServiceOrder> orders) {
        this.orders = orders;
    }

    /** The demand of a class in a queue. */
    int of(int queue, PlacementClass need) {
        return numbers.computeIfAbsent(new Key(queue, need), this::add);
    }

    int queue(int demand) {
        return queues[demand];
    }

    /** Its number among the demands of its queue, from 0. */
    int ordinal(int demand) {
        return ordinals[demand];
    }

    PlacementClass need(int demand) {
        return classes.get(demand);
    }

    /** Whether it may fit somewhere. */
    boolean isOpen(int demand) {
        return candidates[demand] != NONE;
    }

    /** The only host that may fit, {@link #ANY_HOST}, or {@link RowTable#NONE} if it is blocked. */
    int candidate(int demand) {
        return candidates[demand];
    }

    /** Notes that it fits nowhere now. */
    void block(int demand) {
        if (candidates[demand] != NONE) {
            candidates[demand] = NONE;
            blockedPlaces[demand] = blockedCount;
            blocked[blockedCount++] = demand;
            changed(demand);
        }
    }

    /** Notes that more is free on a host: demands that fit there wake up. */
    void wake(int host, Hosts hosts) {
        widen(host);
        int freeMillivcpus = hosts.freeMillivcpus(host);
        int freeMemoryMib = hosts.freeMemoryMib(host);
        for (int at = blockedCount - 1; at >= 0; at--) {
            int demand = blocked[at];
            boolean mayFit = millivcpus[demand] <= freeMillivcpus && memoryMib[demand] <= freeMemoryMib;
            if (mayFit && fits(classes.get(demand), host, hosts)) {
                unblock(demand, host);
            }
        }
    }

    private static boolean fits(PlacementClass need, int host, Hosts hosts) {
        return need.runsIn(hosts.environment(host)) && hosts.fits(host, need);
    }

    /** A second host that grows makes every host a candidate. */
    private void widen(int host) {
        int kept = 0;
        for (int at = 0; at < awakeCount; at++) {
            int demand = awake[at];
            if (candidates[demand] == host) {
                awake[kept++] = demand;
            } else if (candidates[demand] >= 0) {
                candidates[demand] = ANY_HOST;
            }
        }
        awakeCount = kept;
    }

    private void unblock(int demand, int host) {
        candidates[demand] = host;
        awake[awakeCount++] = demand;
        int place = blockedPlaces[demand];
        int last = blocked[--blockedCount];
        blocked[place] = last;
        blockedPlaces[last] = place;
        changed(demand);
    }

    private void changed(int demand) {
        orders.get(queues[demand]).demandChanged(demand);
    }

    private int add(Key key) {
        int demand = classes.size();
        int queue = key.queue();
        classes.add(key.need());
        if (demand == queues.length) {
            queues = Arrays.copyOf(queues, demand * 2);
            ordinals = Arrays.copyOf(ordinals, demand * 2);
            millivcpus = Arrays.copyOf(millivcpus, demand * 2);
            memoryMib = Arrays.copyOf(memoryMib, demand * 2);
            candidates = Arrays.copyOf(candidates, demand * 2);
            blocked = Arrays.copyOf(blocked, demand * 2);
            blockedPlaces = Arrays.copyOf(blockedPlaces, demand * 2);
            awake = Arrays.copyOf(awake, demand * 2);
        }
        if (queue >= ofQueue.length) {
            ofQueue = Arrays.copyOf(ofQueue, queue + 1);
        }
        queues[demand] = queue;
        ordinals[demand] = ofQueue[queue]++;
        millivcpus[demand] = key.need().millivcpus();
        memoryMib[demand] = key.need().memoryMib();
        candidates[demand] = ANY_HOST;
        return demand;
    }
}
