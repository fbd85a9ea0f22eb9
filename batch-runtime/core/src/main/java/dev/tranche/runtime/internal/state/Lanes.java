package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where ready jobs wait: one lane for each (queue, placement class, share, priority), its jobs in the order in which they
 * became ready. Which lane of a queue is served next is its {@link ServiceOrder}; lanes of a class that fits nowhere are
 * blocked together, by their {@link Demands demand}. Loop thread only.
 */
public final class Lanes {
    /** A lane's class may fit on any host. */
    public static final int ANY_HOST = Demands.ANY_HOST;

    /** The cause of what is withheld since vCPUs are held back for other shares. */
    public static final int HELD_BACK = Demands.HELD_BACK;

    private final Jobs jobs;
    private final Chains chains;
    private final List<ServiceOrder> orders = new ArrayList<>();
    private final Demands demands;
    /** For each queue, the demand of each spec. */
    private int[][] bySpec = {};

    /** Where each lane stands; null for a number that no lane has. */
    private @Nullable LaneHeap[] stands = new @Nullable LaneHeap[16];

    private int[] queues = new int[16];
    private int[] priorities = new int[16];
    /** The order of each head, so that comparing lanes touches no rows. */
    private long[] headOrders = new long[16];

    private int[] places = new int[16];
    /** The row that was last put in between, where the next one probably belongs. */
    private int[] fingers = new int[16];

    private final List<Integer> free = new ArrayList<>();
    private int used;
    private int live;
    private int sweepAt = 256;
    private long version;

    private long entered;

    Lanes(Jobs jobs, Consumables consumables) {
        this.jobs = jobs;
        this.chains = new Chains(jobs);
        this.demands = new Demands(orders, consumables);
    }

    /** Makes room for the next queue; one that divides itself has shares. */
    void addQueue(Queue queue, @Nullable Shares shares) {
        orders.add(
                shares == null
                        ? new ArrivalOrder(this, demands, queue.strict())
                        : new ShareOrder(queue.number(), this, demands, shares));
        bySpec = Arrays.copyOf(bySpec, orders.size());
        bySpec[queue.number()] = new int[0];
    }

    /** The lane of the jobs of a spec, a share and a priority in a queue. */
    public int of(Queue queue, int spec, JobSpec content, String share, int priority) {
        sweepIfDue();
        int[] known = bySpec[queue.number()];
        if (spec >= known.length) {
            int length = known.length;
            known = Arrays.copyOf(known, Math.max(spec + 1, length * 2));
            Arrays.fill(known, length, known.length, NONE);
            bySpec[queue.number()] = known;
        }
        if (known[spec] == NONE) {
            known[spec] = demands.of(queue.number(), PlacementClass.of(content, queue));
        }
        return of(queue.number(), known[spec], share, priority);
    }

    /** The lane of the jobs of a class, a share and a priority in a queue. */
    public int of(Queue queue, PlacementClass need, String share, int priority) {
        sweepIfDue();
        return of(queue.number(), demands.of(queue.number(), need), share, priority);
    }

    private int of(int queue, int demand, String share, int priority) {
        LaneHeap stand = orders.get(queue).stand(demand, share);
        int lane = stand.lane(priority);
        return lane == NONE ? add(queue, stand, priority) : lane;
    }

    /** Forgets which demand a spec has, since its number will be another's. */
    public void forgetSpec(int spec) {
        for (int[] known : bySpec) {
            if (spec < known.length) {
                known[spec] = NONE;
            }
        }
    }

    /** One more than the largest number of a lane. */
    public int limit() {
        return used;
    }

    public int queue(int lane) {
        return queues[lane];
    }

    public PlacementClass need(int lane) {
        return demands.need(stand(lane).demand());
    }

    /** The share whose jobs wait in a lane, empty for none. */
    public String share(int lane) {
        return stand(lane).identifier();
    }

    /** Whether the jobs of two lanes are of one queue and one share. */
    public boolean areOfOneShare(int left, int right) {
        return queue(left) == queue(right) && share(left).equals(share(right));
    }

    /** The shares of a queue, or null for one that has none. */
    public @Nullable Shares shares(int queue) {
        return orders.get(queue).shares();
    }

    /** The scheduling priority of the jobs of a lane. */
    public int priority(int lane) {
        return priorities[lane];
    }

