package dev.tranche.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;

/** Takes jobs into a workflow, one after the other. What {@code add} gives back is what later jobs can wait for. */
public interface WorkflowBuilder {
    /**
     * Adds a job.
     *
     * @param job the request, whose name no other job of the workflow has
     * @return its place, for jobs that wait for it
     * @throws IllegalArgumentException if there is a job of this name already, or it waits for a job of another workflow
     */
    @CanIgnoreReturnValue
    JobRef add(JobRequest job);

    /**
     * Adds an array job.
     *
     * @param job the request, whose name no other job of the workflow has
     * @return its place, for jobs that wait for it
     * @throws IllegalArgumentException if there is a job of this name already, or it waits for a job of another workflow
     */
    @CanIgnoreReturnValue
    ArrayJobRef add(ArrayJobRequest job);

    /**
     * Adds a multi-node job.
     *
     * @param job the request, whose name no other job of the workflow has
     * @return its place, for jobs that wait for it
     * @throws IllegalArgumentException if there is a job of this name already, or it waits for a job of another workflow
     */
    @CanIgnoreReturnValue
    JobRef add(MultiNodeJobRequest job);

    /**
     * How long a run may take, from its acceptance to the end of its last job. What has not ended then is stopped, and
     * the run has failed. Can be said once.
     *
     * @param run a positive duration
     * @return this
     * @throws IllegalArgumentException if the duration is not positive
     */
    WorkflowBuilder timeout(Duration run);

    /**
     * Starts no more jobs once so many have failed: those that have not started fail, those that run go on to the end of
     * their attempt. Jobs that wait for others with {@code afterAny} or {@code afterFailure} still run, since they are
     * there to clean up and to report. An array job counts once. Can be said once.
     *
     * @param failures from 1 to the number of jobs
     * @return this
     * @throws IllegalArgumentException if the number is less than 1
     */
    WorkflowBuilder stopAfterFailures(int failures);

    /**
     * Completes the workflow.
     *
     * @return the workflow
     * @throws InvalidModelException if there is no job, or something of a job does not fit together
     */
    Workflow build();
}
