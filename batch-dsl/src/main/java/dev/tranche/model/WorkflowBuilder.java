package dev.tranche.model;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

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
     * Completes the workflow.
     *
     * @return the workflow
     * @throws InvalidModelException if there is no job, or something of a job does not fit together
     */
    Workflow build();
}
