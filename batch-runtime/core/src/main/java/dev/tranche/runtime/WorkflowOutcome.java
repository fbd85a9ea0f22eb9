package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobId;
import java.util.List;
import java.util.Optional;

/** How a workflow run ended. Immutable. */
public interface WorkflowOutcome {
    /**
     * The run.
     *
     * @return its identity
     */
    JobId run();

    /**
     * The workflow's name.
     *
     * @return the name
     */
    String name();

    /**
     * Whether every job of the run succeeded.
     *
     * @return true if none failed
     */
    boolean succeeded();

    /**
     * Why the run was stopped: it took longer than its timeout, too many of its jobs failed, or somebody terminated it.
     *
     * @return the reason, empty for a run that came to its end by itself
     */
    Optional<String> statusReason();

    /**
     * The jobs that failed, those first that failed by themselves and not because of another.
     *
     * @return their ends; an array once, not its children
     */
    List<JobDetail> failed();

    /**
     * The ends of all jobs.
     *
     * @return in the order in which they were added to the workflow
     */
    List<JobDetail> jobs();

    /**
     * Turns a failure into an exception. Reads the end of a log, which may take a moment.
     *
     * @return this outcome if every job succeeded
     * @throws JobFailedException for the first of {@link #failed}, with reason, exit code and the last lines of its log
     */
    @CanIgnoreReturnValue
    WorkflowOutcome orThrow();
}
