package dev.tranche.model;

import java.util.List;

/**
 * The answer to "why does this job not run?": its state and every reason that holds at the moment of asking. Never empty
 * for a job that waits.
 *
 * @param job the job
 * @param status its state
 * @param reasons what it waits for, empty when it runs or has ended
 */
public record Explanation(JobId job, JobStatus status, List<WaitReason> reasons) {
    /** Copies the list. */
    public Explanation {
        reasons = List.copyOf(reasons);
    }

    /** Prints the state and a sentence for each reason. */
    @Override
    public String toString() {
        return reasons.isEmpty()
                ? status.toString()
                : status + ": "
                        + String.join(
                                "; ", reasons.stream().map(Object::toString).toList());
    }
}
