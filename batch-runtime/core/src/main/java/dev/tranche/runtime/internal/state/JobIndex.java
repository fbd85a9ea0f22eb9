package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * Finds the row of a job by its identity: open addressing over row numbers, the identity itself is read from the row. A slot
 * holds the row and the hash of its identity, so that no row is read (a cache miss each) but the one that is looked for; at
 * most half of them are full. Deletion shifts back, so that no tombstones gather. The last row found is remembered, since a
 * decision and its outcomes speak of the same job several times. Loop thread only.
 */
public final class JobIndex {
    private static final long EMPTY = -1;

    private final Jobs jobs;
    /** The hash above, the row below. */
    private long[] slots = emptySlots(1024);

    private int size;
    private int last = NONE;

    public JobIndex(Jobs jobs) {
        this.jobs = jobs;
    }

    private static long[] emptySlots(int length) {
        long[] slots = new long[length];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    /** The row of a job, or {@link RowTable#NONE}. */
    public int find(long number, int index) {
        if (last != NONE && jobs.is(last, number, index)) {
            return last;
        }
        int hash = hash(number, index);
        for (int at = home(hash); slots[at] != EMPTY; at = next(at)) {
            if (holds(at, hash, number, index)) {
                last = row(slots[at]);
                return last;
            }
        }
        return NONE;
    }

    private boolean holds(int at, int hash, long number, int index) {
        long slot = slots[at];
        return hash(slot) == hash && jobs.is(row(slot), number, index);
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
        insert(slot(row));
        last = row;
    }

    /** Takes a row out; its identity must still be readable. */
    public void remove(int row) {
        long slot = slot(row);
        int at = home(hash(slot));
        while (slots[at] != slot) {
            at = next(at);
        }
        size--;
        last = NONE;
        closeGap(at);
    }

    /** How many slots a search for a job looks at: what a test bounds. */
    int probes(long number, int index) {
        int probes = 1;
        int hash = hash(number, index);
        for (int at = home(hash); slots[at] != EMPTY && !holds(at, hash, number, index); at = next(at)) {
            probes++;
        }
        return probes;
    }

    private void closeGap(int start) {
        int gap = start;
        for (int at = next(gap); slots[at] != EMPTY; at = next(at)) {
            int home = home(hash(slots[at]));
            if (((at - home) & (slots.length - 1)) >= ((at - gap) & (slots.length - 1))) {
                slots[gap] = slots[at];
                gap = at;
            }
        }
        slots[gap] = EMPTY;
    }

    private void insert(long slot) {
        int at = home(hash(slot));
        while (slots[at] != EMPTY) {
            at = next(at);
        }
        slots[at] = slot;
    }

    private void grow() {
        long[] old = slots;
        slots = emptySlots(old.length * 2);
        for (long slot : old) {
            if (slot != EMPTY) {
                insert(slot);
            }
        }
    }

    private long slot(int row) {
        return (long) hash(jobs.number(row), jobs.index(row)) << 32 | row;
    }

    private static int row(long slot) {
        return (int) slot;
    }

    private static int hash(long slot) {
        return (int) (slot >>> 32);
    }

    /** Mixed well: live numbers are a dense run and old stragglers, which probing would otherwise pile up. */
    private static int hash(long number, int index) {
        long hash = (number + (index + 1) * 0xC2B2_AE3D_27D4_EB4FL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (((hash ^ (hash >>> 32)) * 0x9E37_79B9_7F4A_7C15L) >>> 32);
    }

    private int home(int hash) {
        return hash & (slots.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (slots.length - 1);
    }
}
