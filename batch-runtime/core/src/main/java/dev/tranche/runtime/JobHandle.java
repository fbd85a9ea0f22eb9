package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.Predecessor;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A job that was submitted. Any thread may use it, also after the job has ended or left the runtime's memory: a handle
 * keeps the end of its job. It can be given to another request of the same runtime as something to wait for.
 */
public interface JobHandle extends Predecessor {
    /**
     * The identity of the job.
     *
     * @return the identity, known from the first moment
     */
    JobId id();

    /**
     * The job as the scheduler has last published it. Reads one field; never waits.
     *
     * @return the detail; SUBMITTED before the scheduler has looked at it
     */
    JobDetail describe();

    /**
     * Why the job does not run. The scheduler answers between two of its steps, so this waits a moment; it is allowed in a
     * callback.
     *
     * @return its state and every reason that holds now, with numbers
     * @throws RuntimeClosedException if the runtime is closed and the job had not ended
     * @throws WaitInterruptedException if the thread is interrupted
     */
    Explanation explain();

    /**
     * What its program wrote.
     *
     * @return the log
     */
    JobLog log();

    /**
     * Completes when the scheduler has accepted the job and this is as durable as the runtime. Interesting after a
     * {@code submitAsync} or {@code trySubmit} only.
     *
     * @return the detail as of then; exceptionally with {@link JobRefusedException} or {@link RuntimeClosedException}.
     *     Dependent actions run on a thread of the runtime and must not block
     */
    CompletionStage<JobDetail> accepted();

    /**
     * Completes when the job has ended, in whatever way: a failure is an outcome, not an exception.
     *
     * @return the end; exceptionally only with {@link RuntimeClosedException} if the runtime closed before, or with
     *     {@link JobRefusedException} if the job was never accepted. Dependent actions run on a thread of the runtime and
     *     must not block
     */
    CompletionStage<JobDetail> completion();

    /**
     * Waits until the job has ended.
     *
     * @param atMost how long to wait at the most
     * @return the end: {@link JobDetail#orThrow} makes an exception of a failure
     * @throws StillRunningException if it has not ended by then, with the reasons why
     * @throws RuntimeClosedException if the runtime closes before
     * @throws JobRefusedException if the job was never accepted
     * @throws WaitInterruptedException if the thread is interrupted; the job goes on
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    JobDetail await(Duration atMost);

    /**
     * Fails the job if it has not been placed; without effect on one that is starting, running or ended. Of an array, the
     * children that have not been placed; AWS: {@code CancelJob}. Returns at once.
     *
     * @param reason why, for people; AWS: {@code reason}, at most 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed and the job had not ended
     */
    void cancel(String reason);

    /**
     * Ends the job whatever its state: SIGTERM, after the grace of its definition SIGKILL; AWS: {@code TerminateJob}.
     * Returns at once; without effect on a job that has ended.
     *
     * @param reason why, for people; AWS: {@code reason}, at most 1024 characters
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed and the job had not ended
     */
    void terminate(String reason);

    @Override
    default Object key() {
        return id();
    }
}
