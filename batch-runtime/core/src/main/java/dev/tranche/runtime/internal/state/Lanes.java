package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where ready jobs wait: one lane for each (queue, placement class, share, priority), its jobs in the order in which they
 * became ready. Which lane of a queue is served next is its {@link ServiceOrder}; lanes of a class that fits nowhere are
 * blocked together, by their {@link Demands demand}. Loop thread only.
 */
public final class Lanes {
    /** A lane's class may fit on any host. */
    public static final int ANY_HOST = Demands.ANY_HOST;

    private final Jobs jobs;
    private final Chains chains;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<String> shares = new ArrayList<>();
    private final List<ServiceOrder> orders = new ArrayList<>();
    private final Demands demands = new Demands(orders);
    /** For each queue, the lane that was last asked for of each spec. */
    private int[][] bySpec = {};

    private LaneHeap[] stands = new LaneHeap[16];
    private int[] queues = new int[16];
    private int[] priorities = new int[16];
    /** The order of each head, so that comparing lanes touches no rows. */
    private long[] headOrders = new long[16];

    private int[] places = new int[16];
    /** The row that was last put in between, where the next one probably belongs. */
    private int[] fingers = new int[16];

    private record Key(int demand, String share, int priority) {}

    public Lanes(Jobs jobs) {
        this.jobs = jobs;
        this.chains = new Chains(jobs);
    }

    /** Makes room for the next queue. */
    public void addQueue(Queue queue) {
        orders.add(new ArrivalOrder(this, demands, queue.strict()));
        bySpec = Arrays.copyOf(bySpec, orders.size());
        bySpec[queue.number()] = new int[0];
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
        int demand = demands.of(queue.number(), PlacementClass.of(content, queue));
        known[spec] = numbers.computeIfAbsent(new Key(demand, share, priority), this::add);
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
        return shares.size();
    }

    public int queue(int lane) {
        return queues[lane];
    }

    public PlacementClass need(int lane) {
        return demands.need(stands[lane].demand());
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
     * The lane of a queue that is served next of those that may fit, or {@link RowTable#NONE}. In a strict queue the one
     * with the earliest head of all: if that one is blocked, so is the queue.
     */
    public int first(int queue) {
        return orders.get(queue).first();
    }

    /** The lane whose head comes next in a queue, whether it may fit or not; or {@link RowTable#NONE}. */
    public int firstWaiting(int queue) {
        return orders.get(queue).firstWaiting();
    }

    /**
     * The lane whose head comes next in a queue of which all that fits has been placed; {@link RowTable#NONE} if nothing
     * waits, or something has not been looked at.
     */
    public int firstBlocked(int queue) {
        int first = first(queue);
        return first == NONE || candidate(first) == NONE ? firstWaiting(queue) : NONE;
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
        return demands.candidate(stands[lane].demand());
    }

    /** Notes that the class of a lane fits nowhere now. */
    public void block(int lane) {
        demands.block(stands[lane].demand());
    }

    /** Notes that more is free on a host: lanes whose class fits there wake up. */
    public void wake(int host, Hosts hosts) {
        demands.wake(host, hosts);
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
        if (head != NONE) {
            headOrders[lane] = jobs.order(head);
        }
        orders.get(queues[lane]).laneChanged(lane, head != NONE);
    }

    /** Whether the head of a lane became ready before that of another; both have one. */
    boolean before(int left, int right) {
        return headOrders[left] != headOrders[right]
                ? headOrders[left] < headOrders[right]
                : isBefore(chains.head(left), chains.head(right));
    }

    /** The order of the head of a lane that has one. */
    long firstOrder(int lane) {
        return headOrders[lane];
    }

    LaneHeap stand(int lane) {
        return stands[lane];
    }

    int place(int lane) {
        return places[lane];
    }

    void place(int lane, int place) {
        places[lane] = place;
    }

    private int add(Key key) {
        int lane = shares.size();
        int queue = demands.queue(key.demand());
        shares.add(key.share());
        if (lane == queues.length) {
            stands = Arrays.copyOf(stands, lane * 2);
            queues = Arrays.copyOf(queues, lane * 2);
            priorities = Arrays.copyOf(priorities, lane * 2);
            headOrders = Arrays.copyOf(headOrders, lane * 2);
            places = Arrays.copyOf(places, lane * 2);
            fingers = Arrays.copyOf(fingers, lane * 2);
        }
        stands[lane] = orders.get(queue).stand(key.demand(), key.share());
        queues[lane] = queue;
        priorities[lane] = key.priority();
        places[lane] = NONE;
        fingers[lane] = NONE;
        return lane;
    }
}
