package dev.tranche.runtime.simulation;

import dev.tranche.model.JobId;
import java.time.Instant;

/**
 * One decision of the scheduler about a job, with its reason.
 *
 * @param at when it was taken, in virtual time
 * @param job the job
 * @param name the job's name
 * @param kind what was decided
 * @param attempt the number of the attempt it is about; the next one for a job that waits
 * @param reason why, as a sentence with numbers
 */
public record Decision(Instant at, JobId job, String name, Kind kind, int attempt, String reason) {
    /** What was decided. */
    public enum Kind {
        /** It has to wait. */
        WAITS,
        /** It was given a host. */
        PLACED,
        /** An attempt ended, and the job gets another. */
        RETRIED,
        /** It has succeeded. */
        SUCCEEDED,
        /** It has failed for good. */
        FAILED
    }

    /** Prints time, job, decision and reason in a line. */
    @Override
    public String toString() {
        String child = job.isChild() ? ":" + job.index() : "";
        return at + " " + name + child + " " + kind + " (attempt " + attempt + "): " + reason;
    }
}
