package dev.tranche.runtime.simulation;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.JobDetail;
import org.jspecify.annotations.Nullable;

/** What is remembered of a job until it has ended. */
final class OpenJob {
    /** The job as it was told last. */
    JobDetail last;

    /** When it was ready to run; of an array, when its children were. */
    long readyAt = Micros.NEVER;

    /** How many of its attempts have been seen to be placed. */
    int placed;

    /** How many of its attempts have been seen to end. */
    int ended;

    /** How many children have been seen to end. */
    int endedChildren;

    /** The state in which it was last found waiting, so that each is explained once. */
    @Nullable
    JobStatus explained;

    OpenJob(JobDetail first) {
        this.last = first;
    }
}
