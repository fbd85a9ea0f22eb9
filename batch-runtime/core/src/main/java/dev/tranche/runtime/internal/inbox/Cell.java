package dev.tranche.runtime.internal.inbox;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the news of one thing come together until the loop takes them: two reports of the same attempt cost one place in
 * the lane, a thousand repeated ones too.
 *
 * @param <N> the news, immutable
 */
public abstract class Cell<N> {
    // pairs with take: what a producer merged in is either taken or makes the cell enter the lane again
    private final AtomicReference<@Nullable N> news = new AtomicReference<>();

    // written before the cell enters the lane and read after the lane was taken, both ordered by CellLane.head
    @Nullable
    Cell<?> next;

    /**
     * Merges news in. Any thread.
     *
     * @param merge makes of the news that wait (or null) those that wait from now on; null to leave all as it is
     * @return whether the cell has turned non-empty and its caller has to put it into the lane
     */
    final boolean merge(UnaryOperator<@Nullable N> merge) {
        while (true) {
            N waiting = news.get();
            N merged = merge.apply(waiting);
            if (merged == null || merged.equals(waiting)) {
                return false;
            }
            if (news.compareAndSet(waiting, merged)) {
                return waiting == null;
            }
        }
    }

    /** Takes the news that wait. Consumer only, after it has taken the cell out of the lane. */
    public final @Nullable N take() {
        return news.getAndSet(null); // pairs with merge
    }
}
