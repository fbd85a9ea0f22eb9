package dev.tranche.benchmarks.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.machine.Verdict;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Knows which jobs run, as a backend would, by listening to what the machine decides on its way to the recorder. All jobs
 * of the workload have one attempt and no children, so their number says enough.
 */
final class RunningJobs implements Outcomes {
    private final Outcomes recorder;
    private long[] jobs = new long[1024];
    private int size;
    private int started;

    RunningJobs(Outcomes recorder) {
        this.recorder = recorder;
    }

    int size() {
        return size;
    }

    /** Whether a job has been placed and not yet started. */
    boolean hasPlaced() {
        return started < size;
    }

    /** The next job that has been placed: it counts as started now. */
    long startNext() {
        return jobs[started++];
    }

    /** Takes a started job off the list and fills its place with the last one; all jobs have been started. */
    long remove(int position) {
        long job = jobs[position];
        jobs[position] = jobs[--size];
        started = size;
        return job;
    }

    private void add(long job) {
        if (size == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * size);
        }
        jobs[size++] = job;
    }

    @Override
    public void environmentAdded(int environment, String name) {
        recorder.environmentAdded(environment, name);
    }

    @Override
    public void queueAdded(int queue, String name, int priority, boolean strict, int[] environments) {
        recorder.queueAdded(queue, name, priority, strict, environments);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        recorder.hostJoined(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        recorder.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostDraining(int host, String reason) {
        recorder.hostDraining(host, reason);
    }

    @Override
    public void hostLost(int host, String reason) {
        recorder.hostLost(host, reason);
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        recorder.specInterned(spec, content);
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        recorder.workflowOpened(workflow, name);
    }

    @Override
    public void workflowSealed(long workflow) {
        recorder.workflowSealed(workflow);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        recorder.workflowEnded(workflow, succeeded);
    }

    @Override
    public void jobAccepted(
            long job, String name, int queue, int spec, int arraySize, boolean sequential, long workflow) {
        recorder.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow);
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        recorder.tokenBound(job, clientToken, content);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        recorder.edgeAdded(predecessor, predecessorIndex, job, kind);
    }

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {
        recorder.edgeResolved(predecessor, predecessorIndex);
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        recorder.gateOpened(job, index, order);
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        recorder.jobHeld(job, index, reason);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        add(job);
        recorder.attemptPlaced(job, index, attempt, host);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        recorder.attemptStarted(job, index, attempt, at);
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
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
        recorder.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
    }

    @Override
    public void retryAt(long job, int index, long at) {
        recorder.retryAt(job, index, at);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        recorder.jobEnded(job, index, status, cause, statusReason);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        recorder.arrayStopped(job, cause, reason);
    }

    @Override
    public void jobForgotten(long job) {
        recorder.jobForgotten(job);
    }

    @Override
    public void inputQuarantined(String input, String error) {
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
        recorder.jobRestored(job, index, status, attempt, order, flags, host, deadline, note);
    }

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {
        recorder.arrayRestored(job, cursor, started, succeeded, failed);
    }
}
