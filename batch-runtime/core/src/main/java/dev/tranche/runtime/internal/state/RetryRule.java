package dev.tranche.runtime.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * One entry of AWS's {@code evaluateOnExit}: if every pattern that is given matches, its action decides. A pattern
 * matches the whole text, or its beginning when it ends in {@code *}; a lone {@code *} also matches where there is no text,
 * as in the rule that AWS's guide puts last.
 *
 * @param retry whether the action is RETRY; otherwise it is EXIT
 * @param onExitCode pattern for the exit code in decimal, or null
 * @param onReason pattern for the reason of the container, or null
 * @param onStatusReason pattern for the status reason of the attempt, or null
 */
public record RetryRule(
        boolean retry,
        @Nullable String onExitCode,
        @Nullable String onReason,
        @Nullable String onStatusReason) {
    /** The exit code of an attempt that has none: no pattern for the exit code matches it. */
    public static final int NO_EXIT_CODE = -1;

    /** Whether all given patterns match. */
    public boolean matches(int exitCode, @Nullable String reason, @Nullable String statusReason) {
        String code = exitCode == NO_EXIT_CODE ? null : Integer.toString(exitCode);
        return matches(onExitCode, code) && matches(onReason, reason) && matches(onStatusReason, statusReason);
    }

    private static boolean matches(@Nullable String pattern, @Nullable String text) {
        if (pattern == null || pattern.equals("*")) {
            return true;
        }
        if (text == null) {
            return false;
        }
        return pattern.endsWith("*")
                ? text.startsWith(pattern.substring(0, pattern.length() - 1))
                : text.equals(pattern);
    }
}
