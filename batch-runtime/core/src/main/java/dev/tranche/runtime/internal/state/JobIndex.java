package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * Finds the row of a job by its identity: open addressing over row numbers, the identity itself is read from the row. Four
 * bytes a slot, at most half full; deletion shifts back, so that no tombstones gather. The last row found is remembered,
 * since a decision and its outcomes speak of the same job several times. Loop thread only.
 */
public final class JobIndex {
    private final Jobs jobs;
    private int[] slots = new int[1024];
    private int size;
    private int last = NONE;

    public JobIndex(Jobs jobs) {
        this.jobs = jobs;
        Arrays.fill(slots, NONE);
    }

    /** The row of a job, or {@link RowTable#NONE}. */
    public int find(long number, int index) {
        if (last != NONE && jobs.is(last, number, index)) {
            return last;
        }
        for (int at = home(number, index); slots[at] != NONE; at = next(at)) {
            if (jobs.is(slots[at], number, index)) {
                last = slots[at];
                return last;
            }
        }
        return NONE;
    }

    /** Says which row will be looked for next. */
    public void expect(int row) {
        last = row;
    }

    /** Adds a row whose identity is not in yet. */
    public void add(int row) {
        if (++size * 2 > slots.length) {
            grow();
        }
        insert(row);
        last = row;
    }

    /** Takes a row out; its identity must still be readable. */
    public void remove(int row) {
        int at = home(jobs.number(row), jobs.index(row));
        while (slots[at] != row) {
            at = next(at);
        }
        size--;
        last = NONE;
        closeGap(at);
    }

    /** How many slots a search for a job looks at: what a test bounds. */
    int probes(long number, int index) {
        int probes = 1;
        for (int at = home(number, index); slots[at] != NONE && !jobs.is(slots[at], number, index); at = next(at)) {
            probes++;
        }
        return probes;
    }

    private void closeGap(int start) {
        int gap = start;
        for (int at = next(gap); slots[at] != NONE; at = next(at)) {
            int home = home(jobs.number(slots[at]), jobs.index(slots[at]));
            if (((at - home) & (slots.length - 1)) >= ((at - gap) & (slots.length - 1))) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = NONE;
    }

    private void insert(int row) {
        int at = home(jobs.number(row), jobs.index(row));
        while (slots[at] != NONE) {
            at = next(at);
        }
        slots[at] = row;
    }

    private void grow() {
        int[] old = slots;
        slots = new int[old.length * 2];
        Arrays.fill(slots, NONE);
        for (int row : old) {
            if (row != NONE) {
                insert(row);
            }
        }
    }

    /** Mixed well: live numbers are a dense run and old stragglers, which probing would otherwise pile up. */
    private int home(long number, int index) {
        long hash = (number + (index + 1) * 0xC2B2_AE3D_27D4_EB4FL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (((hash ^ (hash >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> 32) & (slots.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }
}
