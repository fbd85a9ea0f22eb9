package dev.tranche.runtime;

/** A job failed, and its caller asked for an exception: reason, exit code and the last lines of its log are in the message. */
public final class JobFailedException extends BatchException {
    private static final long serialVersionUID = 1L;

    private final transient JobDetail job;

    JobFailedException(String message, JobDetail job) {
        super(message);
        this.job = job;
    }

    /**
     * The job that failed; of a workflow run the first that did.
     *
     * @return its end
     */
    public JobDetail job() {
        return job;
    }
}
