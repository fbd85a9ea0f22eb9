package dev.tranche.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rule of a {@link RetryStrategy}: what to do after an attempt that ended in a certain way; AWS:
 * {@code evaluateOnExit[]}. All patterns of a rule have to match; a {@code *} at the end of a pattern stands for
 * anything, and nowhere else is it allowed.
 */
public final class EvaluateOnExit extends Value {
    /** What to do; AWS: {@code action}. */
    public enum Action {
        /** Try again, as long as there are attempts left. */
        RETRY,
        /** Fail at once. */
        EXIT
    }

    private static final Pattern EXIT_CODE = Pattern.compile("[0-9]{0,511}\\*|[0-9]{1,512}");
    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9.:\\s]{0,511}\\*|[A-Za-z0-9.:\\s]{1,512}");

    private final Spec spec;

    record Spec(
            Action action, Optional<String> onExitCode, Optional<String> onReason, Optional<String> onStatusReason) {}

    private EvaluateOnExit(Spec spec) {
        this.spec = spec;
    }

    /**
     * A rule without patterns yet, which says {@link Action#RETRY}.
     *
     * @return the rule, to be narrowed by at least one pattern
     */
    public static EvaluateOnExit retry() {
        return new EvaluateOnExit(new Spec(Action.RETRY, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    /**
     * A rule without patterns yet, which says {@link Action#EXIT}.
     *
     * @return the rule, to be narrowed by at least one pattern
     */
    public static EvaluateOnExit exit() {
        return new EvaluateOnExit(new Spec(Action.EXIT, Optional.empty(), Optional.empty(), Optional.empty()));
    }

    @Override
    Spec spec() {
        return spec;
    }

    /**
     * Narrows the rule to exit codes; an attempt without exit code (it never started, its host was lost) does not match.
     *
     * @param pattern digits, with an optional {@code *} at the end
     * @return the narrower rule
     * @throws IllegalArgumentException if the pattern is not one
     */
    public EvaluateOnExit onExitCode(String pattern) {
        String checked =
                Check.matching(EXIT_CODE, pattern, "exit code pattern", "digits, with an optional * at the end");
        return new EvaluateOnExit(
                new Spec(spec.action(), Optional.of(checked), spec.onReason(), spec.onStatusReason()));
    }

    /**
     * Narrows the rule to reasons given by the container engine, like {@code OutOfMemoryError*}.
     *
     * @param pattern letters, digits, dots, colons and white space, with an optional {@code *} at the end, of at most
     *     512 characters
     * @return the narrower rule
     * @throws IllegalArgumentException if the pattern is not one
     */
    public EvaluateOnExit onReason(String pattern) {
        Optional<String> checked = Optional.of(reason("reason pattern", pattern));
        return new EvaluateOnExit(new Spec(spec.action(), spec.onExitCode(), checked, spec.onStatusReason()));
    }

    /**
     * Narrows the rule to reasons given by the scheduler, like {@code Host EC2*}.
     *
     * @param pattern letters, digits, dots, colons and white space, with an optional {@code *} at the end, of at most
     *     512 characters
     * @return the narrower rule
     * @throws IllegalArgumentException if the pattern is not one
     */
    public EvaluateOnExit onStatusReason(String pattern) {
        Optional<String> checked = Optional.of(reason("status reason pattern", pattern));
        return new EvaluateOnExit(new Spec(spec.action(), spec.onExitCode(), spec.onReason(), checked));
    }

    private static String reason(String what, String pattern) {
        return Check.matching(
                REASON,
                pattern,
                what,
                "1 to 512 letters, digits, dots, colons or white space, with an optional * at the end");
    }

    /**
     * What to do; AWS: {@code action}.
     *
     * @return the action
     */
    public Action action() {
        return spec.action();
    }

    /**
     * The pattern of the exit code, written in decimal; AWS: {@code onExitCode}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onExitCode() {
        return spec.onExitCode();
    }

    /**
     * The pattern of the container engine's reason; AWS: {@code onReason}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onReason() {
        return spec.onReason();
    }

    /**
     * The pattern of the scheduler's reason; AWS: {@code onStatusReason}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onStatusReason() {
        return spec.onStatusReason();
    }

    boolean isUnconditional() {
        return onExitCode().isEmpty()
                && onReason().isEmpty()
                && onStatusReason().isEmpty();
    }
}
