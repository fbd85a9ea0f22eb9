package dev.tranche.model;

import java.util.List;
import java.util.Optional;

/** A request of any kind; AWS: {@code SubmitJob}. */
public sealed interface Submission permits JobRequest, ArrayJobRequest, MultiNodeJobRequest {
    /**
     * The name of the job; AWS: {@code jobName}.
     *
     * @return the name
     */
    String name();

    /**
     * What the job waits for; AWS: {@code dependsOn}.
     *
     * @return the dependencies in the order they were said, none of them twice
     */
    List<Dependency> dependencies();

    /**
     * The queue of a job of a workflow that is not to wait in the queue of the others; AWS: {@code jobQueue}.
     *
     * @return the queue, if said
     */
    Optional<JobQueue> queue();

    /**
     * On whose account the job runs in a queue with a fair-share policy; AWS: {@code shareIdentifier}.
     *
     * @return the share, if said
     */
    Optional<String> share();

    /**
     * What makes two submits the same job.
     *
     * @return the token, if said
     */
    Optional<String> clientToken();

    /**
     * Whether the job is submitted held, to wait until somebody releases it. AWS has no such thing; in JSON under
     * {@code tranche}.
     *
     * @return true if it has been said
     */
    boolean isHeld();
}
