package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ArrayJobRequest;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.MultiNodeJobRequest;
import dev.tranche.model.Workflow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A batch system inside this process: it takes jobs and workflows, runs them on its compute environments, and tells what
 * becomes of them. Any thread may use it.
 *
 * <pre>{@code
 * try (var runtime = BatchRuntime.inMemory().queues(here).open()) {
 *     runtime.submit(job("hello", hello), here).await(Duration.ofMinutes(1)).orThrow();
 * }
 * }</pre>
 *
 * <p>There are three ways in, the same for every kind of request. {@code submit} returns when the scheduler has accepted
 * the request, and waits for room if too much is on its way (back-pressure). {@code submitAsync} never waits: it returns
 * handles at once, whose {@code accepted()} completes later, and throws {@link RuntimeBusyException} if there is no room.
 * {@code trySubmit} is the same, but answers empty if there is no room. What the request itself makes impossible is
 * thrown by all three at once.
 *
 * <p>A request with a client token that was used before is the job of then; the same token with other content is refused.
 */
public interface BatchRuntime extends AutoCloseable {
    /**
     * A runtime whose state lives and ends with this process, and whose jobs do too.
     *
     * @return says next which queues it has
     */
    static NeedsQueue inMemory() {
        return queues -> new OptionsBuilder(queues, null);
    }

    /**
     * A runtime whose state is kept in a directory: a job whose submit has been acknowledged survives a kill of this process
     * and of the machine, and so does everything that was decided about it. Opened again, it finds its jobs, asks its backends
     * what became of what ran, and goes on. Needs {@code org.xerial:sqlite-jdbc} on the class path.
     *
     * @param directory the journal, on a local disk; made, for its owner only, if it is not there. Of one that has been opened
     *     before, the queues must be declared as they were; further ones may be added
     * @return says next which queues it has
     */
    static NeedsQueue journal(Path directory) {
        return queues -> new OptionsBuilder(queues, directory);
    }

    /** A step of the sentence that opens a runtime; do not name this type in your code. */
    @FunctionalInterface
    interface NeedsQueue {
        /**
         * The queues that take jobs, with their environments.
         *
         * @param queues at least one queue
         * @return what else can be said
         */
        RuntimeBuilder queues(List<JobQueue> queues);

        /**
         * The queues that take jobs, with their environments.
         *
         * @param first a queue
         * @param others further queues
         * @return what else can be said
         */
        default RuntimeBuilder queues(JobQueue first, JobQueue... others) {
            return queues(Stream.concat(Stream.of(first), Stream.of(others)).toList());
        }
    }

    /** What {@link #close} does with jobs that have not ended. */
    enum OnClose {
        /** Terminates them: SIGTERM, after the grace SIGKILL. */
        TERMINATE,
        /** Takes no new ones and waits until all have ended; an interrupt of the closing thread terminates what is left. */
        DRAIN,
        /** Leaves them running for the next opening of the same journal. Refused by a runtime in memory. */
        LEAVE_RUNNING
    }

