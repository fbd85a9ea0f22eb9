package dev.tranche.model;

import org.jspecify.annotations.Nullable;

/**
 * The place of a job in a workflow, as the requests of later jobs keep it. Two keys are equal if workflow and job have
 * the same names, so that two workflows built alike are equal.
 */
public final class NodeKey {
    private final String workflow;
    private final String job;
    // tells the workflow from another one of the same name while they are built
    private final Object origin;

    NodeKey(String workflow, String job, Object origin) {
        this.workflow = workflow;
        this.job = job;
        this.origin = origin;
    }

    /**
     * The place of a job, for a request that stands outside its workflow, such as one that was read from a document. No
     * workflow takes such a request: only its own references tell that a job exists there.
     *
     * @param workflow the name of the workflow
     * @param job the name of the job
     * @return the key, equal to the one that the workflow gave
     * @throws IllegalArgumentException if one of the names is not one
     */
    public static NodeKey of(String workflow, String job) {
        return new NodeKey(Check.name("workflow", workflow), Check.jobName(job), new Object());
    }

    /**
     * The workflow.
     *
     * @return its name
     */
    public String workflow() {
        return workflow;
    }

    /**
     * The job.
     *
     * @return its name, of which the workflow has only one
     */
    public String job() {
        return job;
    }

    boolean isFrom(Object builder) {
        return origin == builder;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NodeKey that && workflow.equals(that.workflow) && job.equals(that.job);
    }

    @Override
    public int hashCode() {
        return 31 * workflow.hashCode() + job.hashCode();
    }

    /** Prints {@code workflow <name> / job <name>}. */
    @Override
    public String toString() {
        return "workflow " + workflow + " / job " + job;
    }
}
