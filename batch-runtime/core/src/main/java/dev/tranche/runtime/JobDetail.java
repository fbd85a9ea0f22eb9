package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A job as it was at one moment; AWS: {@code JobDetail}. Immutable; any thread may keep it for as long as it likes. Times
 * are those of the scheduler, times of attempts those of the backend that ran them.
 */
public interface JobDetail {
    /**
     * The identity; AWS: {@code jobId}.
     *
     * @return the identity, with its index for the child of an array
     */
    JobId id();

    /**
     * The name; AWS: {@code jobName}. A child has the name of its array.
     *
     * @return the name
     */
    String name();

    /**
     * The queue it is in, which is the one it was submitted to unless somebody moved it; AWS: {@code jobQueue}.
     *
     * @return the queue's name
     */
    String queue();

    /**
     * What it runs, with everything that its request said applied, and with the memory that its next attempt gets; AWS:
     * {@code jobDefinition} and {@code container}.
     *
     * @return the definition
     */
    JobDefinition definition();

    /**
     * The share of its queue's fair share that it counts for; AWS: {@code shareIdentifier}.
     *
     * @return the identifier, empty in a queue without fair share
     */
    Optional<String> shareIdentifier();

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriority}.
     *
     * @return from 0 to 9999, higher first; empty if nobody said one
     */
    OptionalInt schedulingPriority();

    /**
     * Whether it waits for a person; then {@link #statusReason} says why. AWS has no such thing. A child is not held by
     * itself when its array is.
     *
     * @return true until somebody releases it, resolves it or ends it
     */
    boolean held();

    /**
     * The workflow run it belongs to.
     *
     * @return the identity of the run, empty for a job submitted by itself
     */
    Optional<JobId> run();

    /**
     * The name of the workflow it belongs to.
     *
     * @return the name, empty for a job submitted by itself
     */
    Optional<String> workflow();

    /**
     * The earlier job that it runs again; AWS has no such thing.
     *
     * @return its identity, with its index for the child of an array; empty for a job that was submitted by a request
     * @see ArrayJobHandle#rerunFailed
     * @see WorkflowRun#rerunFailed
     */
    Optional<JobId> rerunOf();

    /**
     * Whether it did not run, since the job that it runs again had succeeded. It has no attempts and no log; those of {@link
     * #rerunOf} are there for as long as that is remembered.
     *
     * @return true for a job that was taken over, and for an array all of whose children were
     */
    boolean inherited();

    /**
     * The state; AWS: {@code status}.
     *
     * @return one of the seven states
     */
    JobStatus status();

    /**
     * Why it is in its state; AWS: {@code statusReason}.
     *
     * @return a sentence, empty where there is nothing to say
     */
    Optional<String> statusReason();

    /**
     * The exit code of the last attempt that has one; AWS: {@code container.exitCode}.
     *
     * @return 0 to 255, 128 + n after signal n; empty if there is none
     */
    OptionalInt exitCode();

    /**
     * The attempts in their order; AWS: {@code attempts}. The last may still be under way.
     *
     * @return the attempts; empty for an array job, whose children have them
     */
    List<AttemptDetail> attempts();

    /**
     * When it was accepted; AWS: {@code createdAt}.
     *
     * @return the time; before the acceptance, the time of the submit
     */
    Instant createdAt();

    /**
     * When the program of its last attempt began to run; AWS: {@code startedAt}.
     *
     * @return the time, empty if none has begun; empty for an array job, whose children have them
     */
    Optional<Instant> startedAt();

    /**
     * When it ended; AWS: {@code stoppedAt}.
     *
     * @return the time, empty if it has not ended
     */
    Optional<Instant> stoppedAt();

    /**
     * The children of an array job; AWS: {@code arrayProperties}. Which child a job is says {@link JobId#arrayIndex}.
     *
     * @return the size and the states of the children, empty for a job that is no array
     */
    Optional<ArraySummary> array();

    /**
     * The jobs it was submitted to wait for; AWS: {@code dependsOn}.
     *
     * @return their identities
     */
    List<JobId> dependsOn();

    /**
     * Whether somebody cancelled it; AWS: {@code isCancelled}.
     *
     * @return true if that is why it ended
     */
    boolean cancelled();

    /**
     * Whether somebody terminated it; AWS: {@code isTerminated}.
     *
     * @return true if that is why it ended
     */
    boolean terminated();

    /**
     * Whether it succeeded.
     *
     * @return true if the state is SUCCEEDED
     */
    default boolean succeeded() {
        return status() == JobStatus.SUCCEEDED;
    }

    /**
     * Whether it has ended.
     *
     * @return true if the state is SUCCEEDED or FAILED
     */
    default boolean ended() {
        return status().isTerminal();
    }

    /**
     * Turns a failure into an exception. Reads the end of the log, which may take a moment.
     *
     * @return this detail, unless the state is FAILED
     * @throws JobFailedException if the state is FAILED, with reason, exit code and the last lines of the log
     */
    @CanIgnoreReturnValue
    JobDetail orThrow();
}