    /**
     * Submits a job; waits until it is accepted.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle
     * @throws JobRefusedException if it can never run here
     * @throws RuntimeBusyException if there is no room within {@link RuntimeBuilder#submitPatience}
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it was accepted is then open
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    JobHandle submit(JobRequest job, JobQueue queue);

    /**
     * Submits an array job; waits until it is accepted.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle
     * @throws JobRefusedException if it can never run here
     * @throws RuntimeBusyException if there is no room within {@link RuntimeBuilder#submitPatience}
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it was accepted is then open
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    ArrayJobHandle submit(ArrayJobRequest job, JobQueue queue);

    /**
     * Submits a job of several nodes; waits until it is accepted.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle
     * @throws JobRefusedException if it can never run here
     * @throws RuntimeBusyException if there is no room within {@link RuntimeBuilder#submitPatience}
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it was accepted is then open
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    MultiNodeJobHandle submit(MultiNodeJobRequest job, JobQueue queue);

    /**
     * Submits a workflow; its jobs begin when all of them are in, those without a queue of their own in the given one; waits until it is accepted.
     *
     * @param workflow what to run
     * @param queue the queue, one of this runtime
     * @return the run
     * @throws JobRefusedException if it can never run here
     * @throws RuntimeBusyException if there is no room within {@link RuntimeBuilder#submitPatience}
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether it was accepted is then open
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    WorkflowRun submit(Workflow workflow, JobQueue queue);

    /**
     * Submits many jobs together, which is faster than one by one; waits until all are accepted. If the scheduler refuses
     * some of them, the others are in.
     *
     * @param jobs what to run
     * @param queue the queue, one of this runtime
     * @return the handles, in the order of the requests
     * @throws JobRefusedException if one of them can never run here, naming it
     * @throws RuntimeBusyException if there is no room within {@link RuntimeBuilder#submitPatience}
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; whether they were accepted is then open
     * @throws IllegalArgumentException if the queue, or a job they wait for, is of another runtime
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    List<JobHandle> submitAll(List<JobRequest> jobs, JobQueue queue);

    /**
     * Submits a job; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; its {@code accepted()} says what the scheduler answers
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeBusyException if there is no room
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    @CanIgnoreReturnValue
    JobHandle submitAsync(JobRequest job, JobQueue queue);

    /**
     * Submits an array job; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; its {@code accepted()} says what the scheduler answers
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeBusyException if there is no room
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    @CanIgnoreReturnValue
    ArrayJobHandle submitAsync(ArrayJobRequest job, JobQueue queue);

    /**
     * Submits a job of several nodes; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; its {@code accepted()} says what the scheduler answers
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeBusyException if there is no room
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    @CanIgnoreReturnValue
    MultiNodeJobHandle submitAsync(MultiNodeJobRequest job, JobQueue queue);

    /**
     * Submits a workflow; its jobs begin when all of them are in, those without a queue of their own in the given one; never waits.
     *
     * @param workflow what to run
     * @param queue the queue, one of this runtime
     * @return the run, at once; its {@code accepted()} says what the scheduler answers
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeBusyException if there is no room
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    @CanIgnoreReturnValue
    WorkflowRun submitAsync(Workflow workflow, JobQueue queue);

    /**
     * Submits many jobs together; never waits.
     *
     * @param jobs what to run
     * @param queue the queue, one of this runtime
     * @return the handles, in the order of the requests, at once
     * @throws JobRefusedException if a request itself shows that it can never run here
     * @throws RuntimeBusyException if there is no room
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job they wait for, is of another runtime
     */
    @CanIgnoreReturnValue
    List<JobHandle> submitAllAsync(List<JobRequest> jobs, JobQueue queue);

    /**
     * Submits a job, if there is room; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; empty if there is no room
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    Optional<JobHandle> trySubmit(JobRequest job, JobQueue queue);

    /**
     * Submits an array job, if there is room; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; empty if there is no room
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    Optional<ArrayJobHandle> trySubmit(ArrayJobRequest job, JobQueue queue);

    /**
     * Submits a job of several nodes, if there is room; never waits.
     *
     * @param job what to run
     * @param queue the queue, one of this runtime
     * @return the handle, at once; empty if there is no room
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    Optional<MultiNodeJobHandle> trySubmit(MultiNodeJobRequest job, JobQueue queue);

    /**
     * Submits a workflow; its jobs begin when all of them are in, those without a queue of their own in the given one, if there is room; never waits.
     *
     * @param workflow what to run
     * @param queue the queue, one of this runtime
     * @return the run, at once; empty if there is no room
     * @throws JobRefusedException if the request itself shows that it can never run here
     * @throws RuntimeClosedException if the runtime is closed
     * @throws IllegalArgumentException if the queue, or a job it waits for, is of another runtime
     */
    Optional<WorkflowRun> trySubmit(Workflow workflow, JobQueue queue);

    /**
     * Finds a job, or the child of an array job.
     *
     * @param id its identity
     * @return its handle; empty if it is of another runtime or has been forgotten
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted
     */
    Optional<JobHandle> job(JobId id);

