package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ArrayJobRef;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A workflow that was submitted. Any thread may use it, also after it has ended. */
public interface WorkflowRun {
    /**
     * The identity of the run; it names the directory {@code $TRANCHE_RUN_DIR}.
     *
     * @return the identity
     */
    JobId id();

    /**
     * The workflow's name.
     *
     * @return the name
     */
    String name();

    /**
     * A job of the run.
     *
     * @param ref what adding it to the workflow gave
     * @return the job
     * @throws IllegalArgumentException if the ref is of another workflow
     */
    JobHandle job(JobRef ref);

    /**
     * An array job of the run.
     *
     * @param ref what adding it to the workflow gave
     * @return the array job
     * @throws IllegalArgumentException if the ref is of another workflow
     */
    ArrayJobHandle job(ArrayJobRef ref);

    /**
     * All jobs of the run.
     *
     * @return in the order in which they were added to the workflow
     */
    List<JobHandle> jobs();

    /**
     * Completes when the scheduler has accepted all jobs of the run. Interesting after a {@code submitAsync} or
     * {@code trySubmit} only.
     *
     * @return this run; exceptionally with {@link JobRefusedException} or {@link RuntimeClosedException}. Dependent
     *     actions run on a thread of the runtime and must not block
     */
    CompletionStage<WorkflowRun> accepted();

    /**
     * Completes when the last job has ended, in whatever way.
     *
     * @return the outcome; exceptionally only with {@link RuntimeClosedException} if the runtime closed before, or with
     *     {@link JobRefusedException} if the workflow was never accepted. Dependent actions run on a thread of the
     *     runtime and must not block
     */
    CompletionStage<WorkflowOutcome> completion();

    /**
     * Waits until the last job has ended.
     *
     * @param atMost how long to wait at the most
     * @return the outcome: {@link WorkflowOutcome#orThrow} makes an exception of a failure
     * @throws StillRunningException if it has not ended by then, with the reasons why
     * @throws RuntimeClosedException if the runtime closes before
     * @throws JobRefusedException if the workflow was never accepted
     * @throws WaitInterruptedException if the thread is interrupted; the run goes on
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    WorkflowOutcome await(Duration atMost);

    /**
     * Terminates every job that has not ended. Returns at once.
     *
     * @param reason why, for people, at most 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed and the run had not ended
     */
    void terminate(String reason);
}
