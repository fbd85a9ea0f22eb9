package dev.tranche.runtime.internal.journal;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StockChange;
import dev.tranche.runtime.internal.machine.Submission;
import dev.tranche.runtime.internal.machine.SubmitReply;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A machine that writes what it was told into the frame of what it decides, so that it can be decided again: {@link Verifier}.
 * What had no outcome had no effect, and is not written. Loop thread only.
 */
/*
 * Of a submit only what its outcomes do not say: they name the job, its queue, its spec and its share, and most jobs have nothing
 * else. Times are told by how long ago they were, which is short.
 */
public final class RecordingMachine extends Machine {
    static final int HELD = 1;
    static final int LIMITED = 1 << 1;
    static final int RERUN = 1 << 2;
    static final int DEPENDENT = 1 << 3;

    private final FrameEncoder frame;
    private final FrameBuffer said;

    /**
     * An empty machine.
     *
     * @param runtimeId the identity of the runtime
     * @param recorder is told every outcome, and tells the frame
     * @param frame where the inputs are written to
     * @param terminalJobsKept how many ended jobs stay known
     */
    public RecordingMachine(long runtimeId, Outcomes recorder, FrameEncoder frame, int terminalJobsKept) {
        super(runtimeId, recorder, terminalJobsKept);
        this.frame = frame;
        this.said = frame.inputs();
    }

    @Override
    public void begin(long nowMicros) {
        super.begin(nowMicros);
        said.putInt(LOGIC);
        said.putInt(terminalJobsKept());
    }

    /** Whether an input is to be written, which came when the frame had so many bytes; its tag is, then. */
    private boolean had(int before, int tag) {
        boolean outcomes = frame.length() > before;
        if (outcomes) {
            said.putByte(tag);
        }
        return outcomes;
    }

    // ---- what there is

    @Override
    public int addEnvironment(String name, int maxMillivcpus) {
        int number = super.addEnvironment(name, maxMillivcpus);
        said.putByte(InputTag.ENVIRONMENT_ADDED);
        said.putText(name);
        said.putInt(maxMillivcpus);
        return number;
    }

    @Override
    public void addQueue(Queue queue) {
        super.addQueue(queue);
        said.putByte(InputTag.QUEUE_ADDED);
        said.putQueue(queue);
    }

    @Override
    public void disableQueue(int queue, String reason) {
        int before = frame.length();
        super.disableQueue(queue, reason);
        if (had(before, InputTag.QUEUE_DISABLED)) {
            said.putInt(queue);
            said.putText(reason);
        }
    }

    @Override
    public void enableQueue(int queue) {
        int before = frame.length();
        super.enableQueue(queue);
        if (had(before, InputTag.QUEUE_ENABLED)) {
            said.putInt(queue);
        }
    }

    @Override
    public void disableEnvironment(int environment, String reason) {
        int before = frame.length();
        super.disableEnvironment(environment, reason);
        if (had(before, InputTag.ENVIRONMENT_DISABLED)) {
            said.putInt(environment);
            said.putText(reason);
        }
    }

    @Override
    public void enableEnvironment(int environment) {
        int before = frame.length();
        super.enableEnvironment(environment);
        if (had(before, InputTag.ENVIRONMENT_ENABLED)) {
            said.putInt(environment);
        }
    }

    @Override
    public @Nullable String changeStock(Consumption declared, StockChange change) {
        int before = frame.length();
        String refusal = super.changeStock(declared, change);
        if (had(before, InputTag.STOCK_CHANGED)) {
            said.putConsumption(declared);
            said.putChoice(change);
        }
        return refusal;
    }

    // ---- what users want

    @Override
    public SubmitReply submit(long number, Submission job) {
        SubmitReply reply = super.submit(number, job);
        if (reply instanceof SubmitReply.Accepted) {
            said.putByte(InputTag.SUBMITTED);
            said.putJob(number);
            putRest(job);
        }
        return reply;
    }

