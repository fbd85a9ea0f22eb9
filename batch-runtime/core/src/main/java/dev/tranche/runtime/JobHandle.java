package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Predecessor;
import java.math.BigDecimal;
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
     * What the job has cost so far: each attempt its {@linkplain AttemptDetail#dollarsPerHour() part of its host}, from when it was
     * placed until it ended; of an array or a multi-node job, all children or nodes. What a host costs while it boots or is idle is
     * no job's, and is in {@link EnvironmentScale#dollars()}. AWS has nothing like it.
     *
     * @return US dollars, 0 if it ran on hosts that cost nothing
     */
    BigDecimal dollars();

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

    /**
     * Holds a job that waits: it is not started until {@link #release}. Its gates may open meanwhile, and it keeps its place
     * in its queue. Of an array no further child starts; those that run go on, without another attempt until the release.
     * Returns when that is so; allowed in a callback. AWS cannot hold a job.
     *
     * @param reason why, for people, at most 1024 characters; shown by {@link #explain}
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws OperationRefusedException if the job runs, has ended or is held already, or is a child that has not begun
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it is held is then open
     */
    void hold(String reason);

    /**
     * Lets a held job go on from where it is. One that is held since nobody knows how its attempt ended runs again, even if
     * it has no attempt left. Returns when that is so; allowed in a callback.
     *
     * @throws OperationRefusedException if the job is not held
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it goes on is then open
     */
    void release();

    /**
     * Ends a job that is held since nobody knows how its attempt ended, as somebody found out who looked. The word of a
     * person is the evidence: the reason becomes the status reason, and the attempt keeps its verdict UNKNOWN. Returns when
     * that is so; allowed in a callback.
     *
     * @param end SUCCEEDED or FAILED
     * @param reason how that is known, at most 1024 characters
     * @throws IllegalArgumentException if the state is no end, or the reason is empty or too long
     * @throws OperationRefusedException if the job is not held for that
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it has ended is then open
     */
    void resolve(JobStatus end, String reason);

    /**
     * Gives the job another scheduling priority, of an array also the children that have not ended; AWS: {@code
     * schedulingPriority}, which it changes for service jobs only. It counts among jobs of the same share. Returns when that
     * is so; allowed in a callback.
     *
     * @param priority from 0 to 9999, higher first
     * @throws IllegalArgumentException if the number is out of its range
     * @throws OperationRefusedException if the job has ended, or is the child of an array
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it has changed is then open
     */
    void changePriority(int priority);

    /**
     * Moves a job that waits to another queue, where it has the place that the time gives it at which it became ready. Of an
     * array, children that run stay where they are until their attempt ends. What it learnt about memory goes along; every
     * environment of the other queue counts anew. Returns when that is so; allowed in a callback. AWS cannot move a job.
     *
     * @param queue the queue, one of this runtime
     * @throws IllegalArgumentException if the queue is of another runtime
     * @throws OperationRefusedException if the job runs, has ended or is the child of an array, or the queue could never run
     *     it or takes no jobs
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it has moved is then open
     */
    void moveTo(JobQueue queue);

    @Override
    default Object key() {
        return id();
    }
}
