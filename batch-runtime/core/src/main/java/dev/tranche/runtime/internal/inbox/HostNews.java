package dev.tranche.runtime.internal.inbox;

import dev.tranche.runtime.spi.Capacity;
import org.jspecify.annotations.Nullable;

/**
 * What a backend says of a host, in the order in which it counts: lost with all it ran, then there (again), then draining.
 *
 * @param lost the reason of its attempts' ends, or null if it was not lost
 * @param joined what it can hold, or null if it did not join
 * @param draining why it takes nothing new, or null if it does
 */
public record HostNews(
        @Nullable String lost,
        @Nullable Joined joined,
        @Nullable String draining) {
    /** What it can hold of ours, and what others hold. */
    public record Joined(Capacity capacity, Capacity heldByOthers) {}

    static HostNews joined(@Nullable HostNews waiting, Joined joined) {
        return new HostNews(waiting == null ? null : waiting.lost, joined, null);
    }

    static HostNews draining(@Nullable HostNews waiting, String reason) {
        return waiting == null ? new HostNews(null, null, reason) : new HostNews(waiting.lost, waiting.joined, reason);
    }

    /** A loss ends whatever else was waiting, but for a loss before it: its reason is the one that ended the attempts. */
    static HostNews lost(@Nullable HostNews waiting, String reason) {
        return new HostNews(waiting == null || waiting.lost == null ? reason : waiting.lost, null, null);
    }
}
