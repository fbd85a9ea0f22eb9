package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the jobs of a queue ask for: one demand for each (queue, placement class). Jobs of a demand fit or fail together,
 * whatever their share and their priority.
 *
 * <p>What a pass has learnt is kept: a demand that fits nowhere is blocked until a host grows into it. If that is a single
 * host, it is the only one that has to be tried. So a saturated cluster costs nothing, however many jobs wait. A demand that
 * would fit but may not be placed is withheld, until the one cause of that has gone. Loop thread only.
 */
final class Demands {
    /** A demand may fit on any host. */
    static final int ANY_HOST = -2;

    private static final int[] NO_RESOURCES = {};

    /** The cause of what is withheld since vCPUs are held back for other shares; other causes are consumable resources. */
    static final int HELD_BACK = -2;

    private final List<ServiceOrder> orders;
    private final Consumables consumables;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<PlacementClass> classes = new ArrayList<>();
    private final List<int[]> resources = new ArrayList<>();
    private final List<Integer> free = new ArrayList<>();
    /** For each queue, the ordinals of its demands. */
    private BitSet[] ofQueue = {};

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
    private long blocks;
    /** Demands with a single host as candidate, and some that have been blocked since. */
    private int[] awake = new int[16];

    private int awakeCount;
    /** The demands that are withheld, and for each demand why, or {@link RowTable#NONE}. */
    private int[] withheld = new int[16];

    private int withheldCount;
    private int[] causes = new int[16];

    private record Key(int queue, PlacementClass need) {}

    /**
     * No demands.
     *
     * @param orders the order of each queue, which is told when a demand opens or closes
     */
    Demands(List<ServiceOrder> orders, Consumables consumables) {
        this.orders = orders;
        this.consumables = consumables;
    }

    /** The demand of a class in a queue. */
    int of(int queue, PlacementClass need) {
        return numbers.computeIfAbsent(new Key(queue, need), this::add);
    }

    /** One more than the largest number of a demand. */
    int limit() {
        return classes.size();
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

    /** The consumable resources it takes, in the order in which its class names them; not to be written to. */
    int[] resources(int demand) {
        return resources.get(demand);
    }

    /** Whether it may fit somewhere, and nothing withholds it. */
    boolean isOpen(int demand) {
        return candidates[demand] != NONE && causes[demand] == NONE;
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
            blocks++;
            changed(demand);
        }
    }

