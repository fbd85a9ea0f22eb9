package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that the machine knows: the tables and what ties them together. Changed by outcomes only. Loop thread only. */
public final class State {
    /** The one chain of {@link #ended}. */
    public static final int ENDED = 0;

    public final Jobs jobs = new Jobs();
    public final JobIndex index = new JobIndex(jobs);
    public final Edges edges = new Edges(jobs);
    public final Hosts hosts = new Hosts();
    public final Consumables consumables = new Consumables();
    public final Lanes lanes = new Lanes(jobs, consumables);
    public final Ledger ledger = new Ledger(lanes, consumables);
    public final Switches switches = new Switches();
    public final Deadlines deadlines = new Deadlines(jobs);
    public final Heads heads = new Heads();
    public final Reservations reservations = new Reservations();
    public final Specs specs = new Specs();
    public final Names names = new Names();
    public final Tokens tokens = new Tokens();

    /** The attempts on each host, by its number. */
    public final Chains running = new Chains(jobs);

    /** Jobs and workflow runs that have ended and hold nothing back, the oldest first. */
    public final Chains ended = new Chains(jobs);

    /** Why jobs are held or stopping, by their row. */
    public final Map<Integer, String> notes = new HashMap<>();

    /** How the main nodes of jobs ended whose other nodes have not, by the number of the job. */
    public final Map<Long, MainEnd> mainEnds = new HashMap<>();

    /** Which earlier job a job runs again, by their numbers. */
    public final Map<Long, Long> reruns = new HashMap<>();

    /** What went wrong under the jobs that have not ended. */
    public final Setbacks setbacks = new Setbacks();

    private final List<Queue> queues = new ArrayList<>();
    private final List<Environment> environments = new ArrayList<>();
    private final List<@Nullable ArrayJob> arrays = new ArrayList<>();
    private final List<Integer> freeArrays = new ArrayList<>();
    private int rippleHead = NONE;
    private int rippleTail = NONE;
    private long now;
    private long lastOrder;
    private long hostsDue;

    /** The event time, in micros since 1970. */
    public long now() {
        return now;
    }

    /** Event time never goes back. */
    public void now(long micros) {
        now = Math.max(now, micros);
        deadlines.present(now);
    }

    /** When hosts are asked for, what begins to wait until then included; 0 if none are lacking. */
    public long hostsDue() {
        return hostsDue;
    }

    public void hostsDue(long micros) {
        hostsDue = micros;
    }

    /** The last place that was given to a job in its queue. */
    public long lastOrder() {
        return lastOrder;
    }

    public void lastOrder(long order) {
        lastOrder = Math.max(lastOrder, order);
    }

    public List<Queue> queues() {
        return queues;
    }

    public List<Environment> environments() {
        return environments;
    }

    public void addEnvironment(String name, int maxMillivcpus) {
        environments.add(new Environment(name, maxMillivcpus, hosts));
    }

    public void addQueue(Queue queue) {
        queues.add(queue);
        lanes.addQueue(queue, shares(queue));
        ledger.addQueue();
        heads.addQueue();
    }

    /** Whether a row is a node of a multi-node job. */
    public boolean isNode(int row) {
        return jobs.index(row) != NONE && !jobs.has(jobs.owner(row), Jobs.ARRAY);
    }

    /** Whether a row is a multi-node job. */
    public boolean isGang(int row) {
        return jobs.index(row) == NONE
                && jobs.lane(row) != NONE
                && lanes.need(jobs.lane(row)).isGang();
    }

    /** The nodes of the multi-node job of a row, which is that of the job or of one of its nodes. */
    public Gang gang(int row) {
        Gang gang = specs.get(jobs.spec(row)).gang();
        if (gang == null) {
            throw new IllegalStateException("no multi-node job in row " + row);
        }
        return gang;
    }

    /** What an attempt of a row takes. */
    public PlacementClass need(int row) {
        PlacementClass need = lanes.need(jobs.lane(row));
        return need.isGang() && jobs.index(row) != NONE ? need.node(jobs.index(row)) : need;
    }

    /** Which child an array gives out next; of any other row its own index. */
    public int indexToPlace(int row) {
        return jobs.has(row, Jobs.ARRAY) ? array(row).cursor() : jobs.index(row);
    }

