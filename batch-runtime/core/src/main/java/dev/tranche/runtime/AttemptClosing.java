package dev.tranche.runtime;

import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt ended.
 *
 * @param verdict what became of it
 * @param exitCode its exit code, or {@link RetryRule#NO_EXIT_CODE}
 * @param reason what the engine says, or null
 * @param statusReason why it ended
 * @param at when, in micros
 */
record AttemptClosing(
        AttemptVerdict verdict, int exitCode, @Nullable String reason, String statusReason, long at) {
    static AttemptVerdict verdict(Verdict verdict) {
        return switch (verdict) {
            case SUCCEEDED -> AttemptVerdict.SUCCEEDED;
            case FAILED -> AttemptVerdict.FAILED;
            case START_FAILED -> AttemptVerdict.START_FAILED;
            case OUT_OF_MEMORY -> AttemptVerdict.OUT_OF_MEMORY;
            case TERMINATED -> AttemptVerdict.TERMINATED;
            case TIMED_OUT -> AttemptVerdict.TIMED_OUT;
            case INTERRUPTED -> AttemptVerdict.INTERRUPTED;
            case UNKNOWN -> AttemptVerdict.UNKNOWN;
            case NOT_PLACED -> AttemptVerdict.NOT_PLACED;
        };
    }

    @Override
    public String toString() {
        String code = exitCode == RetryRule.NO_EXIT_CODE ? "" : ", exit code " + exitCode;
        return verdict + code + (statusReason.isEmpty() ? "" : " (" + statusReason + ")");
    }
}
