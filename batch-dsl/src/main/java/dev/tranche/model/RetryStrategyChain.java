package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The words of a retry strategy, as far as they have been said. */
final class RetryStrategyChain implements RetryStrategyBuilder {
    private static final EvaluateOnExit OTHERWISE = EvaluateOnExit.exit().onReason("*");

    private final Chain chain = new Chain();
    private final ImmutableList.Builder<EvaluateOnExit> rules = ImmutableList.builder();
    private boolean closed;

    static RetryStrategy said(UnaryOperator<RetryStrategyBuilder> words) {
        return Chain.nested("retry", words, new RetryStrategyChain()).build();
    }

    @Override
    public RetryStrategyChain attempts(int total) {
        chain.say(RetryStrategy.ATTEMPTS, Check.range("attempts", total, 1, 10));
        return this;
    }

    @Override
    public RetryStrategyChain attemptsOnInterruption(int total) {
        chain.say(RetryStrategy.ATTEMPTS_ON_INTERRUPTION, Check.range("attempts on interruption", total, 1, 1000));
        return this;
    }

    @Override
    public RetryStrategyChain retryOnExitCode(int first, int... others) {
        return onExitCodes(EvaluateOnExit.retry(), first, others);
    }

    @Override
    public RetryStrategyChain retryOnReason(String pattern) {
        return evaluateOnExit(EvaluateOnExit.retry().onReason(pattern));
    }

    @Override
    public RetryStrategyChain retryOnStatusReason(String pattern) {
        return evaluateOnExit(EvaluateOnExit.retry().onStatusReason(pattern));
    }

    @Override
    public RetryStrategyChain exitOnExitCode(int first, int... others) {
        return onExitCodes(EvaluateOnExit.exit(), first, others);
    }

    @Override
    public RetryStrategyChain exitOnReason(String pattern) {
        return evaluateOnExit(EvaluateOnExit.exit().onReason(pattern));
    }

    @Override
    public RetryStrategyChain exitOnStatusReason(String pattern) {
        return evaluateOnExit(EvaluateOnExit.exit().onStatusReason(pattern));
    }

    @Override
    public RetryStrategyChain exitOtherwise() {
        return evaluateOnExit(OTHERWISE);
    }

    @Override
    public RetryStrategyChain evaluateOnExit(EvaluateOnExit rule) {
        add(rule);
        return this;
    }

    private void add(EvaluateOnExit rule) {
        if (rule.isUnconditional()) {
            throw new IllegalArgumentException("a retry rule needs a pattern, such as onExitCode(\"137\"): " + rule);
        }
        if (closed) {
            throw new IllegalStateException("no rule after exitOtherwise() can match: " + rule);
        }
        closed = rule.equals(OTHERWISE);
        rules.add(rule);
    }

    @Override
    public RetryStrategyChain backoff(Duration first, Duration max) {
        Check.positive("first backoff", first);
        Check.positive("longest backoff", max);
        if (first.compareTo(max) > 0) {
            throw new IllegalArgumentException("first backoff must be at most the longest, " + max + ": " + first);
        }
        chain.say(RetryStrategy.BACKOFF_FIRST, first);
        chain.say(RetryStrategy.BACKOFF_MAX, max);
        return this;
    }

    @Override
    public RetryStrategyChain moreMemoryAfterOutOfMemory(double factor, MemorySize cap) {
        if (!(factor > 1 && factor <= 100)) {
            throw new IllegalArgumentException("memory factor must be greater than 1 and at most 100: " + factor);
        }
        chain.say(RetryStrategy.MEMORY_FACTOR, factor);
        chain.say(RetryStrategy.MEMORY_CAP, Check.memory(cap));
        return this;
    }

    @Override
    public RetryStrategyChain nextEnvironmentAfterInterruptions(int interruptions) {
        chain.say(RetryStrategy.NEXT_ENVIRONMENT, Check.positive("interruptions", interruptions));
        return this;
    }

    private RetryStrategyChain onExitCodes(EvaluateOnExit rule, int first, int... others) {
        IntStream.concat(IntStream.of(first), IntStream.of(others))
                .map(code -> Check.range("exit code of a failure", code, 1, 255))
                .mapToObj(Integer::toString)
                .forEach(code -> add(rule.onExitCode(code)));
        return this;
    }

    private RetryStrategy build() {
        ImmutableList<EvaluateOnExit> all = rules.build();
        if (all.isEmpty()) {
            return new RetryStrategy(chain.said());
        }
        if (!chain.said().has(RetryStrategy.ATTEMPTS) && !chain.said().has(RetryStrategy.ATTEMPTS_ON_INTERRUPTION)) {
            throw new IllegalArgumentException("retry rules need a number of attempts; say attempts(n) too: " + all);
        }
        return new RetryStrategy(chain.said().with(RetryStrategy.RULES, all));
    }
}
