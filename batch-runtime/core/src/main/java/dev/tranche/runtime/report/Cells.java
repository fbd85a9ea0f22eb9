package dev.tranche.runtime.report;

import java.util.Arrays;

/** Shares the cells of a bar among counts. */
final class Cells {
    private Cells() {}

    /**
     * How many cells each count gets: as near to its part of the sum as whole cells allow, but at least one if it is not
     * zero. All cells are given away, to the last count if all are zero.
     */
    static int[] share(int cells, int... counts) {
        long sum = Arrays.stream(counts).asLongStream().sum();
        int[] shares = new int[counts.length];
        int left = cells;
        for (int i = 0; i < counts.length; i++) {
            int fair = sum == 0 ? 0 : (int) (counts[i] * (long) cells / sum);
            shares[i] = counts[i] == 0 ? 0 : Math.max(1, fair);
            left -= shares[i];
        }
        shares[largest(shares)] += left;
        return shares;
    }

    private static int largest(int[] shares) {
        int largest = shares.length - 1;
        for (int i = 0; i < shares.length; i++) {
            if (shares[i] > shares[largest]) {
                largest = i;
            }
        }
        return largest;
    }
}
