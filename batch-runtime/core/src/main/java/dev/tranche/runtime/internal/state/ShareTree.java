package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.Arrays;

/**
 * A tournament over the shares of a queue: each node knows the least key below it and the demands in which jobs wait below
 * it. So the share with the least key of those with a job that may fit is found on the way down, past whole branches that
 * have none; a change costs the way up. Loop thread only.
 */
final class ShareTree {
    private int leaves = 4;
    private int words = 1;
    private long[] least = new long[2 * leaves];
    private long[] waiting = new long[2 * leaves];

    ShareTree() {
        Arrays.fill(least, Long.MAX_VALUE);
    }

    /** Whether so many shares and so many words of demands have a place. */
    boolean holds(int shares, int demandWords) {
        return shares <= leaves && demandWords <= words;
    }

    /** Begins anew with more room; every share has to be put and then the tree built. */
    void resize(int shares, int demandWords) {
        while (leaves < shares) {
            leaves *= 2;
        }
        words = Math.max(words, demandWords);
        least = new long[2 * leaves];
        waiting = new long[2 * leaves * words];
        Arrays.fill(least, Long.MAX_VALUE);
    }

    /** How many shares have a place. */
    int leaves() {
        return leaves;
    }

    /** How many words of demands each share has. */
    int words() {
        return words;
    }

    /** Puts a share without telling the nodes above; {@link #build} does. */
    void put(int slot, long key, long[] demands) {
        int leaf = leaves + slot;
        long any = 0;
        for (int word = 0; word < words; word++) {
            any |= demands[word];
            waiting[leaf * words + word] = demands[word];
        }
        least[leaf] = any == 0 ? Long.MAX_VALUE : key;
    }

    /** Puts a share and tells the nodes above. */
    void set(int slot, long key, long[] demands) {
        put(slot, key, demands);
        for (int node = (leaves + slot) / 2; node > 0; node /= 2) {
            combine(node);
        }
    }

    /** Tells all nodes what has been put. */
    void build() {
        for (int node = leaves - 1; node > 0; node--) {
            combine(node);
        }
    }

    /** The share with the least key of those that wait in one of the demands, of equal ones the first; or {@link RowTable#NONE}. */
    int first(long[] demands) {
        int leaf = first(1, demands, NONE);
        return leaf == NONE ? NONE : leaf - leaves;
    }

    /** The better of what was found before and what is below a node; as deep as the tree. */
    private int first(int node, long[] demands, int found) {
        if (!isBetter(node, found) || !waitsIn(node, demands)) {
            return found;
        }
        if (node >= leaves) {
            return node;
        }
        int near = least[2 * node] <= least[2 * node + 1] ? 2 * node : 2 * node + 1;
        return first(near ^ 1, demands, first(near, demands, found));
    }

    private boolean isBetter(int node, int found) {
        if (found == NONE) {
            return least[node] != Long.MAX_VALUE;
        }
        int levels = Integer.numberOfLeadingZeros(node) - Integer.numberOfLeadingZeros(leaves);
        return least[node] < least[found] || (least[node] == least[found] && (node << levels) < found);
    }

    private boolean waitsIn(int node, long[] demands) {
        for (int word = 0; word < words; word++) {
            if ((waiting[node * words + word] & demands[word]) != 0) {
                return true;
            }
        }
        return false;
    }

    private void combine(int node) {
        int left = 2 * node;
        int right = left + 1;
        least[node] = Math.min(least[left], least[right]);
        for (int word = 0; word < words; word++) {
            waiting[node * words + word] = waiting[left * words + word] | waiting[right * words + word];
        }
    }
}
