package dev.tranche.runtime.ec2;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket as AWS has it: holds some tokens, is filled at a rate, and each call takes one. Who finds it empty takes a
 * token that is still to come, and is told how long that takes; so those who wait are served in the order they came. Any
 * thread.
 */
final class TokenBucket {
    private static final double NANOS = 1e9;

    private final double capacity;
    private final double perSecond;
    private final LongSupplier nanos;
    private double tokens;
    private long filledAt;

    /**
     * @param capacity how many calls may be made at once, at least 1
     * @param perSecond how many tokens come in a second
     */
    TokenBucket(double capacity, double perSecond, LongSupplier nanos) {
        this.capacity = capacity;
        this.perSecond = perSecond;
        this.nanos = nanos;
        this.tokens = capacity;
        this.filledAt = nanos.getAsLong();
    }

    double perSecond() {
        return perSecond;
    }

    /** Takes a token, and says how long to wait before it may be used. */
    synchronized Duration take() {
        fill();
        tokens -= 1;
        return wait(-tokens);
    }

    /** AWS has said that calls come too fast: whoever else calls is in the same bucket. None comes for a while. */
    synchronized void pause(Duration length) {
        fill();
        tokens = Math.min(tokens, 1 - perSecond * length.toNanos() / NANOS);
    }

    /** How long a call would wait now. */
    synchronized Duration delay() {
        fill();
        return wait(1 - tokens);
    }

    private Duration wait(double missing) {
        return missing <= 0 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil(missing / perSecond * NANOS));
    }

    private void fill() {
        long now = nanos.getAsLong();
        tokens = Math.min(capacity, tokens + (now - filledAt) * perSecond / NANOS);
        filledAt = now;
    }
}
