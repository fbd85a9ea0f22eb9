package dev.tranche.runtime.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * How the main node of a multi-node job ended, kept until its other nodes have ended too.
 *
 * @param verdict what it means
 * @param exitCode its exit code, or {@link RetryRule#NO_EXIT_CODE}
 * @param reason AWS's container reason, or null
 * @param statusReason AWS's status reason
 */
public record MainEnd(
        Verdict verdict, int exitCode, @Nullable String reason, String statusReason) {}
