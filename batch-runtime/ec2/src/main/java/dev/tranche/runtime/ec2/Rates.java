package dev.tranche.runtime.ec2;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * The rates of calls in one account and region, which all environments of this process share, as they share AWS's. A share of
 * what AWS publishes: the rest is for whoever else calls. Any thread.
 */
final class Rates {
    /** The longest that calls of a group are held back after AWS has throttled one. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);

    /** One for each account and region that this process has spoken to, so there are few. */
    private static final ConcurrentHashMap<String, Rates> SHARED = new ConcurrentHashMap<>();

    /** Waits; another one in tests. */
    interface Sleeper {
        void sleep(Duration length) throws InterruptedException;
    }

    private static final class Turn {
        final TokenBucket bucket;
        final AtomicInteger waiting = new AtomicInteger();
        final AtomicInteger throttledInARow = new AtomicInteger();

        Turn(TokenBucket bucket) {
            this.bucket = bucket;
        }
    }

    private final String where;
    private final Sleeper sleeper;
    private final Map<RateGroup, Turn> turns = new EnumMap<>(RateGroup.class);

    Rates(String where, double share, LongSupplier nanos, Sleeper sleeper) {
        this.where = where;
        this.sleeper = sleeper;
        for (RateGroup group : RateGroup.values()) {
            turns.put(
                    group, new Turn(new TokenBucket(Math.max(1, group.burst * share), group.perSecond * share, nanos)));
        }
    }

    /**
     * The rates that everybody in this process keeps to who calls there.
     *
     * @param where account and region, for people
     * @param share which part of AWS's rates is taken; the share of who comes first counts for all
     */
    static Rates shared(String where, double share) {
        return SHARED.computeIfAbsent(
                where, key -> new Rates(key, share, System::nanoTime, length -> Thread.sleep(length.toMillis() + 1)));
    }

    /** Account and region, for people. */
    String where() {
        return where;
    }

    /**
     * Waits for a call's turn.
     *
     * @param operation the name of the operation in AWS's model, for example {@code RunTask}
     */
    void await(String operation) throws InterruptedException {
        Turn turn = turn(operation);
        Duration wait = turn.bucket.take();
        if (!wait.isZero()) {
            turn.waiting.incrementAndGet();
            try {
                sleeper.sleep(wait);
            } finally {
                turn.waiting.decrementAndGet();
            }
        }
    }

    /** AWS has throttled a call: those of its group pause, twice as long each time in a row. */
    void throttled(String operation) {
        Turn turn = turn(operation);
        int doublings = Math.min(turn.throttledInARow.getAndIncrement(), 10);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
        turn.bucket.pause(pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE);
    }

    /** AWS has answered a call. */
    void answered(String operation) {
        turn(operation).throttledInARow.set(0);
    }

    /** What a call that has not been made waits for, as a sentence. */
    String explain(String operation) {
        Turn turn = turn(operation);
        return "%s is called at most %.3g times a second in %s; %d calls are before it, the next may be made in %.1f s"
                .formatted(
                        operation,
                        turn.bucket.perSecond(),
                        where,
                        turn.waiting.get(),
                        turn.bucket.delay().toMillis() / 1e3);
    }

    private Turn turn(String operation) {
        Turn turn = turns.get(RateGroup.of(operation));
        if (turn == null) {
            throw new AssertionError(operation);
        }
        return turn;
    }

    @Override
    public String toString() {
        return "rates of " + where;
    }
}
