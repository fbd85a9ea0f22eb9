package dev.tranche.model;

import java.time.Duration;

/**
 * Says how often a job is tried: {@code retry(r -> r.attempts(3).exitOnExitCode(2))}. Rules count in the order they are
 * written; the first that matches decides.
 */
public interface RetryStrategyBuilder {
    /**
     * How often the job is tried in total; AWS: {@code attempts}.
     *
     * @param total from 1 to 10, the first attempt included
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    RetryStrategyBuilder attempts(int total);

    /**
     * A budget of its own for attempts that end because a host was lost or a spot instance was taken back. Such an end then
     * does not count in {@link #attempts}, and of the rules only those for a status reason are asked about it.
     *
     * @param total from 1 to 1000, the first attempt included
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    RetryStrategyBuilder attemptsOnInterruption(int total);

    /**
     * Rules that try again after one of these exit codes.
     *
     * @param first an exit code, from 1 to 255
     * @param others more of them
     * @return this
     * @throws IllegalArgumentException if there is no such exit code of a failure
     */
    RetryStrategyBuilder retryOnExitCode(int first, int... others);

    /**
     * A rule that tries again after an end for this reason; AWS: {@code onReason}.
     *
     * @param pattern the pattern, see {@link EvaluateOnExit#onReason(String)}
     * @return this
     * @throws IllegalArgumentException if the pattern is not one
     */
    RetryStrategyBuilder retryOnReason(String pattern);

    /**
     * A rule that tries again after an end for this status reason; AWS: {@code onStatusReason}.
     *
     * @param pattern the pattern, see {@link EvaluateOnExit#onStatusReason(String)}
     * @return this
     * @throws IllegalArgumentException if the pattern is not one
     */
    RetryStrategyBuilder retryOnStatusReason(String pattern);

    /**
     * Rules that fail the job after one of these exit codes.
     *
     * @param first an exit code, from 1 to 255
     * @param others more of them
     * @return this
     * @throws IllegalArgumentException if there is no such exit code of a failure
     */
    RetryStrategyBuilder exitOnExitCode(int first, int... others);

    /**
     * A rule that fails the job after an end for this reason; AWS: {@code onReason}.
     *
     * @param pattern the pattern, see {@link EvaluateOnExit#onReason(String)}
     * @return this
     * @throws IllegalArgumentException if the pattern is not one
     */
    RetryStrategyBuilder exitOnReason(String pattern);

    /**
     * A rule that fails the job after an end for this status reason; AWS: {@code onStatusReason}.
     *
     * @param pattern the pattern, see {@link EvaluateOnExit#onStatusReason(String)}
     * @return this
     * @throws IllegalArgumentException if the pattern is not one
     */
    RetryStrategyBuilder exitOnStatusReason(String pattern);

    /**
     * The last rule: what no rule before it matches fails the job. AWS: {@code onReason "*"} with {@code EXIT}.
     *
     * @return this
     */
    RetryStrategyBuilder exitOtherwise();

    /**
     * A rule of several patterns.
     *
     * @param rule the rule, with at least one pattern
     * @return this
     * @throws IllegalArgumentException if the rule has no pattern
     */
    RetryStrategyBuilder evaluateOnExit(EvaluateOnExit rule);

    /**
     * Waits between attempts; the bound of the wait doubles from one to the next, and each wait is between half its bound
     * and the whole, see {@link RetryStrategy#backoffFirst}. AWS has no back-off.
     *
     * @param first the longest wait before the second attempt, positive
     * @param max the longest wait of all, at least the first
     * @return this
     * @throws IllegalArgumentException if one is not positive or the first is longer than the longest
     */
    RetryStrategyBuilder backoff(Duration first, Duration max);

    /**
     * Gives the next attempt more memory after one that was killed because it needed more than it had. AWS has no such
     * rule.
     *
     * @param factor how much more, greater than 1 and at most 100
     * @param cap the most it may get
     * @return this
     * @throws IllegalArgumentException if the factor is out of its range
     */
    RetryStrategyBuilder moreMemoryAfterOutOfMemory(double factor, MemorySize cap);

    /**
     * Every so many interruptions the job leaves the environment where it was interrupted last for the others of its queue,
     * see {@link RetryStrategy#nextEnvironmentAfterInterruptions}. AWS has no such rule.
     *
     * @param interruptions at least 1
     * @return this
     * @throws IllegalArgumentException if the number is less than 1
     */
    RetryStrategyBuilder nextEnvironmentAfterInterruptions(int interruptions);
}