    /** How often a demand was found to fit nowhere. */
    long blocks() {
        return blocks;
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
        return need.runsIn(hosts.environment(host)) && hosts.fitsInPart(host, need);
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

    private void unblock(int demand, int candidate) {
        candidates[demand] = candidate;
        if (candidate != ANY_HOST) {
            awake[awakeCount++] = demand;
        }
        takeFromBlocked(demand);
        changed(demand);
    }

    private void takeFromBlocked(int demand) {
        int place = blockedPlaces[demand];
        int last = blocked[--blockedCount];
        blocked[place] = last;
        blockedPlaces[last] = place;
    }

    /** Makes every host a candidate for the demands that run in an environment. */
    void wakeAll(int environment) {
        for (int demand = 0; demand < classes.size(); demand++) {
            if (candidates[demand] >= 0) {
                candidates[demand] = ANY_HOST;
            } else if (candidates[demand] == NONE && classes.get(demand).runsIn(environment)) {
                unblock(demand, ANY_HOST);
            }
        }
        awakeCount = 0;
    }

    // ---- what may not be placed though it may fit

    /** Why it is withheld: a consumable resource, {@link #HELD_BACK}, or {@link RowTable#NONE} if it is not. */
    int cause(int demand) {
        return causes[demand];
    }

    /** Notes why it may not be placed now, until that cause has gone. */
    void withhold(int demand, int cause) {
        causes[demand] = cause;
        withheld[withheldCount++] = demand;
        changed(demand);
    }

    /** So much of a consumable resource is free: demands that lacked it are looked at again. */
    void supply(int resource, long quantity) {
        for (int at = withheldCount - 1; at >= 0; at--) {
            int demand = withheld[at];
            if (causes[demand] == resource && wants(demand, resource) <= quantity) {
                release(at);
            }
        }
    }

    /** So many vCPUs more may be in use in a queue: demands that were held back are looked at again. */
    void relieve(int queue, long moreMillivcpus) {
        for (int at = withheldCount - 1; at >= 0; at--) {
            int demand = withheld[at];
            if (causes[demand] == HELD_BACK
                    && queues[demand] == queue
                    && classes.get(demand).millivcpus() <= moreMillivcpus) {
                release(at);
            }
        }
    }

    private void release(int at) {
        int demand = withheld[at];
        withheld[at] = withheld[--withheldCount];
        causes[demand] = NONE;
        changed(demand);
    }

    private long wants(int demand, int resource) {
        int[] all = resources.get(demand);
        for (int at = 0; at < all.length; at++) {
            if (all[at] == resource) {
                return classes.get(demand).consumes().get(at).quantity();
            }
        }
        return 0;
    }

    // ---- what is forgotten

    /** Drops a demand without lanes; its number will be another's. */
    void forget(int demand) {
        if (queues[demand] == NONE) {
            return;
        }
        if (candidates[demand] == NONE) {
            takeFromBlocked(demand);
        }
        for (int at = withheldCount - 1; at >= 0; at--) {
            if (withheld[at] == demand) {
                withheld[at] = withheld[--withheldCount];
            }
        }
        for (int at = awakeCount - 1; at >= 0; at--) {
            if (awake[at] == demand) {
                awake[at] = awake[--awakeCount];
            }
        }
        candidates[demand] = ANY_HOST;
        causes[demand] = NONE;
        orders.get(queues[demand]).forget(demand);
        ofQueue[queues[demand]].clear(ordinals[demand]);
        numbers.remove(new Key(queues[demand], classes.get(demand)));
        queues[demand] = NONE;
        free.add(demand);
    }

    private void changed(int demand) {
        orders.get(queues[demand]).demandChanged(demand);
    }

    private int add(Key key) {
        int demand = number();
        int queue = key.queue();
        classes.set(demand, key.need());
        resources.set(demand, consumables.numbers(key.need().consumes()));
        queues[demand] = queue;
        ordinals[demand] = nextOrdinal(queue);
        millivcpus[demand] = key.need().leastMillivcpus();
        memoryMib[demand] = key.need().leastMemoryMib();
        candidates[demand] = ANY_HOST;
        causes[demand] = NONE;
        return demand;
    }

    private int number() {
        if (!free.isEmpty()) {
            return free.remove(free.size() - 1);
        }
        int demand = classes.size();
        classes.add(PlacementClass.NOTHING);
        resources.add(NO_RESOURCES);
        if (demand == queues.length) {
            queues = Arrays.copyOf(queues, demand * 2);
            ordinals = Arrays.copyOf(ordinals, demand * 2);
            millivcpus = Arrays.copyOf(millivcpus, demand * 2);
            memoryMib = Arrays.copyOf(memoryMib, demand * 2);
            candidates = Arrays.copyOf(candidates, demand * 2);
            blocked = Arrays.copyOf(blocked, demand * 2);
            blockedPlaces = Arrays.copyOf(blockedPlaces, demand * 2);
            awake = Arrays.copyOf(awake, demand * 2);
            withheld = Arrays.copyOf(withheld, demand * 2);
            causes = Arrays.copyOf(causes, demand * 2);
        }
        return demand;
    }

    private int nextOrdinal(int queue) {
        while (ofQueue.length <= queue) {
            ofQueue = Arrays.copyOf(ofQueue, ofQueue.length + 1);
            ofQueue[ofQueue.length - 1] = new BitSet();
        }
        int ordinal = ofQueue[queue].nextClearBit(0);
        ofQueue[queue].set(ordinal);
        return ordinal;
    }
}