    private @Nullable Shares shares(Queue queue) {
        FairShare policy = queue.fairShare();
        List<Environment> over =
                Arrays.stream(queue.environments()).mapToObj(environments::get).toList();
        return policy == null ? null : new Shares(policy, over, hosts);
    }

    /**
     * Changes whenever a host comes, goes or gets another capacity, and when a lane gets a number that another had: what has
     * been learnt about lanes and hosts under another value is void.
     */
    public long version() {
        return hosts.version() + lanes.version();
    }

    /** How many attempts are starting or running in an environment. */
    public int runningIn(int environment) {
        int count = 0;
        for (int host = 0; host < hosts.limit(); host++) {
            boolean here = hosts.mode(host) != Hosts.ABSENT && hosts.environment(host) == environment;
            count += here ? running.size(host) : 0;
        }
        return count;
    }

    /** The array record of an array's row. */
    public ArrayJob array(int row) {
        ArrayJob array = arrays.get(jobs.array(row));
        if (array == null) {
            throw new IllegalStateException("no array job in row " + row);
        }
        return array;
    }

    /** Makes a row an array. */
    public void addArray(int row, int size) {
        if (freeArrays.isEmpty()) {
            jobs.array(row, arrays.size());
            arrays.add(new ArrayJob(size));
        } else {
            jobs.array(row, freeArrays.remove(freeArrays.size() - 1));
            arrays.set(jobs.array(row), new ArrayJob(size));
        }
        jobs.raise(row, Jobs.ARRAY);
    }

    /** Drops the array record of a row that is about to be removed. */
    public void removeArray(int row) {
        arrays.set(jobs.array(row), null);
        freeArrays.add(jobs.array(row));
    }

    /** Whether the next child of an array may begin, as far as its own order is concerned. */
    public boolean hasNextChild(int row) {
        ArrayJob array = array(row);
        boolean givesOut = jobs.has(row, Jobs.OPENED)
                && !jobs.has(row, Jobs.STOPPED)
                && array.eachOf().length == 0
                && array.cursor() < array.size();
        boolean inTurn =
                !jobs.has(row, Jobs.SEQUENTIAL) || array.cursor() == 0 || array.hasSucceeded(array.cursor() - 1);
        return givesOut && inTurn;
    }

    /** Whether somebody holds a job, or the array whose child it is. */
    public boolean isHeldBack(int row) {
        return jobs.has(row, Jobs.HELD) || (jobs.index(row) != NONE && jobs.has(jobs.owner(row), Jobs.HELD));
    }

    /** Whether a job has passed its gates and nothing keeps it from waiting in its lane but that it is held back. */
    public boolean isReady(int row) {
        return jobs.has(row, Jobs.ARRAY)
                ? hasNextChild(row)
                : jobs.status(row) == JobStatus.RUNNABLE && (jobs.has(row, Jobs.IN_LANE) || !isTimed(row));
    }

    /** Whether a job has a deadline; before its gates are passed it has edges in the same place. */
    public boolean isTimed(int row) {
        JobStatus status = jobs.status(row);
        boolean waitsAtGate = status == JobStatus.SUBMITTED || status == JobStatus.PENDING;
        boolean passed = waitsAtGate ? jobs.has(row, Jobs.OPENED | Jobs.WORKFLOW) : !status.isTerminal();
        return passed && jobs.deadline(row) != NONE;
    }

    /** The ended job whose dependents are looked at next, or {@link RowTable#NONE}. */
    public int ripple() {
        return rippleHead;
    }

    /** Puts an ended job, whose dependents have to be looked at, at the end of the ripple. */
    public void ripple(int row) {
        jobs.ripple(row, NONE);
        if (rippleHead == NONE) {
            rippleHead = row;
        } else {
            jobs.ripple(rippleTail, row);
        }
        rippleTail = row;
    }

    /** Takes the first job out of the ripple: its dependents have all been looked at. */
    public void ripplePassed() {
        int passed = rippleHead;
        rippleHead = jobs.ripple(passed);
        jobs.ripple(passed, NONE);
    }
}
