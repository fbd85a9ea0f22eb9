package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import org.jspecify.annotations.Nullable;

/**
 * The state of those children of an array that nothing has happened to yet, all at once.
 *
 * @param status the state
 * @param cause why they have ended, or null
 * @param reason what is said about it, or null
 * @param at when they ended, in micros
 */
record Unseen(
        JobStatus status,
        @Nullable EndCause cause,
        @Nullable String reason,
        long at) {
    static Unseen in(JobStatus status) {
        return new Unseen(status, null, null, JobSnapshot.NEVER);
    }

    JobSnapshot snapshot(JobFacts facts, int index, JobSnapshot array) {
        JobSnapshot child =
                JobSnapshot.submitted(facts, index, array.createdMicros()).movedWith(array);
        if (array.isAccepted()) {
            child = child.accepted(array.createdMicros());
        }
        return cause == null ? child.in(status, null) : child.ended(status, cause, reason, at);
    }
}
