package dev.tranche.runtime.internal.inbox;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Cells with news, in the order in which they turned non-empty. Never full: a cell is in it at most once, so its length is
 * bounded by the number of cells, and entering it allocates nothing.
 */
/*
 * A stack that is only pushed to, and taken as a whole: no node is ever popped by itself, so there is no ABA. The consumer
 * turns what it took around and hands it out piece by piece. A cell can be pushed again as soon as its news have been
 * taken, so its link is read before that.
 */
final class CellLane {
    // push pairs with the getAndSet in poll: the link and the news of a cell are written before it is seen here
    private final AtomicReference<@Nullable Cell<?>> head = new AtomicReference<>();

    // consumer only
    private @Nullable Cell<?> taken;

    /** Puts in a cell that has turned non-empty. Any thread. */
    void push(Cell<?> cell) {
        Cell<?> below = head.get();
        while (true) {
            cell.next = below;
            Cell<?> witness = head.compareAndExchange(below, cell);
            if (witness == below) {
                return;
            }
            below = witness;
        }
    }

    /** The next cell, out of the lane; or null. Consumer only. */
    @Nullable
    Cell<?> poll() {
        if (taken == null && head.get() != null) {
            taken = reversed(head.getAndSet(null)); // pairs with push
        }
        Cell<?> first = taken;
        if (first != null) {
            taken = first.next;
            first.next = null;
        }
        return first;
    }

    boolean isEmpty() {
        return taken == null && head.get() == null;
    }

    private static @Nullable Cell<?> reversed(@Nullable Cell<?> top) {
        Cell<?> oldest = null;
        Cell<?> rest = top;
        while (rest != null) {
            Cell<?> below = rest.next;
            rest.next = oldest;
            oldest = rest;
            rest = below;
        }
        return oldest;
    }
}