    private void putRest(Submission job) {
        boolean limited = job.stopAfterFailures() > 0;
        boolean rerun = job.rerunOf() != 0;
        boolean dependent = !job.dependencies().isEmpty();
        said.putByte(
                (job.held() ? HELD : 0) | (limited ? LIMITED : 0) | (rerun ? RERUN : 0) | (dependent ? DEPENDENT : 0));
        if (limited) {
            said.putInt(job.stopAfterFailures());
        }
        if (rerun) {
            said.putLong(job.rerunOf());
        }
        if (dependent) {
            said.putInt(job.dependencies().size());
            for (Submission.Dependency each : job.dependencies()) {
                said.putJob(each.number());
                said.putInt(each.index());
                said.putChoice(each.kind());
            }
        }
    }

    @Override
    public void openWorkflow(long number, String name) {
        super.openWorkflow(number, name);
        said.putByte(InputTag.WORKFLOW_OPENED);
        said.putJob(number);
        said.putText(name);
    }

    @Override
    public void sealWorkflow(long number, int stopAfterFailures, long timeoutMicros) {
        int before = frame.length();
        super.sealWorkflow(number, stopAfterFailures, timeoutMicros);
        if (had(before, InputTag.WORKFLOW_SEALED)) {
            said.putJob(number);
            said.putInt(stopAfterFailures);
            said.putLong(timeoutMicros);
        }
    }

    @Override
    public void cancel(long job, int index, String reason) {
        int before = frame.length();
        super.cancel(job, index, reason);
        if (had(before, InputTag.CANCELLED)) {
            putIdentity(job, index);
            said.putText(reason);
        }
    }

    @Override
    public void terminate(long job, int index, String reason) {
        int before = frame.length();
        super.terminate(job, index, reason);
        if (had(before, InputTag.TERMINATED)) {
            putIdentity(job, index);
            said.putText(reason);
        }
    }

    @Override
    public @Nullable String hold(long job, int index, String reason) {
        int before = frame.length();
        String refusal = super.hold(job, index, reason);
        if (had(before, InputTag.HELD)) {
            putIdentity(job, index);
            said.putText(reason);
        }
        return refusal;
    }

    @Override
    public @Nullable String release(long job, int index) {
        int before = frame.length();
        String refusal = super.release(job, index);
        if (had(before, InputTag.RELEASED)) {
            putIdentity(job, index);
        }
        return refusal;
    }

    @Override
    public @Nullable String resolve(long job, int index, JobStatus end, String reason) {
        int before = frame.length();
        String refusal = super.resolve(job, index, end, reason);
        if (had(before, InputTag.RESOLVED)) {
            putIdentity(job, index);
            said.putChoice(end);
            said.putText(reason);
        }
        return refusal;
    }

    @Override
    public @Nullable String changePriority(long job, int index, int priority) {
        int before = frame.length();
        String refusal = super.changePriority(job, index, priority);
        if (had(before, InputTag.PRIORITY_CHANGED)) {
            putIdentity(job, index);
            said.putInt(priority);
        }
        return refusal;
    }

    @Override
    public @Nullable String moveTo(long job, int index, int queue, long able) {
        int before = frame.length();
        String refusal = super.moveTo(job, index, queue, able);
        if (had(before, InputTag.MOVED)) {
            putIdentity(job, index);
            said.putInt(queue);
            said.putLong(able);
        }
        return refusal;
    }

    // ---- what backends report

    @Override
    public void hostJoined(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        int before = frame.length();
        super.hostJoined(environment, name, millivcpus, memoryMib, gpus, diskMib);
        if (had(before, InputTag.HOST_JOINED)) {
            putHost(environment, name);
            putResources(millivcpus, memoryMib, gpus, diskMib);
        }
    }

