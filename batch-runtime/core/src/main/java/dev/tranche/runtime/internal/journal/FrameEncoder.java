package dev.tranche.runtime.internal.journal;

import com.google.common.primitives.Ints;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes the outcomes of one batch into one frame, and behind them the inputs, if somebody gives them; {@link Frame} says how it
 * looks. The buffers are used again for each frame, so a frame costs no allocation. Loop thread only.
 */
public final class FrameEncoder implements Outcomes {
    private final FrameBuffer out = new FrameBuffer();
    private final FrameBuffer inputs = new FrameBuffer();
    private final CRC32C checksum = new CRC32C();
    private boolean empty = true;

    /** Begins a frame. */
    public void begin(long timeMicros, long epoch) {
        out.reset(Frame.HEADER);
        inputs.reset(0);
        out.fixedLong(Frame.TIME, timeMicros);
        out.fixedLong(Frame.EPOCH, epoch);
        empty = true;
    }

    /** Where the inputs of the batch are written to. */
    FrameBuffer inputs() {
        return inputs;
    }

    /** Whether no outcome has been recorded since begin. */
    public boolean isEmpty() {
        return empty;
    }

    /** Ends the frame: the inputs are put behind the outcomes, length and checksum are filled in. */
    public void finish() {
        out.fixedInt(Frame.INPUTS, out.length());
        out.put(inputs);
        out.fixedInt(Frame.MAGIC, Frame.MAGIC_AND_VERSION);
        out.fixedInt(Frame.LENGTH, out.length());
        checksum.reset();
        checksum.update(out.bytes(), Frame.TIME, out.length() - Frame.TIME);
        out.fixedInt(Frame.CHECKSUM, (int) checksum.getValue());
    }

    /** The frame: bytes 0 to {@link #length} - 1; valid until the next begin. */
    public byte[] bytes() {
        return out.bytes();
    }

    public int length() {
        return out.length();
    }

