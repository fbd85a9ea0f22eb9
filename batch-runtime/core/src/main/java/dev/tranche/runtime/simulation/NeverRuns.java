package dev.tranche.runtime.simulation;

import dev.tranche.model.JobId;
import java.util.Optional;

/**
 * A job that nothing will ever end.
 *
 * @param job its name
 * @param id its identity; empty for one that was refused when it was submitted
 * @param reason why, as a sentence with numbers
 */
public record NeverRuns(String job, Optional<JobId> id, String reason) {
    /** Prints the job and the reason. */
    @Override
    public String toString() {
        return job + ": " + reason;
    }
}
