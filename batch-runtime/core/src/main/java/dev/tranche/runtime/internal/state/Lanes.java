package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where ready jobs wait: one lane for each (queue, placement class), its jobs in the order in which they became ready. Of a
 * queue the lane with the earliest head comes first.
 *
 * <p>What a pass has learnt is kept: a lane whose class fits nowhere is blocked and leaves the queue's heap until a host
 * grows into it. If that is a single host, it is the only one that has to be tried. So a saturated cluster costs nothing,
 * however many jobs wait. Loop thread only.
 */
public final class Lanes {
    /** A lane's class may fit on any host. */
    public static final int ANY_HOST = -2;

    private final Jobs jobs;
    private final Chains chains;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<PlacementClass> classes = new ArrayList<>();
    private final List<String> shares = new ArrayList<>();
    private final List<LaneHeap> heaps = new ArrayList<>();
    /** For each queue, the lane that was last asked for of each spec. */
    private int[][] bySpec = {};

    private boolean[] strict = {};
    private int[] queues = new int[16];
    private int[] priorities = new int[16];
    /** What is looked at for every blocked lane when a host grows, side by side. */
    private int[] millivcpus = new int[16];

    private int[] memoryMib = new int[16];
    /** The order of each head, so that comparing lanes touches no rows. */
    private long[] headOrders = new long[16];

    private int[] places = new int[16];
    /** The row that was last put in between, where the next one probably belongs. */
    private int[] fingers = new int[16];
    /** {@link #ANY_HOST}, {@link RowTable#NONE} for a blocked lane, or the only host that may fit. */
    private int[] candidates = new int[16];

    private int[] blocked = new int[16];
    private int[] blockedPlaces = new int[16];
    private int blockedCount;
    /** Lanes with a single host as candidate, and some that have been blocked since. */
    private int[] awake = new int[16];

    private int awakeCount;

    private record Key(int queue, PlacementClass need, String share, int priority) {}

    public Lanes(Jobs jobs) {
        this.jobs = jobs;
        this.chains = new Chains(jobs);
    }

    /** Makes room for the next queue. */
    public void addQueue(Queue queue) {
        heaps.add(new LaneHeap(this));
        bySpec = Arrays.copyOf(bySpec, heaps.size());
        bySpec[queue.number()] = new int[0];
        strict = Arrays.copyOf(strict, heaps.size());
        strict[queue.number()] = queue.strict();
    }

    /** The lane of the jobs of a spec, a share and a priority in a queue. */
    public int of(Queue queue, int spec, JobSpec content, String share, int priority) {
        int[] known = bySpec[queue.number()];
        if (spec >= known.length) {
            int length = known.length;
            known = Arrays.copyOf(known, Math.max(spec + 1, length * 2));
            Arrays.fill(known, length, known.length, NONE);
            bySpec[queue.number()] = known;
        }
        int last = known[spec];
        if (last != NONE && priorities[last] == priority && shares.get(last).equals(share)) {
            return last;
        }
        PlacementClass need = PlacementClass.of(content, queue);
        known[spec] = numbers.computeIfAbsent(new Key(queue.number(), need, share, priority), this::add);
        return known[spec];
    }

    /** Forgets which lanes a spec has, since its number will be another's. */
    public void forgetSpec(int spec) {
        for (int[] known : bySpec) {
            if (spec < known.length) {
                known[spec] = NONE;
            }
        }
    }

    /** How many lanes there are. */
    public int size() {
        return classes.size();
    }

    public int queue(int lane) {
        return queues[lane];
    }

    public PlacementClass need(int lane) {
        return classes.get(lane);
    }

    /** The share whose jobs wait in a lane, empty for none. */
    public String share(int lane) {
        return shares.get(lane);
    }

    /** The scheduling priority of the jobs of a lane. */
    public int priority(int lane) {
        return priorities[lane];
    }

    /** The first job of a lane, or {@link RowTable#NONE}. */
    public int head(int lane) {
        return chains.head(lane);
    }

    /** How many rows wait in a lane; an array counts one. */
    public int waiting(int lane) {
        return chains.size(lane);
    }

    /** The row behind another in its lane, or {@link RowTable#NONE}. */
    public int next(int row) {
        return chains.next(row);
    }

    /**
     * The lane of a queue whose head is the earliest of those that may fit, or {@link RowTable#NONE}. In a strict queue the
     * earliest of all: if that one is blocked, so is the queue.
     */
    public int first(int queue) {
        return heaps.get(queue).top();
    }