    private void tag(int tag) {
        empty = false;
        out.putByte(tag);
    }

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        tag(Tag.ENVIRONMENT_ADDED);
        out.putInt(environment);
        out.putText(name);
        out.putInt(maxMillivcpus);
    }

    @Override
    public void queueAdded(Queue queue) {
        tag(Tag.QUEUE_ADDED);
        out.putQueue(queue);
    }

    @Override
    public void queueDisabled(int queue, String reason) {
        tag(Tag.QUEUE_DISABLED);
        out.putInt(queue);
        out.putText(reason);
    }

    @Override
    public void queueEnabled(int queue) {
        tag(Tag.QUEUE_ENABLED);
        out.putInt(queue);
    }

    @Override
    public void environmentDisabled(int environment, String reason) {
        tag(Tag.ENVIRONMENT_DISABLED);
        out.putInt(environment);
        out.putText(reason);
    }

    @Override
    public void environmentEnabled(int environment) {
        tag(Tag.ENVIRONMENT_ENABLED);
        out.putInt(environment);
    }

    @Override
    public void consumableAdded(int resource, String name, long total, boolean replenishable) {
        tag(Tag.CONSUMABLE_ADDED);
        out.putInt(resource);
        out.putText(name);
        out.putLong(total);
        out.putBoolean(replenishable);
    }

    @Override
    public void consumableResized(int resource, long total) {
        tag(Tag.CONSUMABLE_RESIZED);
        out.putInt(resource);
        out.putLong(total);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        tag(Tag.HOST_JOINED);
        out.putInt(host);
        out.putInt(environment);
        out.putText(name);
        out.putInt(millivcpus);
        out.putInt(memoryMib);
        out.putInt(gpus);
        out.putInt(diskMib);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        tag(Tag.HOST_RESIZED);
        out.putInt(host);
        out.putInt(millivcpus);
        out.putInt(memoryMib);
        out.putInt(gpus);
        out.putInt(diskMib);
    }

    @Override
    public void hostHeld(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        tag(Tag.HOST_HELD);
        out.putInt(host);
        out.putInt(millivcpus);
        out.putInt(memoryMib);
        out.putInt(gpus);
        out.putInt(diskMib);
    }

    @Override
    public void hostDraining(int host, String reason) {
        tag(Tag.HOST_DRAINING);
        out.putInt(host);
        out.putText(reason);
    }

    @Override
    public void hostLost(int host, String reason) {
        tag(Tag.HOST_LOST);
        out.putInt(host);
        out.putText(reason);
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        tag(Tag.ENVIRONMENT_SCALES);
        out.putInt(environment);
        out.putScalingRules(rules);
    }

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {
        tag(Tag.HOST_TYPE_OFFERED);
        out.putInt(environment);
        out.putInt(type);
        out.putHostType(nominal);
    }

    @Override
    public void hostTypeMeasured(int environment, int type, int memoryMib, int gpus, int diskMib) {
        tag(Tag.HOST_TYPE_MEASURED);
        out.putInt(environment);
        out.putInt(type);
        out.putInt(memoryMib);
        out.putInt(gpus);
        out.putInt(diskMib);
    }

    @Override
    public void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason) {
        tag(Tag.HOST_TYPE_WITHHELD);
        out.putInt(environment);
        out.putInt(type);
        out.putInt(times);
        out.putLong(since);
        out.putLong(until);
        out.putText(reason);
    }

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        tag(Tag.HOSTS_REQUESTED);
        out.putInt(environment);
        out.putLong(request.number());
        out.putInts(Ints.toArray(request.types()));
        out.putInt(request.count());
        out.putInt(request.millivcpus());
        out.putLong(request.microDollarsPerHour());
        out.putLong(request.at());
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        tag(Tag.HOST_LAUNCHED);
        out.putInt(environment);
        out.putLong(request);
        out.putText(name);
        out.putInt(type);
        out.putInt(millivcpus);
        out.putLong(microDollarsPerHour);
        out.putLong(at);
    }

    @Override
    public void hostRequestAnswered(int environment, long request) {
        tag(Tag.HOST_REQUEST_ANSWERED);
        out.putInt(environment);
        out.putLong(request);
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        tag(Tag.HOST_ABANDONED);
        out.putInt(environment);
        out.putText(name);
        out.putText(reason);
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        tag(Tag.HOST_END_DECIDED);
        out.putInt(environment);
        out.putText(name);
        out.putText(reason);
    }

    @Override
    public void provisioningRestored(int environment, long lastRequest, long spent) {
        tag(Tag.PROVISIONING_RESTORED);
        out.putInt(environment);
        out.putLong(lastRequest);
        out.putLong(spent);
    }

    @Override
    public void hostIdleRestored(int environment, String name, long since) {
        tag(Tag.HOST_IDLE_RESTORED);
        out.putInt(environment);
        out.putText(name);
        out.putLong(since);
    }

    @Override
    public void hostsDue(long atMicros) {
        tag(Tag.HOSTS_DUE);
        out.putLong(atMicros);
    }

    @Override
    public void orderRestored(long last) {
        tag(Tag.ORDER_RESTORED);
        out.putLong(last);
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        tag(Tag.SPEC_INTERNED);
        out.putInt(spec);
        out.putSpec(content);
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        tag(Tag.WORKFLOW_OPENED);
        out.putJob(workflow);
        out.putText(name);
    }

    @Override
    public void workflowSealed(long workflow) {
        tag(Tag.WORKFLOW_SEALED);
        out.putJob(workflow);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        tag(Tag.WORKFLOW_ENDED);
        out.putJob(workflow);
        out.putBoolean(succeeded);
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        tag(Tag.JOB_ACCEPTED);
        out.putJob(job);
        out.putText(name);
        out.putInt(queue);
        out.putInt(spec);
        out.putInt(arraySize);
        out.putBoolean(sequential);
        out.putJob(workflow);
        out.putText(share);
        out.putInt(priority);
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        tag(Tag.JOB_RERUN);
        out.putJob(job);
        out.putJob(earlier);
        out.putBoolean(whole);
        out.putLongs(children);
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        tag(Tag.TOKEN_BOUND);
        out.putJob(job);
        out.putText(clientToken);
        out.putLong(content);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        tag(Tag.EDGE_ADDED);
        out.putJob(predecessor);
        out.putInt(predecessorIndex);
        out.putJob(job);
        out.putChoice(kind);
    }

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {
        tag(Tag.EDGE_RESOLVED);
        out.putJob(predecessor);
        out.putInt(predecessorIndex);
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        tag(Tag.GATE_OPENED);
        out.putJob(job);
        out.putInt(index);
        out.putLong(order);
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        tag(Tag.JOB_HELD);
        out.putJob(job);
        out.putInt(index);
        out.putText(reason);
    }

    @Override
    public void headBlocked(int queue, long job, int index, long since) {
        tag(Tag.HEAD_BLOCKED);
        out.putInt(queue);
        out.putJob(job);
        out.putInt(index);
        out.putLong(since);
    }

    @Override
    public void hostsReserved(long job, int index, int[] hosts, long until) {
        tag(Tag.HOSTS_RESERVED);
        out.putJob(job);
        out.putInt(index);
        out.putInts(hosts);
        out.putLong(until);
    }

    @Override
    public void reservationEnded(long job, int index) {
        tag(Tag.RESERVATION_ENDED);
        out.putJob(job);
        out.putInt(index);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        tag(Tag.ATTEMPT_PLACED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(attempt);
        out.putInt(host);
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        tag(Tag.NODES_LAUNCHED);
        out.putJob(job);
        out.putInt(attempt);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        tag(Tag.ATTEMPT_STARTED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(attempt);
        out.putLong(at);
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        tag(Tag.STOP_REQUESTED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(attempt);
        out.putChoice(cause);
        out.putText(reason);
        out.putLong(graceMicros);
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        tag(Tag.ATTEMPT_ENDED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(attempt);
        out.putChoice(verdict);
        out.putInt(exitCode);
        out.putNullable(reason);
        out.putText(statusReason);
        out.putLong(at);
    }

    @Override
    public void retryAt(long job, int index, long at) {
        tag(Tag.RETRY_AT);
        out.putJob(job);
        out.putInt(index);
        out.putLong(at);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        tag(Tag.JOB_ENDED);
        out.putJob(job);
        out.putInt(index);
        out.putChoice(status);
        out.putChoice(cause);
        out.putNullable(statusReason);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        tag(Tag.ARRAY_STOPPED);
        out.putJob(job);
        out.putChoice(cause);
        out.putText(reason);
    }

    @Override
    public void jobForgotten(long job) {
        tag(Tag.JOB_FORGOTTEN);
        out.putJob(job);
    }

    @Override
    public void inputQuarantined(String input, String error) {
        tag(Tag.INPUT_QUARANTINED);
        out.putText(input);
        out.putText(error);
    }

    @Override
    public void jobRestored(
            long job,
            int index,
            JobStatus status,
            int attempt,
            long order,
            int flags,
            int host,
            long deadline,
            @Nullable String note) {
        tag(Tag.JOB_RESTORED);
        out.putJob(job);
        out.putInt(index);
        out.putChoice(status);
        out.putInt(attempt);
        out.putLong(order);
        out.putInt(flags);
        out.putInt(host);
        out.putLong(deadline);
        out.putNullable(note);
    }

    @Override
    public void jobReleased(long job, int index) {
        tag(Tag.JOB_RELEASED);
        out.putJob(job);
        out.putInt(index);
    }

    @Override
    public void childParked(long job, int index) {
        tag(Tag.CHILD_PARKED);
        out.putJob(job);
        out.putInt(index);
    }

    @Override
    public void jobLimited(long job, int failures, long deadline) {
        tag(Tag.JOB_LIMITED);
        out.putJob(job);
        out.putInt(failures);
        out.putLong(deadline);
    }

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {
        tag(Tag.WORKFLOW_STOPPED);
        out.putJob(workflow);
        out.putChoice(cause);
        out.putText(reason);
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        tag(Tag.JOB_MOVED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(queue);
        out.putText(share);
        out.putInt(priority);
        out.putInt(memoryMib);
        out.putLong(environments);
    }

    @Override
    public void mainEndRestored(long job, Verdict verdict, int exitCode, @Nullable String reason, String statusReason) {
        tag(Tag.MAIN_END_RESTORED);
        out.putJob(job);
        out.putChoice(verdict);
        out.putInt(exitCode);
        out.putNullable(reason);
        out.putText(statusReason);
    }

    @Override
    public void setbacksRestored(long job, int index, int interruptions, int notPlaced, long notStartedIn, long left) {
        tag(Tag.SETBACKS_RESTORED);
        out.putJob(job);
        out.putInt(index);
        out.putInt(interruptions);
        out.putInt(notPlaced);
        out.putLong(notStartedIn);
        out.putLong(left);
    }

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {
        tag(Tag.ARRAY_RESTORED);
        out.putJob(job);
        out.putInt(cursor);
        out.putInt(started);
        out.putLongs(succeeded);
        out.putLongs(failed);
    }

    @Override
    public void shareRestored(int queue, String share, long idleSince, long settledAt, long[] past) {
        tag(Tag.SHARE_RESTORED);
        out.putInt(queue);
        out.putText(share);
        out.putLong(idleSince);
        out.putLong(settledAt);
        out.putLongs(past);
    }
}