    /**
     * Cancels many jobs, as {@link JobHandle#cancel} does one; waits until that is so.
     *
     * @param jobs the identities of jobs or children
     * @param reason why, from 1 to 1024 characters
     * @return what came of each, in the order of the identities
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; some of them may have been cancelled then
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    Map<JobId, StopResult> cancelAll(Collection<JobId> jobs, String reason);

    /**
     * The same for the jobs for which something holds, of those that are accepted and have not ended; an array is looked at
     * as one.
     *
     * <pre>{@code
     * runtime.cancelAll(job -> job.queue().equals("nightly") && !job.held(), "maintenance");
     * }</pre>
     *
     * @param which whether a job is cancelled; asked on this thread
     * @param reason why, from 1 to 1024 characters
     * @return what came of each of these
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; some of them may have been cancelled then
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    Map<JobId, StopResult> cancelAll(Predicate<? super JobDetail> which, String reason);

    /**
     * Terminates many jobs, as {@link JobHandle#terminate} does one; waits until all have been asked to stop, not until they end.
     *
     * @param jobs the identities of jobs or children
     * @param reason why, from 1 to 1024 characters
     * @return what came of each, in the order of the identities
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; some of them may have been terminated then
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    Map<JobId, StopResult> terminateAll(Collection<JobId> jobs, String reason);

    /**
     * The same for the jobs for which something holds, of those that are accepted and have not ended; an array is looked at
     * as one.
     *
     * <pre>{@code
     * runtime.terminateAll(job -> job.queue().equals("nightly") && !job.held(), "maintenance");
     * }</pre>
     *
     * @param which whether a job is terminated; asked on this thread
     * @param reason why, from 1 to 1024 characters
     * @return what came of each of these
     * @throws IllegalArgumentException if the reason is empty or too long
     * @throws RuntimeClosedException if the runtime is closed
     * @throws WaitInterruptedException if the thread is interrupted; some of them may have been terminated then
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    Map<JobId, StopResult> terminateAll(Predicate<? super JobDetail> which, String reason);

    /**
     * A queue of this runtime, to disable, drain and enable it.
     *
     * @param queue the queue
     * @return its handle
     * @throws IllegalArgumentException if it is not one of this runtime
     */
    QueueHandle queue(JobQueue queue);

    /**
     * A compute environment of this runtime, to disable, drain and enable it.
     *
     * @param environment the environment
     * @return its handle
     * @throws IllegalArgumentException if it is not one of this runtime
     */
    EnvironmentHandle environment(ComputeEnvironment environment);

    /**
     * A consumable resource, to look at and change how many there are.
     *
     * @param resource the resource
     * @return its handle
     */
    ConsumableHandle consumable(ConsumableResource resource);

    /**
     * The jobs of this journal that have ended, long after they left memory. It can still be read when the runtime is closed.
     *
     * @return the history
     * @throws OperationRefusedException if this runtime is in memory, and so has none
     */
    History history();

    /**
     * Tells a listener what happens from now on.
     *
     * @param listener the listener
     * @return ends the telling; it also ends when the runtime closes
     * @throws RuntimeClosedException if the runtime is closed
     */
    @CanIgnoreReturnValue
    Subscription listen(BatchListener listener);

    /**
     * Waits until every job that was accepted has ended. Others may be submitted meanwhile, which are waited for too.
     *
     * @param atMost how long to wait at the most
     * @return whether nothing was left
     * @throws RuntimeClosedException if the runtime closes before
     * @throws WaitInterruptedException if the thread is interrupted
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @CanIgnoreReturnValue
    boolean drain(Duration atMost);

    /**
     * Closes the runtime: does with jobs that have not ended what {@link RuntimeBuilder#onClose} said, closes the backends
     * and ends every thread. Returns when that is done. A second call does nothing but wait for the first.
     *
     * @throws IllegalStateException on a callback thread of the runtime, which must not wait
     */
    @Override
    void close();
}