    /** Puts a ready job into its lane where its order says: at the end, or among those that came back. */
    public void enter(int row) {
        int lane = jobs.lane(row);
        int tail = chains.tail(lane);
        if (tail == NONE || isBefore(tail, row)) {
            chains.append(lane, row);
        } else {
            chains.insertAfter(lane, row, lastBefore(lane, row));
            fingers[lane] = row;
        }
        jobs.raise(row, Jobs.IN_LANE);
        settle(lane);
    }

    /** Takes a job out of its lane. */
    public void leave(int row) {
        int lane = jobs.lane(row);
        if (fingers[lane] == row) {
            fingers[lane] = chains.previous(row);
        }
        chains.remove(lane, row);
        jobs.lower(row, Jobs.IN_LANE);
        settle(lane);
    }

    /** The only host that may fit the class of a lane, {@link #ANY_HOST}, or {@link RowTable#NONE} if it is blocked. */
    public int candidate(int lane) {
        return candidates[lane];
    }

    /** Notes that the class of a lane fits nowhere now. */
    public void block(int lane) {
        if (candidates[lane] != NONE) {
            candidates[lane] = NONE;
            blockedPlaces[lane] = blockedCount;
            blocked[blockedCount++] = lane;
            settle(lane);
        }
    }

    /** Notes that more is free on a host: lanes whose class fits there wake up. */
    public void wake(int host, Hosts hosts) {
        widen(host);
        int freeMillivcpus = hosts.freeMillivcpus(host);
        int freeMemoryMib = hosts.freeMemoryMib(host);
        for (int at = blockedCount - 1; at >= 0; at--) {
            int lane = blocked[at];
            boolean mayFit = millivcpus[lane] <= freeMillivcpus && memoryMib[lane] <= freeMemoryMib;
            if (mayFit && fits(classes.get(lane), host, hosts)) {
                unblock(lane, host);
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
            int lane = awake[at];
            if (candidates[lane] == host) {
                awake[kept++] = lane;
            } else if (candidates[lane] >= 0) {
                candidates[lane] = ANY_HOST;
            }
        }
        awakeCount = kept;
    }

    private void unblock(int lane, int host) {
        candidates[lane] = host;
        awake[awakeCount++] = lane;
        int place = blockedPlaces[lane];
        int last = blocked[--blockedCount];
        blocked[place] = last;
        blockedPlaces[last] = place;
        settle(lane);
    }

    private int lastBefore(int lane, int row) {
        int at = fingers[lane];
        while (at != NONE && !isBefore(at, row)) {
            at = chains.previous(at);
        }
        int next = at == NONE ? chains.head(lane) : chains.next(at);
        while (next != NONE && isBefore(next, row)) {
            at = next;
            next = chains.next(next);
        }
        return at;
    }

    /** Order first; children of one array by index, and before what is left of the array itself. */
    private boolean isBefore(int left, int right) {
        long byOrder = jobs.order(left) - jobs.order(right);
        return byOrder != 0 ? byOrder < 0 : Integer.compareUnsigned(jobs.index(left), jobs.index(right)) < 0;
    }

    private void settle(int lane) {
        int head = chains.head(lane);
        boolean mayFit = candidates[lane] != NONE || strict[queues[lane]];
        if (head != NONE) {
            headOrders[lane] = jobs.order(head);
        }
        heaps.get(queues[lane]).put(lane, mayFit && head != NONE);
    }

    boolean before(int left, int right) {
        return headOrders[left] != headOrders[right]
                ? headOrders[left] < headOrders[right]
                : isBefore(chains.head(left), chains.head(right));
    }

    int place(int lane) {
        return places[lane];
    }

    void place(int lane, int place) {
        places[lane] = place;
    }

    private int add(Key key) {
        int lane = classes.size();
        classes.add(key.need());
        shares.add(key.share());
        if (lane == queues.length) {
            queues = Arrays.copyOf(queues, lane * 2);
            priorities = Arrays.copyOf(priorities, lane * 2);
            millivcpus = Arrays.copyOf(millivcpus, lane * 2);
            memoryMib = Arrays.copyOf(memoryMib, lane * 2);
            headOrders = Arrays.copyOf(headOrders, lane * 2);
            places = Arrays.copyOf(places, lane * 2);
            fingers = Arrays.copyOf(fingers, lane * 2);
            candidates = Arrays.copyOf(candidates, lane * 2);
            blocked = Arrays.copyOf(blocked, lane * 2);
            awake = Arrays.copyOf(awake, lane * 2);
            blockedPlaces = Arrays.copyOf(blockedPlaces, lane * 2);
        }
        queues[lane] = key.queue();
        priorities[lane] = key.priority();
        millivcpus[lane] = key.need().millivcpus();
        memoryMib[lane] = key.need().memoryMib();
        places[lane] = NONE;
        fingers[lane] = NONE;
        candidates[lane] = ANY_HOST;
        return lane;
    }
}
