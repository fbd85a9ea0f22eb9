package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * An attempt. Times are micros since 1970.
 *
 * @param number its number, from 1
 * @param environment the environment it was placed in
 * @param host the host there
 * @param memoryMib the memory it had
 * @param placedAt when it was placed
 * @param startedAt when its program began to run, or 0
 * @param end how it ended, or null
 */
public record AttemptRow(
        int number,
        String environment,
        String host,
        int memoryMib,
        long placedAt,
        long startedAt,
        @Nullable End end) {
    /**
     * How an attempt ended.
     *
     * @param at when
     * @param verdict what became of it
     * @param exitCode its exit code, or {@link dev.tranche.runtime.internal.state.RetryRule#NO_EXIT_CODE}
     * @param reason what the engine says, or null
     * @param statusReason why it ended
     */
    public record End(
            long at,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason) {}

    AttemptRow started(long at) {
        return new AttemptRow(number, environment, host, memoryMib, placedAt, at, end);
    }

    AttemptRow ended(End how) {
        return new AttemptRow(number, environment, host, memoryMib, placedAt, startedAt, how);
    }
}
