package dev.tranche.model;

/** The seven states of a job; AWS: {@code JobStatus}. Only the last two are ends. */
public enum JobStatus {
    /** Accepted, not yet looked at by the scheduler. */
    SUBMITTED,
    /** Waits for jobs it depends on, or is an array job whose children are not all ended. */
    PENDING,
    /** Ready: waits for capacity, or for the back-off before its next attempt. */
    RUNNABLE,
    /** Placed on a host; its program is being prepared and started. */
    STARTING,
    /** Its program runs. */
    RUNNING,
    /** Ended well: every essential program ended with exit code 0. */
    SUCCEEDED,
    /** Ended otherwise: failed, cancelled, terminated, timed out, or not possible any more. */
    FAILED;

    /**
     * Whether this state is an end.
     *
     * @return true for {@link #SUCCEEDED} and {@link #FAILED}
     */
    public boolean isTerminal() {
        return this == SUCCEEDED || this == FAILED;
    }
}
