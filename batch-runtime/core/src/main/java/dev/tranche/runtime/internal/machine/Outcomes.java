package dev.tranche.runtime.internal.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen to a scheduler, as calls. An outcome is a decision that has been taken: applying it changes
 * the state and decides nothing.
 *
 * <p>The same calls are made four times. Live, a decision makes them on {@link Apply}, which changes the state at
 * once, and on the frame encoder, which writes them down; after the frame is appended, its decoder makes them on whoever
 * shows or executes them (effects, views, history); and on recovery the decoder makes them on {@code Apply}. Whatever is
 * not in an outcome is lost in a restart, and no reader ever looks into the tables.
 *
 * <p>Jobs are named by number and index (-1 for a job that is no child), never by row. All times are microseconds since
 * 1970; the time of a frame is its decision's time. Loop thread only.
 */
public interface Outcomes {
    /**
     * A compute environment exists under this number.
     *
     * @param maxMillivcpus the most vCPUs it may have, in thousandths, or 0 if it does not say
     */
    void environmentAdded(int environment, String name, int maxMillivcpus);

    /** A queue exists under the number it holds. */
    void queueAdded(Queue queue);

    /** A queue takes no new jobs; those in it go on. */
    void queueDisabled(int queue, String reason);

    /** A queue takes new jobs again. */
    void queueEnabled(int queue);

    /** An environment takes no new attempts; those that run there go on. */
    void environmentDisabled(int environment, String reason);

    /** An environment takes new attempts again. */
    void environmentEnabled(int environment);

    /** A consumable resource is known under this number. */
    void consumableAdded(int resource, String name, long total, boolean replenishable);

    /** There are so many of a consumable resource now, those in use included. */
    void consumableResized(int resource, long total);

    /** A host is there, empty. */
    void hostJoined(int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib);

