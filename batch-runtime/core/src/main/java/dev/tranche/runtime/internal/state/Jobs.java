package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;

/**
 * The table of jobs: single jobs, arrays, live children of arrays, and workflow runs, one row of 16 ints (a cache line)
 * each.
 *
 * <p>Some fields have two meanings that never meet: a job that waits for others has in-edges and one that runs or backs off
 * has a deadline; a job that has ended stands in a list of ended ones where it stood in its lane or with its host before.
 *
 * <pre>
 *  0-1  number           6   lane                 11  host; next in the ripple once ended
 *  2    index            7   previous in its list 12  first in-edge; deadline when it has passed its gates
 *  3    status, flags,   8   next in its list     13  last out-edge (a ring)
 *       attempt         9-10 order in its queue;  14  workflow run; of a child its array
 *                            of a run its open jobs,
 *                            and its last one
 *  4    spec; of a run its failures               15  array record; of a child its place among the live children;
 *                                                  of a multi-node job its live nodes; of a run after how many
 *                                                  failures it is stopped
 *  5    name
 * </pre>
 */
public final class Jobs {
    private static final int NUMBER = 0;
    private static final int INDEX = 2;
    private static final int STATE = 3;
    private static final int SPEC = 4;
    private static final int NAME = 5;
    private static final int LANE = 6;
    private static final int PREVIOUS = 7;
    private static final int NEXT = 8;
    private static final int ORDER = 9;
    private static final int HOST_OR_RIPPLE = 11;
    private static final int IN_OR_DEADLINE = 12;
    private static final int OUT = 13;
    private static final int OWNER = 14;
    private static final int ARRAY_OR_PLACE = 15;

    private static final int STATUS_MASK = 0x7;
    private static final int ATTEMPT_SHIFT = 20;
    private static final JobStatus[] STATUSES = JobStatus.values();

    /** A row that stands for an array job. */
    public static final int ARRAY = 1 << 3;
    /** Of an array: each child waits for the one before it. */
    public static final int SEQUENTIAL = 1 << 4;
    /** A row that stands for a workflow run. */
    public static final int WORKFLOW = 1 << 5;
    /** Of a workflow run: all its jobs are in. */
    public static final int SEALED = 1 << 6;
    /** Of a workflow run: a job of it failed. */
    public static final int TAINTED = 1 << 7;
    /** Stands in its lane. */
    public static final int IN_LANE = 1 << 8;
    /** Waits for a person. */
    public static final int HELD = 1 << 9;
    /** Was asked to stop by somebody. */
    public static final int TERMINATING = 1 << 10;
    /** Was asked to stop since its time was over. */
    public static final int TIMED_OUT = 1 << 11;
    /** Of an array: no further child starts. */
    public static final int STOPPED = 1 << 12;
    /** Ended without having been needed. */
    public static final int NOT_NEEDED = 1 << 13;
    /** Of an array: its children may begin. */
    public static final int OPENED = 1 << 14;
    /** How its last attempt ended is not known. */
    public static final int UNKNOWN = 1 << 15;

    /** Waits, or waited, for the end of another job however that ends, or for its failure: it is there to clean up. */
    public static final int AFTERWARDS = 1 << 16;

    /** Runs an earlier job again, see {@link State#reruns}. */
    public static final int RERUN = 1 << 17;
    /** Runs again what succeeded before: ends well without running once it has passed its gates. */
    public static final int INHERITED = 1 << 18;

    /** The largest number of an attempt. */
    public static final int MAX_ATTEMPT = (1 << (Integer.SIZE - ATTEMPT_SHIFT)) - 1;

    private final RowTable rows = new RowTable(16);

    /** The rows themselves, for who counts them or goes through them all. */
    public RowTable rows() {
        return rows;
    }

    /** A new row, linked to nothing. */
    public int add(long number, int index) {
        int row = rows.allocate();
        rows.setLong(row, NUMBER, number);
        rows.set(row, INDEX, index);
        for (int field = LANE; field <= NEXT; field++) {
            rows.set(row, field, NONE);
        }
        for (int field = HOST_OR_RIPPLE; field <= ARRAY_OR_PLACE; field++) {
            rows.set(row, field, NONE);
        }
        return row;
    }

    /** Gives a row back; its number becomes 0, which no job has. */
    public void remove(int row) {
        rows.setLong(row, NUMBER, 0);
        rows.free(row);
    }

    public long number(int row) {
        return rows.getLong(row, NUMBER);
    }

    public int index(int row) {
        return rows.get(row, INDEX);
    }

    /** Whether the row holds the job of this identity. */
    public boolean is(int row, long number, int index) {
        return rows.getLong(row, NUMBER) == number && rows.get(row, INDEX) == index;
    }

    public JobStatus status(int row) {
        return STATUSES[rows.get(row, STATE) & STATUS_MASK];
    }

