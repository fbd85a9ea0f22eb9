package dev.tranche.runtime.internal.state;

/**
 * How long the first job of a queue may be blocked for a reason before it is cancelled; AWS: {@code
 * jobStateTimeLimitActions}.
 *
 * @param reason the reason
 * @param micros the longest time
 */
public record StateLimit(BlockedReason reason, long micros) {}
