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

/** Hears of outcomes and does nothing; whoever wants to see some of them overrides those. */
public abstract class OutcomeListener implements Outcomes {
    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {}

    @Override
    public void queueAdded(Queue queue) {}

    @Override
    public void queueDisabled(int queue, String reason) {}

    @Override
    public void queueEnabled(int queue) {}

    @Override
    public void environmentDisabled(int environment, String reason) {}

    @Override
    public void environmentEnabled(int environment) {}

    @Override
    public void consumableAdded(int resource, String name, long total, boolean replenishable) {}

    @Override
    public void consumableResized(int resource, long total) {}

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {}

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {}

    @Override
    public void hostHeld(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {}

    @Override
    public void hostDraining(int host, String reason) {}

    @Override
    public void hostLost(int host, String reason) {}

    @Override
    public void specInterned(int spec, JobSpec content) {}

    @Override
    public void workflowOpened(long workflow, String name) {}

    @Override
    public void workflowSealed(long workflow) {}

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {}

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
            int priority) {}

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {}

    @Override
    public void tokenBound(long job, String clientToken, long content) {}

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {}

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {}

    @Override
    public void gateOpened(long job, int index, long order) {}

    @Override
    public void jobHeld(long job, int index, String reason) {}

    @Override
    public void headBlocked(int queue, long job, int index, long since) {}

    @Override
    public void hostsReserved(long job, int index, int[] hosts, long until) {}

    @Override
    public void reservationEnded(long job, int index) {}

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {}

    @Override
    public void nodesLaunched(long job, int attempt) {}

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {}

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {}

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {}

    @Override
    public void retryAt(long job, int index, long at) {}

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {}

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {}

    @Override
    public void jobForgotten(long job) {}

    @Override
    public void inputQuarantined(String input, String error) {}

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
            @Nullable String note) {}

    @Override
    public void jobReleased(long job, int index) {}

    @Override
    public void childParked(long job, int index) {}

    @Override
    public void jobLimited(long job, int failures, long deadline) {}

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {}

    @Override
    public void jobMoved(
            long job, int index, int queue, String share, int priority, int memoryMib, long environments) {}

    @Override
    public void mainEndRestored(
            long job, Verdict verdict, int exitCode, @Nullable String reason, String statusReason) {}

    @Override
    public void setbacksRestored(long job, int index, int interruptions, int notPlaced, long notStartedIn, long left) {}

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {}

    @Override
    public void shareRestored(int queue, String share, long idleSince, long settledAt, long[] past) {}

    @Override
    public void environmentScales(int environment, ScalingRules rules) {}

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {}

    @Override
    public void hostTypeMeasured(int environment, int type, int memoryMib, int gpus, int diskMib) {}

    @Override
    public void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason) {}

    @Override
    public void hostsRequested(int environment, HostRequest request) {}

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {}

    @Override
    public void hostRequestAnswered(int environment, long request) {}

    @Override
    public void hostAbandoned(int environment, String name, String reason) {}

    @Override
    public void hostEndDecided(int environment, String name, String reason) {}

    @Override
    public void provisioningRestored(int environment, long lastRequest, long spent) {}

    @Override
    public void hostIdleRestored(int environment, String name, long since) {}

    @Override
    public void hostsDue(long atMicros) {}

    @Override
    public void orderRestored(long last) {}
}
