package dev.tranche.runtime.internal.state;

import java.util.List;

/**
 * What follows a failed attempt: another one, when and with what; AWS: {@code retryStrategy}, and what AWS lacks.
 *
 * @param attempts how often a job is tried at the most, the first time included
 * @param attemptsOnInterruption how often it is tried if only hosts are lost; 0 if an interruption counts as any failure
 * @param rules what decides between another attempt and the end, in order
 * @param backoffFirstMicros the longest wait before the second attempt, 0 for none; doubled before each further one
 * @param backoffMaxMicros the longest wait of all
 * @param memoryPercent how much of its memory an attempt gets after one that was killed for want of it, 0 for the same
 * @param memoryCapMib the most memory it gets that way
 * @param nextEnvironmentAfter after how many interruptions it goes to the next environment of its queue, 0 for never
 */
public record Retry(
        int attempts,
        int attemptsOnInterruption,
        List<RetryRule> rules,
        long backoffFirstMicros,
        long backoffMaxMicros,
        int memoryPercent,
        int memoryCapMib,
        int nextEnvironmentAfter) {
    /** Copies the rules. */
    public Retry {
        rules = List.copyOf(rules);
    }

    /** So many attempts, without waits between them. */
    public static Retry upTo(int attempts, RetryRule... rules) {
        return new Retry(attempts, 0, List.of(rules), 0, 0, 0, 0, 0);
    }

    /** How often a job of a queue is tried if only hosts are lost; 0 if an interruption counts as any failure. */
    public int attemptsOnInterruption(Queue queue) {
        return attemptsOnInterruption > 0 ? attemptsOnInterruption : queue.attemptsOnInterruption();
    }

    /** The same with a back-off. */
    public Retry backoff(long firstMicros, long maxMicros) {
        return new Retry(
                attempts,
                attemptsOnInterruption,
                rules,
                firstMicros,
                maxMicros,
                memoryPercent,
                memoryCapMib,
                nextEnvironmentAfter);
    }
}
