package dev.tranche.model;

/**
 * The identity of one attempt to run a job: it names the process directory, the container and the client token, so that
 * nothing can be started twice under it and a late report of an old attempt is known as such.
 *
 * @param job the job
 * @param number the attempt's number, from 1; AWS: the environment variable {@code AWS_BATCH_JOB_ATTEMPT}
 */
public record AttemptId(JobId job, int number) implements Comparable<AttemptId> {
    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if the number is less than 1
     */
    public AttemptId {
        if (number < 1) {
            throw new IllegalArgumentException("attempt number must be at least 1: " + number);
        }
    }

    @Override
    public int compareTo(AttemptId other) {
        int byJob = job.compareTo(other.job);
        return byJob != 0 ? byJob : Integer.compare(number, other.number);
    }

    /** Prints {@code <job id>.<attempt number>}. */
    @Override
    public String toString() {
        return job + "." + number;
    }
}
