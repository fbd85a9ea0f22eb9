package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * Doubly linked lists of job rows, numbered from 0. The links are in the rows, so a job stands in one chain at a time:
 * in its lane, with its host, or among the ended. Adding, taking out and looking at an end cost O(1). Loop thread only.
 */
public final class Chains {
    private final Jobs jobs;
    private int[] heads = new int[16];
    private int[] tails = new int[16];
    private int[] sizes = new int[16];

    public Chains(Jobs jobs) {
        this.jobs = jobs;
        Arrays.fill(heads, NONE);
        Arrays.fill(tails, NONE);
    }

    public int head(int chain) {
        return chain < heads.length ? heads[chain] : NONE;
    }

    public int tail(int chain) {
        return chain < tails.length ? tails[chain] : NONE;
    }

    public int size(int chain) {
        return chain < sizes.length ? sizes[chain] : 0;
    }

    /** The row after this one in its chain. */
    public int next(int row) {
        return jobs.next(row);
    }

    /** The row before this one in its chain. */
    public int previous(int row) {
        return jobs.previous(row);
    }

    public void append(int chain, int row) {
        insertAfter(chain, row, tail(chain));
    }

    /** Puts a row after another of the chain, or first. */
    public void insertAfter(int chain, int row, int before) {
        ensure(chain);
        int after = before == NONE ? heads[chain] : jobs.next(before);
        jobs.previous(row, before);
        jobs.next(row, after);
        if (before == NONE) {
            heads[chain] = row;
        } else {
            jobs.next(before, row);
        }
        if (after == NONE) {
            tails[chain] = row;
        } else {
            jobs.previous(after, row);
        }
        sizes[chain]++;
    }

    public void remove(int chain, int row) {
        int before = jobs.previous(row);
        int after = jobs.next(row);
        if (before == NONE) {
            heads[chain] = after;
        } else {
            jobs.next(before, after);
        }
        if (after == NONE) {
            tails[chain] = before;
        } else {
            jobs.previous(after, before);
        }
        jobs.previous(row, NONE);
        jobs.next(row, NONE);
        sizes[chain]--;
    }

    private void ensure(int chain) {
        int length = heads.length;
        if (chain >= length) {
            int wanted = Math.max(chain + 1, length * 2);
            heads = Arrays.copyOf(heads, wanted);
            tails = Arrays.copyOf(tails, wanted);
            sizes = Arrays.copyOf(sizes, wanted);
            Arrays.fill(heads, length, wanted, NONE);
            Arrays.fill(tails, length, wanted, NONE);
        }
    }
}
