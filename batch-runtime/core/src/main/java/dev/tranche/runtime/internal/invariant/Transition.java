package dev.tranche.runtime.internal.invariant;

import static dev.tranche.model.JobStatus.FAILED;
import static dev.tranche.model.JobStatus.PENDING;
import static dev.tranche.model.JobStatus.RUNNABLE;
import static dev.tranche.model.JobStatus.RUNNING;
import static dev.tranche.model.JobStatus.STARTING;
import static dev.tranche.model.JobStatus.SUBMITTED;
import static dev.tranche.model.JobStatus.SUCCEEDED;

import dev.tranche.model.JobStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The life cycle of a job: every change of status that there is, with its cause. What stands in no row cannot happen. AWS
 * Batch's, and where that is silent (a start that is never reported, a job that is held) ours.
 *
 * <p>The page {@code docs/generated/life-cycle.md} is made from it.
 */
public enum Transition {
    SUBMIT(null, SUBMITTED, Cause.ACCEPTED, "its submit is accepted"),
    WAIT(SUBMITTED, PENDING, Cause.WAITS, "it waits for other jobs, or for the rest of its workflow run"),
    OPEN_ARRAY(SUBMITTED, PENDING, Cause.READY, "an array: its children may begin"),
    BE_READY(SUBMITTED, RUNNABLE, Cause.READY, "it waits for nothing"),
    NEVER(SUBMITTED, FAILED, Cause.DEPENDENCY, "a job that it depends on has already ended otherwise"),
    BECOME_READY(PENDING, RUNNABLE, Cause.READY, "all that it waited for has ended as it has to; a child: its turn"),
    LOSE_DEPENDENCY(PENDING, FAILED, Cause.DEPENDENCY, "a job that it depends on ended otherwise"),
    STOP_PENDING(
            PENDING,
            FAILED,
            Cause.STOPPED,
            "somebody cancels or terminates it, it is blocked too long, or too many of its array or run failed"),
    INHERIT(
            PENDING,
            SUCCEEDED,
            Cause.INHERITED,
            "its run runs an earlier one again, in which it had succeeded; it does not run"),
    ALL_CHILDREN_SUCCEEDED(PENDING, SUCCEEDED, Cause.ENDED, "an array: all its children have succeeded"),
    CHILDREN_FAILED(PENDING, FAILED, Cause.ENDED, "an array: all its children have ended, not all well"),
    PENDING_TOO_LONG(
            PENDING,
            FAILED,
            Cause.TIMED_OUT,
            "an array whose children did not begin within its queue timeout, or the time of its run is over"),
    PLACE(RUNNABLE, STARTING, Cause.PLACED, "a host has room for it, and it is its turn"),
    STOP_RUNNABLE(
            RUNNABLE,
            FAILED,
            Cause.STOPPED,
            "somebody cancels or terminates it, or too many of its array or run failed"),
    RESOLVE_SUCCEEDED(
            RUNNABLE, SUCCEEDED, Cause.RESOLVED, "how it ended could not be known; a person says it went well"),
    RESOLVE_FAILED(RUNNABLE, FAILED, Cause.RESOLVED, "how it ended could not be known; a person says it went wrong"),
    WAIT_TOO_LONG(
            RUNNABLE,
            FAILED,
            Cause.TIMED_OUT,
            "no attempt began within its queue timeout, or the time of its run is over"),
    START(STARTING, RUNNING, Cause.STARTED, "its program runs"),
    SUCCEED_UNSEEN(STARTING, SUCCEEDED, Cause.ENDED, "exit code 0, before its start was reported"),
    RETRY_START(
            STARTING,
            RUNNABLE,
            Cause.RETRIED,
            "it could not start or ended before that was reported, and is tried again"),
    FAIL_START(
            STARTING, FAILED, Cause.ENDED, "it could not start or ended before that was reported, for the last time"),
    TERMINATE_STARTING(STARTING, FAILED, Cause.STOPPED, "somebody has terminated it, and it has ended"),
    HOLD_STARTING(STARTING, RUNNABLE, Cause.HELD, "how it ended cannot be known; a person has to look"),
    SUCCEED(RUNNING, SUCCEEDED, Cause.ENDED, "exit code 0"),
    RETRY(RUNNING, RUNNABLE, Cause.RETRIED, "it failed or lost its host, and is tried again"),
    FAIL(RUNNING, FAILED, Cause.ENDED, "it failed for the last time, or ran too long"),
    TERMINATE(RUNNING, FAILED, Cause.STOPPED, "somebody has terminated it, and it has ended"),
    HOLD(RUNNING, RUNNABLE, Cause.HELD, "how it ended cannot be known; a person has to look");

    private static final Transition[] ROWS = values();

    private final @Nullable JobStatus from;
    private final JobStatus to;
    private final Cause cause;
    private final String when;

    Transition(@Nullable JobStatus from, JobStatus to, Cause cause, String when) {
        this.from = from;
        this.to = to;
        this.cause = cause;
        this.when = when;
    }

    /** What the machine said that changed a status. */
    enum Cause {
        ACCEPTED,
        WAITS,
        READY,
        PLACED,
        STARTED,
        RETRIED,
        HELD,
        /** The end of its last attempt, or of an array's last child. */
        ENDED,
        /** Cancelled, terminated, or not begun after too many failures. */
        STOPPED,
        /** It had succeeded in the run that is run again. */
        INHERITED,
        /** A person said how it ended. */
        RESOLVED,
        /** It waited for too long. */
        TIMED_OUT,
        DEPENDENCY
    }

    /** The status before; empty for a job that was not there. */
    public Optional<JobStatus> from() {
        return Optional.ofNullable(from);
    }

    public JobStatus to() {
        return to;
    }

    /** When it is taken, for people. */
    public String when() {
        return when;
    }

    /** Asked at every change of status: a loop over a few rows, where a stream would allocate more than all rules together. */
    static Optional<Transition> of(@Nullable JobStatus from, JobStatus to, Cause cause) {
        for (Transition row : ROWS) {
            if (row.from == from && row.to == to && row.cause == cause) {
                return Optional.of(row);
            }
        }
        return Optional.empty();
    }
}
