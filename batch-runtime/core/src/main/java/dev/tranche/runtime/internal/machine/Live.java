package dev.tranche.runtime.internal.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import org.jspecify.annotations.Nullable;

/** What a decision calls: the outcome is applied at once, so that the next decision sees it, and then recorded. */
final class Live implements Outcomes {
    private final Outcomes apply;
    private final Outcomes recorder;

    Live(Outcomes apply, Outcomes recorder) {
        this.apply = apply;
        this.recorder = recorder;
    }

    @Override
    public void environmentAdded(int environment, String name) {
        apply.environmentAdded(environment, name);
        recorder.environmentAdded(environment, name);
    }

    @Override
    public void queueAdded(int queue, String name, int priority, boolean strict, int[] environments) {
        apply.queueAdded(queue, name, priority, strict, environments);
        recorder.queueAdded(queue, name, priority, strict, environments);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        apply.hostJoined(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
        recorder.hostJoined(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        apply.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
        recorder.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostDraining(int host, String reason) {
        apply.hostDraining(host, reason);
        recorder.hostDraining(host, reason);
    }

    @Override
    public void hostLost(int host, String reason) {
        apply.hostLost(host, reason);
        recorder.hostLost(host, reason);
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        apply.specInterned(spec, content);
        recorder.specInterned(spec, content);
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        apply.workflowOpened(workflow, name);
        recorder.workflowOpened(workflow, name);
    }

    @Override
    public void workflowSealed(long workflow) {
        apply.workflowSealed(workflow);
        recorder.workflowSealed(workflow);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        apply.workflowEnded(workflow, succeeded);
        recorder.workflowEnded(workflow, succeeded);
    }

    @Override
    public void jobAccepted(
            long job, String name, int queue, int spec, int arraySize, boolean sequential, long workflow) {
        apply.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow);
        recorder.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow);
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        apply.tokenBound(job, clientToken, content);
        recorder.tokenBound(job, clientToken, content);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        apply.edgeAdded(predecessor, predecessorIndex, job, kind);
        recorder.edgeAdded(predecessor, predecessorIndex, job, kind);
    }

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {
        apply.edgeResolved(predecessor, predecessorIndex);
        recorder.edgeResolved(predecessor, predecessorIndex);
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        apply.gateOpened(job, index, order);
        recorder.gateOpened(job, index, order);
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        apply.jobHeld(job, index, reason);
        recorder.jobHeld(job, index, reason);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        apply.attemptPlaced(job, index, attempt, host);
        recorder.attemptPlaced(job, index, attempt, host);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        apply.attemptStarted(job, index, attempt, at);
        recorder.attemptStarted(job, index, attempt, at);
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        apply.stopRequested(job, index, attempt, cause, reason, graceMicros);
        recorder.stopRequested(job, index, attempt, cause, reason, graceMicros);
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
        apply.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
        recorder.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
    }

    @Override
    public void retryAt(long job, int index, long at) {
        apply.retryAt(job, index, at);
        recorder.retryAt(job, index, at);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        apply.jobEnded(job, index, status, cause, statusReason);
        recorder.jobEnded(job, index, status, cause, statusReason);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        apply.arrayStopped(job, cause, reason);
        recorder.arrayStopped(job, cause, reason);
    }

    @Override
    public void jobForgotten(long job) {
        apply.jobForgotten(job);
        recorder.jobForgotten(job);
    }

    @Override
    public void inputQuarantined(String input, String error) {
        apply.inputQuarantined(input, error);
        recorder.inputQuarantined(input, error);
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
        throw new IllegalStateException("a decision never restores");
    }

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {
        throw new IllegalStateException("a decision never restores");
    }
}
