package dev.tranche.model;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One rule of a {@link RetryStrategy}: what to do after an attempt that ended in a certain way; AWS:
 * {@code evaluateOnExit[]}. All patterns of a rule have to match; a {@code *} at the end of a pattern stands for
 * anything, and nowhere else is it allowed.
 */
public final class EvaluateOnExit extends Value {
    private static final Setting<Action> ACTION = Setting.of("action");
    private static final Setting<String> ON_EXIT_CODE = Setting.of("onExitCode");
    private static final Setting<String> ON_REASON = Setting.of("onReason");
    private static final Setting<String> ON_STATUS_REASON = Setting.of("onStatusReason");

    private static final Pattern DIGITS = Pattern.compile("[0-9]{0,511}\\*|[0-9]{1,512}");
    private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9.:\\s]{0,511}\\*|[A-Za-z0-9.:\\s]{1,512}");

    private final Settings settings;

    private EvaluateOnExit(Settings settings) {
        this.settings = settings;
    }

    /**
     * A rule without patterns yet, which says {@link Action#RETRY}.
     *
     * @return the rule, to be narrowed by at least one pattern
     */
    public static EvaluateOnExit retry() {
        return new EvaluateOnExit(Settings.NONE.with(ACTION, Action.RETRY));
    }

    /**
     * A rule without patterns yet, which says {@link Action#EXIT}.
     *
     * @return the rule, to be narrowed by at least one pattern
     */
    public static EvaluateOnExit exit() {
        return new EvaluateOnExit(Settings.NONE.with(ACTION, Action.EXIT));
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * Narrows the rule to exit codes; an attempt without exit code (it never started, its host was lost) does not match.
     *
     * @param pattern digits, with an optional {@code *} at the end
     * @return the narrower rule
     * @throws IllegalArgumentException if the pattern is not one
     */
    public EvaluateOnExit onExitCode(String pattern) {
        String rule = "exit code pattern must be digits, with an optional * at the end";
        return new EvaluateOnExit(settings.with(ON_EXIT_CODE, Check.matching(DIGITS, pattern, rule)));
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
        return new EvaluateOnExit(settings.with(ON_REASON, words("reason pattern", pattern)));
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
        return new EvaluateOnExit(settings.with(ON_STATUS_REASON, words("status reason pattern", pattern)));
    }

    private static String words(String what, String pattern) {
        String rule = " must be 1 to 512 letters, digits, dots, colons or white space, with an optional * at the end";
        return Check.matching(WORDS, pattern, what + rule);
    }

    /**
     * What to do; AWS: {@code action}.
     *
     * @return the action
     */
    public Action action() {
        return settings.get(ACTION);
    }

    /**
     * The pattern of the exit code, written in decimal; AWS: {@code onExitCode}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onExitCode() {
        return settings.find(ON_EXIT_CODE);
    }

    /**
     * The pattern of the container engine's reason; AWS: {@code onReason}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onReason() {
        return settings.find(ON_REASON);
    }

    /**
     * The pattern of the scheduler's reason; AWS: {@code onStatusReason}.
     *
     * @return the pattern, if the rule has one
     */
    public Optional<String> onStatusReason() {
        return settings.find(ON_STATUS_REASON);
    }

    boolean isUnconditional() {
        return onExitCode().isEmpty()
                && onReason().isEmpty()
                && onStatusReason().isEmpty();
    }

    /** What to do; AWS: {@code action}. */
    public enum Action {
        /** Try again, as long as there are attempts left. */
        RETRY,
        /** Fail at once. */
        EXIT
    }
}
