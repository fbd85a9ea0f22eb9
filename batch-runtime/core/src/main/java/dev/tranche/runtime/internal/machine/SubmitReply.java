package dev.tranche.runtime.internal.machine;

/** What the machine says to a submission. */
public sealed interface SubmitReply {
    /** It is in. */
    record Accepted() implements SubmitReply {
        static final Accepted ACCEPTED = new Accepted();
    }

    /**
     * Its client token was used before by the same content: the job of then is meant.
     *
     * @param number the job of then
     */
    record Existing(long number) implements SubmitReply {}

    /**
     * It is not in and never will be.
     *
     * @param reason a sentence that names the value and the fix
     */
    record Refused(String reason) implements SubmitReply {}
}
