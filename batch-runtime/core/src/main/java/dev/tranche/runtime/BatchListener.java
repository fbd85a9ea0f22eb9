package dev.tranche.runtime;

/**
 * Is told what happens in a runtime. Each listener has a thread of its own, so it may be slow, but not for ever: one that
 * lags stops the admission of submits, and after {@link RuntimeBuilder#listenerPatience} it is detached with a warning.
 *
 * <p>The calls about one job come in order. Steps may be left out ({@code before} is then what was shown last), the end of
 * a job never. Children of arrays are shown like other jobs. A listener that throws is logged and goes on being told. It
 * must not wait for the runtime: {@code await} is refused here, {@code submitAsync} and {@code trySubmit} work.
 */
public interface BatchListener {
    /**
     * A job is in another state, or another attempt of it is under way. Called for the end too, before
     * {@link #jobEnded}. For an array job, its end and its counts.
     *
     * @param before what this listener was shown last, or the job as it was submitted
     * @param now the job now
     */
    default void jobChanged(JobDetail before, JobDetail now) {}

    /**
     * A job has ended. Called once for each job.
     *
     * @param job its end
     */
    default void jobEnded(JobDetail job) {}

    /**
     * The last job of a workflow run has ended.
     *
     * @param outcome how
     */
    default void workflowEnded(WorkflowOutcome outcome) {}

    /**
     * A host of an environment joined, changed its size, drains or is lost, or the environment was disabled or enabled.
     *
     * @param name the name of the environment
     * @param reason a sentence for people
     */
    default void environmentChanged(String name, String reason) {}

    /** Nothing follows: the runtime has closed, or the subscription has. */
    default void closed() {}
}
