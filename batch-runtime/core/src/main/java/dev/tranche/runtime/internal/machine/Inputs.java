package dev.tranche.runtime.internal.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be said to a scheduler: what users want, what backends report, what there is. What it makes of that are {@link
 * Outcomes}. One batch at a time; loop thread only.
 */
public interface Inputs {
    /** The version of the logic: one more whenever the same inputs come to have other outcomes. */
    int LOGIC = 1;

    /** Makes an environment known, and the most vCPUs it may have in thousandths, or 0; returns its number. */
    int addEnvironment(String name, int maxMillivcpus);

    /** The same of one that does not say how much it may have. */
    default int addEnvironment(String name) {
        return addEnvironment(name, 0);
    }

    /** Makes a queue known, under the next number. */
    void addQueue(Queue queue);

    /** Lets a queue take no new jobs. */
    void disableQueue(int queue, String reason);

    /** Lets a queue take new jobs again. */
    void enableQueue(int queue);

    /** Lets an environment take no new attempts. */
    void disableEnvironment(int environment, String reason);

    /** Lets an environment take new attempts again. */
    void enableEnvironment(int environment);

    /** Changes how many there are of a consumable resource; says why not, or null. */
    @Nullable
    String changeStock(Consumption declared, StockChange change);

    /** A job comes in, under a number that no other has had; says what became of it. */
    SubmitReply submit(long number, Submission job);

    /** A workflow run comes in; its jobs follow. */
    void openWorkflow(long number, String name);

    /**
     * All jobs of a run are in.
     *
     * @param stopAfterFailures after how many failed jobs nothing more is started, 0 for never
     * @param timeoutMicros how long the run may take from now on, 0 for ever
     */
    void sealWorkflow(long number, int stopAfterFailures, long timeoutMicros);

    /** All jobs of a run without limits are in. */
    default void sealWorkflow(long number) {
        sealWorkflow(number, 0, 0);
    }

    /** Fails a job that has not been placed; of an array, the children that have not. No effect on others. */
    void cancel(long job, int index, String reason);

    /** Ends a job, or all jobs of a workflow run, whatever their state. */
    void terminate(long job, int index, String reason);

    /** Holds a job that waits, of an array the children that have not begun; says why not, or null. */
    @Nullable
    String hold(long job, int index, String reason);

    /** Lets a held job go on; says why not, or null. */
    @Nullable
    String release(long job, int index);

    /**
     * Ends a job that is held since nobody knows how its attempt ended, as somebody found out; says why not, or null.
     *
     * @param end SUCCEEDED or FAILED
     */
    @Nullable
    String resolve(long job, int index, JobStatus end, String reason);

    /** Gives a job another scheduling priority; says why not, or null. */
    @Nullable
    String changePriority(long job, int index, int priority);

    /**
     * Moves a job that waits to another queue; says why not, or null.
     *
     * @param able a bit for each environment that is able to run it; those of other queues do not count
     */
    @Nullable
    String moveTo(long job, int index, int queue, long able);

    /** A host of an environment takes attempts, or has another capacity. */
    void hostJoined(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib);

    /** Others hold so much of a host that is known, beside what it can hold of ours. */
    void hostHeld(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib);

    /** A host takes nothing new. */
    void hostDraining(int environment, String name, String reason);

    /** A host is gone with all that ran there. */
    void hostLost(int environment, String name, String statusReason);

    /** An environment grows and shrinks within these bounds. */
    void environmentScales(int environment, ScalingRules rules);

    /** These, and no others, are the types of host that an environment can be given. */
    void hostTypes(int environment, List<HostType> types);

    /** There are no hosts of a type at present. */
    void hostTypeWithheld(int environment, String type, String reason);

    /** A request gave a host. */
    void hostLaunched(int environment, long request, String name, String type);

    /** A request has given so many hosts, and gives no more. */
    void hostRequestAnswered(int environment, long request, int given, boolean explained);

    /** An attempt runs. */
    void started(long job, int index, int attempt, long atMicros);

    /** An attempt has ended; the exit code has no meaning for some kinds. */
    void ended(
            long job,
            int index,
            int attempt,
            EndKind kind,
            int exitCode,
            boolean outOfMemory,
            @Nullable String reason,
            long atMicros);

    /** Notes that an input made the machine throw. */
    void quarantined(String input, String error);
}
