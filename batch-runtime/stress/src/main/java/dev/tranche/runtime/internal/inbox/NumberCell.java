package dev.tranche.runtime.internal.inbox;

import org.jspecify.annotations.Nullable;

/** A cell whose news are a set of small numbers, one bit each, so that a result shows which of them came through. */
final class NumberCell extends Cell<Integer> {
    private final int number;

    NumberCell(int number) {
        this.number = number;
    }

    /** Merges the bits in; whether the cell has turned non-empty. */
    boolean report(int bits) {
        return merge(waiting -> waiting == null ? bits : waiting | bits);
    }

    /** The bits that wait, and none from now on; 0 for none. */
    int takeBits() {
        Integer bits = take();
        return bits == null ? 0 : bits;
    }

    /** The number of a cell that came out of a lane, or 0 for none. */
    static int numberOf(@Nullable Cell<?> cell) {
        return cell == null ? 0 : ((NumberCell) cell).number;
    }
}