    @Override
    public void hostHeld(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        int before = frame.length();
        super.hostHeld(environment, name, millivcpus, memoryMib, gpus, diskMib);
        if (had(before, InputTag.HOST_HELD)) {
            putHost(environment, name);
            putResources(millivcpus, memoryMib, gpus, diskMib);
        }
    }

    @Override
    public void hostDraining(int environment, String name, String reason) {
        int before = frame.length();
        super.hostDraining(environment, name, reason);
        if (had(before, InputTag.HOST_DRAINING)) {
            putHost(environment, name);
            said.putText(reason);
        }
    }

    @Override
    public void hostLost(int environment, String name, String statusReason) {
        int before = frame.length();
        super.hostLost(environment, name, statusReason);
        if (had(before, InputTag.HOST_LOST)) {
            putHost(environment, name);
            said.putText(statusReason);
        }
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        int before = frame.length();
        super.environmentScales(environment, rules);
        if (had(before, InputTag.ENVIRONMENT_SCALES)) {
            said.putInt(environment);
            said.putScalingRules(rules);
        }
    }

    @Override
    public void hostTypes(int environment, List<HostType> types) {
        int before = frame.length();
        super.hostTypes(environment, types);
        if (had(before, InputTag.HOST_TYPES)) {
            said.putInt(environment);
            said.putInt(types.size());
            types.forEach(said::putHostType);
        }
    }

    @Override
    public void hostTypeWithheld(int environment, String type, String reason) {
        int before = frame.length();
        super.hostTypeWithheld(environment, type, reason);
        if (had(before, InputTag.HOST_TYPE_WITHHELD)) {
            said.putInt(environment);
            said.putText(type);
            said.putText(reason);
        }
    }

    @Override
    public void hostLaunched(int environment, long request, String name, String type) {
        int before = frame.length();
        super.hostLaunched(environment, request, name, type);
        if (had(before, InputTag.HOST_LAUNCHED)) {
            said.putInt(environment);
            said.putLong(request);
            said.putText(name);
            said.putText(type);
        }
    }

    @Override
    public void hostRequestAnswered(int environment, long request, int given, boolean explained) {
        int before = frame.length();
        super.hostRequestAnswered(environment, request, given, explained);
        if (had(before, InputTag.HOST_REQUEST_ANSWERED)) {
            said.putInt(environment);
            said.putLong(request);
            said.putInt(given);
            said.putBoolean(explained);
        }
    }

    @Override
    public void started(long job, int index, int attempt, long atMicros) {
        int before = frame.length();
        super.started(job, index, attempt, atMicros);
        if (had(before, InputTag.STARTED)) {
            putAttempt(job, index, attempt, atMicros);
        }
    }

    @Override
    public void ended(
            long job,
            int index,
            int attempt,
            EndKind kind,
            int exitCode,
            boolean outOfMemory,
            @Nullable String reason,
            long atMicros) {
        int before = frame.length();
        super.ended(job, index, attempt, kind, exitCode, outOfMemory, reason, atMicros);
        if (had(before, InputTag.ENDED)) {
            putAttempt(job, index, attempt, atMicros);
            said.putChoice(kind);
            said.putInt(exitCode);
            said.putBoolean(outOfMemory);
            said.putNullable(reason);
        }
    }

    @Override
    public void quarantined(String input, String error) {
        super.quarantined(input, error);
        said.putByte(InputTag.QUARANTINED);
        said.putText(input);
        said.putText(error);
    }

    private void putIdentity(long job, int index) {
        said.putJob(job);
        said.putInt(index);
    }

    private void putAttempt(long job, int index, int attempt, long atMicros) {
        putIdentity(job, index);
        said.putInt(attempt);
        said.putLong(state().now() - atMicros);
    }

    private void putHost(int environment, String name) {
        said.putInt(environment);
        said.putText(name);
    }

    private void putResources(int millivcpus, int memoryMib, int gpus, int diskMib) {
        said.putInt(millivcpus);
        said.putInt(memoryMib);
        said.putInt(gpus);
        said.putInt(diskMib);
    }
}
