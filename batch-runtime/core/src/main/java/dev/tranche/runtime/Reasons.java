package dev.tranche.runtime;

/** The rule for reasons that people give, as AWS has it. */
final class Reasons {
    private static final int MAX_LENGTH = 1024;

    private Reasons() {}

    /**
     * Checks a reason.
     *
     * @throws IllegalArgumentException if it is empty or too long
     */
    static void check(String reason) {
        if (reason.isBlank() || reason.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "a reason has from 1 to " + MAX_LENGTH + " characters: " + reason.length());
        }
    }
}
