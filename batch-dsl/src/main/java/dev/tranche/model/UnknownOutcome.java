package dev.tranche.model;

/**
 * What becomes of a job whose attempt ended without anybody being able to say how, for example because a host and its
 * disk are gone. It is never taken for a success. AWS has no such choice; in JSON it stands under {@code tranche}.
 */
public enum UnknownOutcome {
    /** The job waits until a person decides. The default. */
    HOLD,
    /** The attempt counts as failed, and the retry strategy decides. */
    FAIL,
    /** The job runs again: for programs that may run twice. */
    RERUN
}
