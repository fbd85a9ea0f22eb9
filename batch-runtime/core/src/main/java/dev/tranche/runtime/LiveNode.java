package dev.tranche.runtime;

import org.jspecify.annotations.Nullable;

/** A node of a multi-node job: as its job until it is placed for the first time, and from then on something of its own. */
final class LiveNode extends LiveJob {
    private final LiveGang gang;

    LiveNode(LiveGang gang, int index) {
        super(gang.facts(), index, JobSnapshot.submitted(gang.facts(), index, JobSnapshot.NEVER));
        this.gang = gang;
    }

    LiveGang gang() {
        return gang;
    }

    @Override
    JobSnapshot published() {
        JobSnapshot own = super.published();
        return own.isAccepted() ? own : asItsJob(gang.published());
    }

    @Override
    @Nullable
    BatchException failure() {
        BatchException own = super.failure();
        return own != null ? own : gang.failure();
    }

    private JobSnapshot asItsJob(JobSnapshot job) {
        Unseen state = job.ended()
                ? new Unseen(job.status(), job.cause(), job.statusReason().orElse(null), job.stoppedMicros())
                : Unseen.in(job.status());
        return state.snapshot(facts(), index(), job);
    }

    // ---- loop only

    @Override
    JobSnapshot draft() {
        JobSnapshot own = super.draft();
        if (own.isAccepted()) {
            return own;
        }
        JobSnapshot asItsJob = asItsJob(gang.draft());
        return asItsJob.isAccepted() ? asItsJob : asItsJob.accepted(gang.draft().createdMicros());
    }
}
