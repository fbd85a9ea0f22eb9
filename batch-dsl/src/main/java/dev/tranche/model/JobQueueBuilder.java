package dev.tranche.model;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Everything optional of a {@link JobQueue}. Each setting can be said once in a chain. If nothing is said, the priority
 * is 1, jobs are served in the order they were submitted with backfill and a patience of 10 minutes, and any number of
 * them may run.
 */
public interface JobQueueBuilder {
    /**
     * Another name, for a queue made from another; AWS: {@code jobQueueName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    JobQueueBuilder name(String name);

    /**
     * Other environments, for a queue made from another; AWS: {@code computeEnvironmentOrder}.
     *
     * @param first the environment that is tried first
     * @param then those that are tried when a job does not fit into the one before
     * @return this
     */
    JobQueueBuilder computeEnvironmentOrder(ComputeEnvironment first, ComputeEnvironment... then);

    /**
     * Which of the queues that share an environment is served first; AWS: {@code priority}.
     *
     * @param priority not negative, higher first
     * @return this
     * @throws IllegalArgumentException if the number is negative
     */
    JobQueueBuilder priority(int priority);

    /**
     * Lets a job that does not fit hold up all jobs behind it, as AWS does.
     *
     * @return this
     */
    JobQueueBuilder strictFifo();

    /**
     * Lets later jobs pass one that does not fit, for 10 minutes: the default.
     *
     * @return this
     */
    JobQueueBuilder backfill();

    /**
     * Lets later jobs pass one that does not fit, for a while; then hosts are kept for it, which take no other job but those
     * whose timeout ends in time. So it waits no longer than this and the longest run on those hosts.
     *
     * @param patience for how long, zero or more, from when it became the first that does not fit
     * @return this
     * @throws IllegalArgumentException if the duration is negative
     */
    JobQueueBuilder backfill(Duration patience);

    /**
     * Divides the environments among shares; AWS: {@code schedulingPolicyArn}. Each job then has to say its share.
     *
     * @param policy says how
     * @return this
     */
    JobQueueBuilder fairShare(UnaryOperator<JobQueue.FairShare> policy);

    /**
     * Limits how many jobs of the queue may be starting or running at once. AWS has no such limit.
     *
     * @param jobs at least 1
     * @return this
     * @throws IllegalArgumentException if the number is less than 1
     */
    JobQueueBuilder maxConcurrent(int jobs);

    /**
     * A budget of its own for attempts that end by the loss of a host, for jobs whose retry strategy does not say one.
     *
     * @param total from 1 to 1000, the first attempt included
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    JobQueueBuilder attemptsOnInterruption(int total);

    /**
     * Cancels the first job of the queue once it has been blocked for so long; AWS: {@code jobStateTimeLimitActions} with
     * {@code state RUNNABLE} and {@code action CANCEL}.
     *
     * <p>These reasons come true: {@code CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY} (what is free does not do), {@code
     * MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT} (no host is large enough) and {@code
     * MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE} (it needs more vCPUs than its environments may have). A runtime
     * refuses a queue with another.
     *
     * @param reason the reason for which it is blocked
     * @param limit a positive duration
     * @return this
     * @throws IllegalArgumentException if the reason is blank or the duration is not positive
     */
    JobQueueBuilder cancelBlocked(String reason, Duration limit);

    /**
     * Takes no new jobs; those in it go on. AWS: {@code state DISABLED}.
     *
     * @return this
     */
    JobQueueBuilder disabled();

    /**
     * Completes the queue.
     *
     * @return the queue
     * @throws InvalidModelException if what has been said does not fit together
     */
    JobQueue build();
}
