package dev.tranche.runtime.internal.machine;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobStatus;
import org.jspecify.annotations.Nullable;

/**
 * The deterministic scheduler. One batch is: {@link #begin}, any number of inputs, {@link #place}; then the
 * recorder's frame is appended, and only then anything leaves. Loop thread only.
 */
public final class Machine {
    /**
     * An empty machine.
     *
     * @param runtimeId the identity of the runtime, for the job ids in explanations
     * @param recorder is told every outcome right after it has been applied: the frame encoder
     */
    public Machine(long runtimeId, Outcomes recorder) {
        throw new UnsupportedOperationException();
    }

    /** Applies outcomes without deciding or recording: what a log is folded into. Say {@link #foldTime} before each frame. */
    public Outcomes fold() {
        throw new UnsupportedOperationException();
    }

    /** The time of the frame that is folded next. */
    public void foldTime(long micros) {}

    /** Tells a listener the shortest outcomes that lead from an empty machine to this one's state. Between batches only. */
    public void checkpoint(Outcomes into) {}

    /** A digest of all that matters, by job and not by row: equal for equal states. */
    public long digest() {
        return 0;
    }

    // ---- what there is; said once, at open, inside a batch

    public int addEnvironment(String name) {
        throw new UnsupportedOperationException();
    }

    public int addQueue(String name, int priority, boolean strict, int[] environments) {
        throw new UnsupportedOperationException();
    }

    // ---- a batch

    /** Begins a batch at an event time; fires the deadlines that are due and goes on with long cascades. */
    public void begin(long nowMicros) {}

    public SubmitReply submit(long number, Submission job) {
        throw new UnsupportedOperationException();
    }

    public void openWorkflow(long number, String name) {}

    public void sealWorkflow(long number) {}

    /** Fails a job that has not been placed; of an array, the children that have not. No effect on others. */
    public void cancel(long job, int index, String reason) {}

    /** Ends a job, whatever its state. */
    public void terminate(long job, int index, String reason) {}

    public void hostJoined(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {}

    public void hostDraining(int environment, String name, String reason) {}

    public void hostLost(int environment, String name, String reason) {}

    public void started(long job, int index, int attempt, long atMicros) {}

    public void ended(
            long job,
            int index,
            int attempt,
            EndKind kind,
            int exitCode,
            boolean outOfMemory,
            @Nullable String reason,
            long atMicros) {}

    /** Notes that an input made the machine throw. */
    public void quarantined(String input, String error) {}

    /** Places what can be placed. Once per batch, last. */
    public void place() {}

    // ---- between batches

    /** Whether a cascade is under way: the next batch should follow at once. */
    public boolean hasMoreToDo() {
        return false;
    }

    /** When the next deadline may be due, in micros since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long wakeAt() {
        return Long.MAX_VALUE;
    }

    /** The status of a job that is known, or null. */
    public @Nullable JobStatus status(long job, int index) {
        return null;
    }

    public @Nullable Explanation explain(long job, int index) {
        return null;
    }
}
