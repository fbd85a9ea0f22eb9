package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.spi.HostId;
import org.jspecify.annotations.Nullable;

/**
 * All that is kept of a child that succeeded at its first attempt, from which its details are made again when somebody
 * asks: arrays of a million children are mostly this.
 *
 * @param host where it ran
 * @param placedAt when it was placed, in micros; as all times here
 * @param microDollarsPerHour what it cost in an hour, in millionths of a dollar
 * @param startedAt when its program began
 * @param stoppedAt when its program ended
 * @param endedAt when the scheduler knew
 * @param statusReason what its attempt's end was explained with
 */
record ChildEnd(
        HostId host,
        long placedAt,
        long microDollarsPerHour,
        long startedAt,
        long stoppedAt,
        long endedAt,
        String statusReason) {
    /** What is to be kept of a child: this, or null if there is more to say about it. */
    static @Nullable ChildEnd of(JobSnapshot child) {
        AttemptSnapshot last = child.last();
        if (last == null
                || last.number() > 1
                || !child.succeeded()
                || child.statusReason().isPresent()) {
            return null;
        }
        AttemptClosing closing = last.closing();
        if (closing == null || closing.exitCode() != 0 || closing.reason() != null) {
            return null;
        }
        return new ChildEnd(
                last.host(),
                last.placedMicros(),
                last.microDollarsPerHour(),
                last.startedMicros(),
                closing.at(),
                child.stoppedMicros(),
                closing.statusReason());
    }

    JobSnapshot snapshot(JobFacts facts, int index, long createdAt) {
        AttemptClosing closing = new AttemptClosing(AttemptVerdict.SUCCEEDED, 0, null, statusReason, stoppedAt);
        AttemptSnapshot attempt = AttemptSnapshot.placed(1, host, facts.definition(), placedAt, microDollarsPerHour)
                .started(startedAt)
                .ended(closing);
        return JobSnapshot.submitted(facts, index, createdAt)
                .accepted(createdAt)
                .placed(attempt)
                .ended(JobStatus.SUCCEEDED, EndCause.ATTEMPT, null, endedAt);
    }
}
