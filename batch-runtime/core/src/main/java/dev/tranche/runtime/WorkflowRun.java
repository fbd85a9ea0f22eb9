package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ArrayJobRef;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRef;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
     * What all jobs of the run have cost so far, see {@link JobHandle#dollars()}.
     *
     * @return US dollars, 0 if they ran on hosts that cost nothing
     */
    BigDecimal dollars();

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
     * Runs the workflow again, but for the jobs, and the children of arrays, that have succeeded: they count as succeeded
     * without running, and the jobs after them see them so. What failed runs, with everything that failed or was skipped
     * because of it. A job that succeeded after one that failed ({@code afterAny}, {@code afterFailure}) runs too, if it is
     * needed: what it cleaned up or reported happens anew. A job that a person resolved counts by how it was resolved.
     *
     * <p>{@code $TRANCHE_RUN_DIR} is what this run left. Each run can be run again once, and the new one again if it fails.
     * Blocks until all jobs are accepted, as a submit does.
     *
     * @return the new run; {@link JobDetail#rerunOf} of its jobs leads to those of this one
     * @throws StillRunningException if this run has not ended, naming what has not
     * @throws OperationRefusedException if nothing of it failed, or it has been run again already
     * @throws JobRefusedException if a job of it has left memory, so that nobody knows whether it succeeded, or one that has
     *     to run could not any more; then nothing of it runs
     * @throws RuntimeBusyException if the submit lane has no room within the patience
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    WorkflowRun rerunFailed();

    /**
     * The run that this one runs again.
     *
     * @return its identity, empty for a run that was submitted
     */
    Optional<JobId> rerunOf();

    /**
     * Terminates every job that has not ended. Returns at once.
     *
     * @param reason why, for people, at most 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed and the run had not ended
     */
    void terminate(String reason);
}