    @SuppressWarnings("EnumOrdinal") // rows hold ints; STATUSES reads it back
    public void status(int row, JobStatus status) {
        rows.set(row, STATE, (rows.get(row, STATE) & ~STATUS_MASK) | status.ordinal());
    }

    public boolean has(int row, int flag) {
        return (rows.get(row, STATE) & flag) != 0;
    }

    public void raise(int row, int flags) {
        rows.set(row, STATE, rows.get(row, STATE) | flags);
    }

    public void lower(int row, int flags) {
        rows.set(row, STATE, rows.get(row, STATE) & ~flags);
    }

    /** All flags, for the digest and the checkpoint. */
    public int flags(int row) {
        return rows.get(row, STATE) & ((1 << ATTEMPT_SHIFT) - 1) & ~STATUS_MASK;
    }

    /** How many attempts have begun. */
    public int attempt(int row) {
        return rows.get(row, STATE) >>> ATTEMPT_SHIFT;
    }

    public void attempt(int row, int attempt) {
        rows.set(row, STATE, (rows.get(row, STATE) & ((1 << ATTEMPT_SHIFT) - 1)) | attempt << ATTEMPT_SHIFT);
    }

    public int spec(int row) {
        return rows.get(row, SPEC);
    }

    public void spec(int row, int spec) {
        rows.set(row, SPEC, spec);
    }

    public int name(int row) {
        return rows.get(row, NAME);
    }

    public void name(int row, int name) {
        rows.set(row, NAME, name);
    }

    public int lane(int row) {
        return rows.get(row, LANE);
    }

    public void lane(int row, int lane) {
        rows.set(row, LANE, lane);
    }

    public long order(int row) {
        return rows.getLong(row, ORDER);
    }

    public void order(int row, long order) {
        rows.setLong(row, ORDER, order);
    }

    public int host(int row) {
        return rows.get(row, HOST_OR_RIPPLE);
    }

    public void host(int row, int host) {
        rows.set(row, HOST_OR_RIPPLE, host);
    }

    public int ripple(int row) {
        return rows.get(row, HOST_OR_RIPPLE);
    }

    public void ripple(int row, int next) {
        rows.set(row, HOST_OR_RIPPLE, next);
    }

    public int in(int row) {
        return rows.get(row, IN_OR_DEADLINE);
    }

    public void in(int row, int edge) {
        rows.set(row, IN_OR_DEADLINE, edge);
    }

    public int deadline(int row) {
        return rows.get(row, IN_OR_DEADLINE);
    }

    public void deadline(int row, int deadline) {
        rows.set(row, IN_OR_DEADLINE, deadline);
    }

    public int out(int row) {
        return rows.get(row, OUT);
    }

    public void out(int row, int edge) {
        rows.set(row, OUT, edge);
    }

    /** The row of the workflow run, or of a child the row of its array. */
    public int owner(int row) {
        return rows.get(row, OWNER);
    }

    public void owner(int row, int owner) {
        rows.set(row, OWNER, owner);
    }

    /** The array record of an array, or of a child its place among the live children. */
    public int array(int row) {
        return rows.get(row, ARRAY_OR_PLACE);
    }

    public void array(int row, int array) {
        rows.set(row, ARRAY_OR_PLACE, array);
    }

    /** Of a multi-node job: how many of its nodes have not ended. */
    public int liveNodes(int row) {
        return Math.max(0, rows.get(row, ARRAY_OR_PLACE));
    }

    public void liveNodes(int row, int count) {
        rows.set(row, ARRAY_OR_PLACE, count);
    }

    /** Of a workflow run: how many of its jobs have not ended. */
    public int members(int row) {
        return rows.get(row, ORDER);
    }

    public void members(int row, int count) {
        rows.set(row, ORDER, count);
    }

    /** Of a workflow run: the largest number of a job of it, its own if it has none. */
    public long lastMember(int row) {
        return number(row) + rows.get(row, ORDER + 1);
    }

    /** A job has come into a workflow run. */
    public void lastMember(int row, long job) {
        rows.set(row, ORDER + 1, Math.toIntExact(Math.max(job, lastMember(row)) - number(row)));
    }

    /** Of a workflow run: how many of its jobs have failed. */
    public int failures(int row) {
        return rows.get(row, SPEC);
    }

    public void failures(int row, int count) {
        rows.set(row, SPEC, count);
    }

    /** Of a workflow run: after how many failures it is stopped, {@link RowTable#NONE} for never. */
    public int failureLimit(int row) {
        return rows.get(row, ARRAY_OR_PLACE);
    }

    public void failureLimit(int row, int failures) {
        rows.set(row, ARRAY_OR_PLACE, failures);
    }

    int previous(int row) {
        return rows.get(row, PREVIOUS);
    }

    void previous(int row, int previous) {
        rows.set(row, PREVIOUS, previous);
    }

    int next(int row) {
        return rows.get(row, NEXT);
    }

    void next(int row, int next) {
        rows.set(row, NEXT, next);
    }
}