    /** A host has this capacity now, and takes jobs if it had been draining; what runs on it keeps what it has. */
    void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib);

    /** Others hold so much of a host, beside what it has for us. */
    void hostHeld(int host, int millivcpus, int memoryMib, int gpus, int diskMib);

    /** A host takes nothing new. */
    void hostDraining(int host, String reason);

    /** A host is gone. The ends of its attempts follow as outcomes of their own. */
    void hostLost(int host, String reason);

    /** An environment grows and shrinks within these bounds from now on. */
    void environmentScales(int environment, ScalingRules rules);

    /** An environment can be given hosts of a type, which has this number there: the next one, or its own, of another size. */
    void hostTypeOffered(int environment, int type, HostType nominal);

    /** A host of a type has joined, and has another capacity than was reckoned with. */
    void hostTypeMeasured(int environment, int type, int memoryMib, int gpus, int diskMib);

    /**
     * There are no hosts of a type at present.
     *
     * @param times how often in a row it is so now
     * @param since since when it is so
     * @param until when they may be asked for again; {@link Long#MAX_VALUE} if never
     */
    void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason);

    /**
     * Hosts are asked for, and what they can be at the most is taken from the bounds of the environment. Said again when the
     * runtime is opened again. Effect: provision.
     */
    void hostsRequested(int environment, HostRequest request);

    /** A host was given for a request, and counts until it is gone; it joins later. */
    void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at);

    /** A request is done with: all hosts that it gave have been said. */
    void hostRequestAnswered(int environment, long request);

    /** A host that was given is gone before it joined. */
    void hostAbandoned(int environment, String name, String reason);

    /** A host that runs nothing is to end; that it drains follows as an outcome of its own. Said again when the runtime is opened again. Effect: end. */
    void hostEndDecided(int environment, String name, String reason);

    /** A spec is known under this number until the last job that uses it is forgotten. */
    void specInterned(int spec, JobSpec content);

    /** A workflow run begins to enter; its jobs wait until it is sealed. */
    void workflowOpened(long workflow, String name);

    /** All jobs of a workflow run are in; those that wait for nothing else become ready. */
    void workflowSealed(long workflow);

    /**
     * An array, or a workflow run, has limits.
     *
     * @param failures after how many failures nothing more of it is started, or {@link
     *     dev.tranche.runtime.internal.state.RowTable#NONE}
     * @param deadline when a workflow run is stopped, or 0
     */
    void jobLimited(long job, int failures, long deadline);

    /** A workflow run is stopped. What that means for each of its jobs follows as outcomes of their own. */
    void workflowStopped(long workflow, EndCause cause, String reason);

    /** The last job of a sealed workflow run has ended. */
    void workflowEnded(long workflow, boolean succeeded);

    /**
     * A job is in: SUBMITTED.
     *
     * @param arraySize the number of children, 0 for no array
     * @param sequential whether each child waits for the one before it
     * @param workflow the workflow run it belongs to, 0 for none
     * @param share the share of its queue it belongs to, empty in a queue without fair share
     * @param priority its scheduling priority within its share; AWS: {@code schedulingPriority}
     */
    void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority);

    /**
     * A job that has just been accepted runs an earlier one again: what succeeded there is taken over and does not run.
     *
     * @param whole whether all of it is taken over; then it ends as soon as what it waits for has ended
     * @param children a bit for each child of an array that has ended with this, as SUCCEEDED
     */
    void jobRerun(long job, long earlier, boolean whole, long[] children);

    /**
     * A job is found again under a client token.
     *
     * @param content a digest of what was submitted, so that the token is refused for anything else
     */
    void tokenBound(long job, String clientToken, long content);

    /**
     * A job waits for another: PENDING. A predecessor index of -1 is the whole job; the job itself is never a child, and 0 in
     * a checkpoint for one that has ended and left its edge behind.
     */
    void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind);

    /** The first edge of an ended job that has not been looked at is done with; its dependent may be ready now. */
    void edgeResolved(long predecessor, int predecessorIndex);

    /**
     * A job passed its gates and waits in its lane: RUNNABLE. Of a child that has not been seen before, its row begins.
     *
     * @param order its place among the jobs of its queue, kept for all attempts
     */
    void gateOpened(long job, int index, long order);

    /**
     * A job waits for a person, and is not started until somebody says so; one whose attempt has just ended: RUNNABLE. Of an
     * array no further child starts.
     */
    void jobHeld(long job, int index, String reason);

    /** A held job goes on from where it was: it waits in its lane if it has passed its gates. */
    void jobReleased(long job, int index);

    /** A child leaves its lane since its array is held; it enters it again when its gate is opened anew. */
    void childParked(long job, int index);

    /**
     * A job comes next in its queue and could not be placed.
     *
     * @param since since when
     */
    void headBlocked(int queue, long job, int index, long since);

    /**
     * A job has been blocked at the head of its queue for longer than the queue's patience: these hosts of one environment
     * are kept for it and take nothing else but what is gone in time.
     *
     * @param until the latest end that is known there, 0 if none is: what ends by then may run there
     */
    void hostsReserved(long job, int index, int[] hosts, long until);

    /** The hosts that were kept for a job take all jobs again: it has been placed, does not wait any more, or another gets them. */
    void reservationEnded(long job, int index);

    /**
     * A host was chosen and its resources taken: STARTING. Effect: launch. Of a multi-node job, whose nodes are named by
     * their index, all are placed together, the main node first; only that is launched.
     */
    void attemptPlaced(long job, int index, int attempt, int host);

    /** The main node of a multi-node job runs, and so does the job: RUNNING. Effect: launch of its other nodes. */
    void nodesLaunched(long job, int attempt);

    /** The program runs: RUNNING. */
    void attemptStarted(long job, int index, int attempt, long at);

    /** A running attempt has to stop. Effect: stop. Of a whole multi-node job only a note; its nodes are stopped one by one. */
    void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros);

    /**
     * An attempt is over and its resources are free. Effect: release.
     *
     * @param exitCode 0 to 255, 128 + n for a signal, or {@link dev.tranche.runtime.internal.state.RetryRule#NO_EXIT_CODE}
     * @param reason AWS's container reason, or null
     * @param statusReason AWS's status reason of the attempt
     */
    void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at);

    /**
     * A job waits, now or when it has passed its gates, in the lane of another queue, share, priority or class; its place in
     * the order is kept. While it runs, only its priority changes. In a checkpoint also a job that has ended, before anything
     * else is said of a child.
     *
     * @param memoryMib the memory that an attempt takes from now on
     * @param environments a bit for each environment of the queue that may run it from now on
     */
    void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments);

    /** The next attempt may begin at this time, not before: RUNNABLE. */
    void retryAt(long job, int index, long at);

    /**
     * A job has ended: SUCCEEDED or FAILED.
     *
     * @param status one of the two
     * @param statusReason why, or null for a success
     */
    void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason);

    /**
     * No further child of an array is started; those that never were have failed with this. Ends of the others follow as
     * outcomes of their own.
     */
    void arrayStopped(long job, EndCause cause, String reason);

    /** An ended job (or workflow run) leaves memory with its children. Effect: forget. */
    void jobForgotten(long job);

    /** An input made the machine throw; the state is as if it had never come. */
    void inputQuarantined(String input, String error);

    // ---- only in a checkpoint, after the job and its edges

    /**
     * A job is where it was when the checkpoint was written.
     *
     * @param order its place in its queue; of a workflow run how many of its jobs have failed
     * @param flags as {@link dev.tranche.runtime.internal.state.Jobs} defines them
     * @param host the host of its attempt, or -1
     * @param deadline its deadline, or 0
     * @param note why it is held or stopping, or null
     */
    void jobRestored(
            long job,
            int index,
            JobStatus status,
            int attempt,
            long order,
            int flags,
            int host,
            long deadline,
            @Nullable String note);

    /** The main node of a multi-node job had ended so, and other nodes had not, when the checkpoint was written. */
    void mainEndRestored(long job, Verdict verdict, int exitCode, @Nullable String reason, String statusReason);

    /**
     * What had gone wrong under a job when the checkpoint was written.
     *
     * @param interruptions how many of its attempts had been interrupted
     * @param notPlaced how many its hosts had not taken
     * @param notStartedIn a bit for each environment in which an attempt could not be started
     * @param left a bit for each of those that it then left
     */
    void setbacksRestored(long job, int index, int interruptions, int notPlaced, long notStartedIn, long left);

    /** The children of an array are where they were: the first not given out, how many have begun, which have ended. */
    void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed);

    /**
     * A share had used so much.
     *
     * @param idleSince when its last job ended; without meaning while it has open ones
     * @param settledAt when the averages of what it had in use were settled
     * @param past the averages, as {@link dev.tranche.runtime.internal.state.ShareUsage} counts them
     */
    void shareRestored(int queue, String share, long idleSince, long settledAt, long[] past);

    /**
     * What an environment that grows and shrinks had when the checkpoint was written.
     *
     * @param lastRequest the number of its last request
     * @param spent what hosts that were gone had cost, in millionths of a dollar
     */
    void provisioningRestored(int environment, long lastRequest, long spent);

    /** Since when a host that was given had run nothing, or 0 if it did not. */
    void hostIdleRestored(int environment, String name, long since);

    /** Hosts are asked for at this time, what begins to wait until then included; 0 for not any more. */
    void hostsDue(long atMicros);

    /** The last place in a queue that was given away; who had it may be forgotten. */
    void orderRestored(long last);
}