    /** Whether jobs of two lanes wait in the same queue and can go to the same places. */
    public boolean areAlike(int left, int right) {
        return stand(left).demand() == stand(right).demand();
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

    /** Time has come to this; said before each pass over a queue. */
    public void present(int queue, long nowMicros) {
        orders.get(queue).present(nowMicros);
    }

    /**
     * The lane of a queue that is served next of those that may fit, or {@link RowTable#NONE}. In a strict queue the one
     * with the earliest head of all: if that one is not {@link #isOpen open}, neither is the queue.
     */
    public int first(int queue) {
        return orders.get(queue).first();
    }

    /** The lane whose head comes next in a queue and is not withheld, whether it may fit or not; or {@link RowTable#NONE}. */
    public int firstWaiting(int queue) {
        return orders.get(queue).firstWaiting();
    }

    /**
     * The lane whose head comes next in a queue of which all that fits has been placed; {@link RowTable#NONE} if nothing
     * waits, or something has not been looked at.
     */
    public int firstBlocked(int queue) {
        int first = first(queue);
        return first == NONE || !isOpen(first) ? firstWaiting(queue) : NONE;
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
        entered++;
        settle(lane);
    }

    /** Changes whenever something begins to wait, or is found to fit nowhere. */
    public long demandVersion() {
        return entered + demands.blocks();
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

    /** Whether a lane may be placed, as far as is known. */
    public boolean isOpen(int lane) {
        return demands.isOpen(stand(lane).demand());
    }

    /** The only host that may fit the class of a lane, {@link #ANY_HOST}, or {@link RowTable#NONE} if it is blocked. */
    public int candidate(int lane) {
        return demands.candidate(stand(lane).demand());
    }

    /** Notes that the class of a lane fits nowhere now. */
    public void block(int lane) {
        demands.block(stand(lane).demand());
    }

    /** Notes that more is free on a host: lanes whose class fits there wake up. */
    public void wake(int host, Hosts hosts) {
        demands.wake(host, hosts);
    }

    /** Notes that an environment takes attempts again: every host of it may fit. */
    public void wakeAll(int environment) {
        demands.wakeAll(environment);
    }

    // ---- what else a lane needs

    /** The consumable resources that the class of a lane takes, as it names them; not to be written to. */
    public int[] resources(int lane) {
        return demands.resources(stand(lane).demand());
    }

    /** How many vCPUs more the jobs of a lane's queue may use, in thousandths. */
    public long headroom(int lane) {
        return order(lane).headroom();
    }

    /** Notes that the class of a lane may not be placed now: a consumable resource, or {@link #HELD_BACK}. */
    public void withhold(int lane, int cause) {
        demands.withhold(stand(lane).demand(), cause);
    }

    /** Whether the class of a lane may not be placed though it may fit. */
    public boolean isWithheld(int lane) {
        return demands.cause(stand(lane).demand()) != NONE;
    }

    /** Makes a share what it was when a checkpoint was written. */
    public void restoreShare(int queue, String share, long idleSince, long settledAt, long[] past, long nowMicros) {
        Shares all = Objects.requireNonNull(shares(queue), "the queue has no shares");
        all.restore(all.of(share), idleSince, settledAt, past, nowMicros);
    }

    void supply(int resource, long quantity) {
        demands.supply(resource, quantity);
    }

    ServiceOrder order(int lane) {
        return orders.get(queues[lane]);
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
    public boolean before(int left, int right) {
        return headOrders[left] != headOrders[right]
                ? headOrders[left] < headOrders[right]
                : isBefore(chains.head(left), chains.head(right));
    }

    /** The order of the head of a lane that has one. */
    long firstOrder(int lane) {
        return headOrders[lane];
    }

    LaneHeap stand(int lane) {
        return Objects.requireNonNull(stands[lane], "no lane has this number");
    }

    int place(int lane) {
        return places[lane];
    }

    void place(int lane, int place) {
        places[lane] = place;
    }

    private int add(int queue, LaneHeap stand, int priority) {
        int lane = number();
        stand.add(priority, lane);
        stands[lane] = stand;
        queues[lane] = queue;
        priorities[lane] = priority;
        places[lane] = NONE;
        fingers[lane] = NONE;
        live++;
        return lane;
    }

    private int number() {
        if (!free.isEmpty()) {
            return free.remove(free.size() - 1);
        }
        if (used == queues.length) {
            stands = Arrays.copyOf(stands, used * 2);
            queues = Arrays.copyOf(queues, used * 2);
            priorities = Arrays.copyOf(priorities, used * 2);
            headOrders = Arrays.copyOf(headOrders, used * 2);
            places = Arrays.copyOf(places, used * 2);
            fingers = Arrays.copyOf(fingers, used * 2);
        }
        return used++;
    }

    // ---- what is forgotten

    /** Changes when lanes have been forgotten, whose numbers others may get. */
    long version() {
        return version;
    }

    private void sweepIfDue() {
        if (live >= sweepAt) {
            sweep();
        }
    }

    /** Forgets the lanes of which no job is any more, and what only they needed. Done when their number has doubled. */
    private void sweep() {
        boolean[] needed = new boolean[used];
        for (int row = 0; row < jobs.rows().limit(); row++) {
            if (jobs.number(row) != 0 && jobs.lane(row) != NONE) {
                needed[jobs.lane(row)] = true;
            }
        }
        for (int lane = 0; lane < used; lane++) {
            if (stands[lane] != null && !needed[lane]) {
                forget(lane);
            }
        }
        forgetDemands();
        for (int queue = 0; queue < orders.size(); queue++) {
            orders.get(queue).forgetShares(sharesInUse(queue));
        }
        sweepAt = Math.max(256, 2 * live);
        version++;
    }

    private void forget(int lane) {
        stand(lane).remove(priorities[lane]);
        stands[lane] = null;
        free.add(lane);
        live--;
    }

    private void forgetDemands() {
        boolean[] needed = new boolean[demands.limit()];
        for (int lane = 0; lane < used; lane++) {
            if (stands[lane] != null) {
                needed[stand(lane).demand()] = true;
            }
        }
        for (int[] known : bySpec) {
            for (int spec = 0; spec < known.length; spec++) {
                known[spec] = known[spec] == NONE || needed[known[spec]] ? known[spec] : NONE;
            }
        }
        for (int demand = 0; demand < needed.length; demand++) {
            if (!needed[demand]) {
                demands.forget(demand);
            }
        }
    }

    private boolean[] sharesInUse(int queue) {
        Shares all = orders.get(queue).shares();
        boolean[] slots = new boolean[all == null ? 0 : all.size()];
        for (int lane = 0; lane < used && all != null; lane++) {
            if (stands[lane] != null && queues[lane] == queue) {
                slots[stand(lane).share().slot()] = true;
            }
        }
        return slots;
    }
}
