package dev.tranche.testkit;

/** Stands among the suppressed exceptions of a failure and tells what it was that failed. Has no stack: it happened nowhere. */
final class SeedNote extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SeedNote(String note) {
        super(note, null, false, false);
    }
}
