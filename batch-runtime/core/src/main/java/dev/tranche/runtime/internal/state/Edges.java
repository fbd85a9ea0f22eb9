package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

/**
 * The table of dependencies that are open. An edge stands in two lists: of what its predecessor holds back, in the order in
 * which it was added, and of what its dependent still waits for.
 *
 * <p>A dependent that ends early leaves its edges behind; each carries the dependent's number, so that it is known to be
 * stale when its predecessor ends, even if the dependent's row has become another job's. Thus an end costs nothing for the
 * edges that lead to it. Loop thread only.
 *
 * <pre>
 *  0 predecessor   1 dependent   2-3 the dependent's number   4 kind   5 next of the predecessor (a ring; the row
 *  points to its last)   6 next of the dependent   7 previous of the dependent
 * </pre>
 */
public final class Edges {
    private static final int PREDECESSOR = 0;
    private static final int DEPENDENT = 1;
    private static final int DEPENDENT_NUMBER = 2;
    private static final int KIND = 4;
    private static final int NEXT_OUT = 5;
    private static final int NEXT_IN = 6;
    private static final int PREVIOUS_IN = 7;
    private static final DependencyKind[] KINDS = DependencyKind.values();

    private final Jobs jobs;
    private final RowTable rows = new RowTable(8);

    public Edges(Jobs jobs) {
        this.jobs = jobs;
    }

    /** The rows themselves, for who counts them or goes through them all. */
    public RowTable rows() {
        return rows;
    }

    /** Makes a job wait for another; or nobody, for an edge whose dependent has gone. */
    @SuppressWarnings("EnumOrdinal") // rows hold ints; KINDS reads it back
    public void add(int predecessor, int dependent, DependencyKind kind) {
        int edge = rows.allocate();
        rows.set(edge, PREDECESSOR, predecessor);
        rows.set(edge, DEPENDENT, dependent);
        rows.set(edge, KIND, kind.ordinal());
        linkOut(edge, predecessor);
        if (dependent != NONE) {
            rows.setLong(edge, DEPENDENT_NUMBER, jobs.number(dependent));
            linkIn(edge, dependent);
        }
    }

    /** The first edge that an ended job holds, or {@link RowTable#NONE}. */
    public int first(int predecessor) {
        int last = jobs.out(predecessor);
        return last == NONE ? NONE : rows.get(last, NEXT_OUT);
    }

    /** The edge after this one of the same predecessor, or {@link RowTable#NONE} after the last. */
    public int after(int edge) {
        return edge == jobs.out(predecessor(edge)) ? NONE : rows.get(edge, NEXT_OUT);
    }

    /** The next edge that the same dependent waits for, or {@link RowTable#NONE}. */
    public int nextIn(int edge) {
        return rows.get(edge, NEXT_IN);
    }

    public int predecessor(int edge) {
        return rows.get(edge, PREDECESSOR);
    }

    /** The row that waits, or {@link RowTable#NONE} if it has ended or gone. */
    public int dependent(int edge) {
        int row = rows.get(edge, DEPENDENT);
        boolean waits = row != NONE
                && jobs.is(row, rows.getLong(edge, DEPENDENT_NUMBER), NONE)
                && !jobs.status(row).isTerminal();
        return waits ? row : NONE;
    }

    public DependencyKind kind(int edge) {
        return KINDS[rows.get(edge, KIND)];
    }

    /** Removes the first edge of a predecessor. */
    public void removeFirst(int predecessor) {
        int last = jobs.out(predecessor);
        int first = rows.get(last, NEXT_OUT);
        if (first == last) {
            jobs.out(predecessor, NONE);
        } else {
            rows.set(last, NEXT_OUT, rows.get(first, NEXT_OUT));
        }
        int dependent = dependent(first);
        if (dependent != NONE) {
            unlinkIn(first, dependent);
        }
        rows.free(first);
    }

    private void linkOut(int edge, int predecessor) {
        int last = jobs.out(predecessor);
        if (last == NONE) {
            rows.set(edge, NEXT_OUT, edge);
        } else {
            rows.set(edge, NEXT_OUT, rows.get(last, NEXT_OUT));
            rows.set(last, NEXT_OUT, edge);
        }
        jobs.out(predecessor, edge);
    }

    private void linkIn(int edge, int dependent) {
        int head = jobs.in(dependent);
        rows.set(edge, PREVIOUS_IN, NONE);
        rows.set(edge, NEXT_IN, head);
        if (head != NONE) {
            rows.set(head, PREVIOUS_IN, edge);
        }
        jobs.in(dependent, edge);
    }

    private void unlinkIn(int edge, int dependent) {
        int before = rows.get(edge, PREVIOUS_IN);
        int after = rows.get(edge, NEXT_IN);
        if (before == NONE) {
            jobs.in(dependent, after);
        } else {
            rows.set(before, NEXT_IN, after);
        }
        if (after != NONE) {
            rows.set(after, PREVIOUS_IN, before);
        }
    }
}
