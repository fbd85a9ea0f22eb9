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

/** Tells each outcome to two, one after the other: a decision calls it to apply and to record what it has decided. */
public class Tee implements Outcomes {
    /** Hears and does nothing. */
    public static final Outcomes NOBODY = new OutcomeListener() {};

    private final Outcomes first;
    private final Outcomes second;

    /** The first hears of each outcome before the second. */
    public Tee(Outcomes first, Outcomes second) {
        this.first = first;
        this.second = second;
    }

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        first.environmentAdded(environment, name, maxMillivcpus);
        second.environmentAdded(environment, name, maxMillivcpus);
    }

    @Override
    public void queueAdded(Queue queue) {
        first.queueAdded(queue);
        second.queueAdded(queue);
    }

    @Override
    public void queueDisabled(int queue, String reason) {
        first.queueDisabled(queue, reason);
        second.queueDisabled(queue, reason);
    }

    @Override
    public void queueEnabled(int queue) {
        first.queueEnabled(queue);
        second.queueEnabled(queue);
    }

    @Override
    public void environmentDisabled(int environment, String reason) {
        first.environmentDisabled(environment, reason);
        second.environmentDisabled(environment, reason);
    }

    @Override
    public void environmentEnabled(int environment) {
        first.environmentEnabled(environment);
        second.environmentEnabled(environment);
    }

    @Override
    public void consumableAdded(int resource, String name, long total, boolean replenishable) {
        first.consumableAdded(resource, name, total, replenishable);
        second.consumableAdded(resource, name, total, replenishable);
    }

    @Override
    public void consumableResized(int resource, long total) {
        first.consumableResized(resource, total);
        second.consumableResized(resource, total);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        first.hostJoined(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
        second.hostJoined(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        first.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
        second.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostHeld(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        first.hostHeld(host, millivcpus, memoryMib, gpus, diskMib);
        second.hostHeld(host, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostDraining(int host, String reason) {
        first.hostDraining(host, reason);
        second.hostDraining(host, reason);
    }

    @Override
    public void hostLost(int host, String reason) {
        first.hostLost(host, reason);
        second.hostLost(host, reason);
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        first.specInterned(spec, content);
        second.specInterned(spec, content);
    }

    @Override
    public void workflowOpened(long workflow, String name) {
        first.workflowOpened(workflow, name);
        second.workflowOpened(workflow, name);
    }

    @Override
    public void workflowSealed(long workflow) {
        first.workflowSealed(workflow);
        second.workflowSealed(workflow);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        first.workflowEnded(workflow, succeeded);
        second.workflowEnded(workflow, succeeded);
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
        first.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow, share, priority);
        second.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow, share, priority);
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        first.jobRerun(job, earlier, whole, children);
        second.jobRerun(job, earlier, whole, children);
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        first.tokenBound(job, clientToken, content);
        second.tokenBound(job, clientToken, content);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        first.edgeAdded(predecessor, predecessorIndex, job, kind);
        second.edgeAdded(predecessor, predecessorIndex, job, kind);
    }

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {
        first.edgeResolved(predecessor, predecessorIndex);
        second.edgeResolved(predecessor, predecessorIndex);
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        first.gateOpened(job, index, order);
        second.gateOpened(job, index, order);
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        first.jobHeld(job, index, reason);
        second.jobHeld(job, index, reason);
    }

    @Override
    public void headBlocked(int queue, long job, int index, long since) {
        first.headBlocked(queue, job, index, since);
        second.headBlocked(queue, job, index, since);
    }

    @Override
    public void hostsReserved(long job, int index, int[] hosts, long until) {
        first.hostsReserved(job, index, hosts, until);
        second.hostsReserved(job, index, hosts, until);
    }

    @Override
    public void reservationEnded(long job, int index) {
        first.reservationEnded(job, index);
        second.reservationEnded(job, index);
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        first.attemptPlaced(job, index, attempt, host);
        second.attemptPlaced(job, index, attempt, host);
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        first.nodesLaunched(job, attempt);
        second.nodesLaunched(job, attempt);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        first.attemptStarted(job, index, attempt, at);
        second.attemptStarted(job, index, attempt, at);
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        first.stopRequested(job, index, attempt, cause, reason, graceMicros);
        second.stopRequested(job, index, attempt, cause, reason, graceMicros);
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
        first.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
        second.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
    }

    @Override
    public void retryAt(long job, int index, long at) {
        first.retryAt(job, index, at);
        second.retryAt(job, index, at);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        first.jobEnded(job, index, status, cause, statusReason);
        second.jobEnded(job, index, status, cause, statusReason);
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        first.arrayStopped(job, cause, reason);
        second.arrayStopped(job, cause, reason);
    }

    @Override
    public void jobForgotten(long job) {
        first.jobForgotten(job);
        second.jobForgotten(job);
    }

    @Override
    public void inputQuarantined(String input, String error) {
        first.inputQuarantined(input, error);
        second.inputQuarantined(input, error);
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
        first.jobRestored(job, index, status, attempt, order, flags, host, deadline, note);
        second.jobRestored(job, index, status, attempt, order, flags, host, deadline, note);
    }

    @Override
    public void jobReleased(long job, int index) {
        first.jobReleased(job, index);
        second.jobReleased(job, index);
    }

    @Override
    public void childParked(long job, int index) {
        first.childParked(job, index);
        second.childParked(job, index);
    }

    @Override
    public void jobLimited(long job, int failures, long deadline) {
        first.jobLimited(job, failures, deadline);
        second.jobLimited(job, failures, deadline);
    }

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {
        first.workflowStopped(workflow, cause, reason);
        second.workflowStopped(workflow, cause, reason);
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        first.jobMoved(job, index, queue, share, priority, memoryMib, environments);
        second.jobMoved(job, index, queue, share, priority, memoryMib, environments);
    }

    @Override
    public void mainEndRestored(long job, Verdict verdict, int exitCode, @Nullable String reason, String statusReason) {
        first.mainEndRestored(job, verdict, exitCode, reason, statusReason);
        second.mainEndRestored(job, verdict, exitCode, reason, statusReason);
    }

    @Override
    public void setbacksRestored(long job, int index, int interruptions, int notPlaced, long notStartedIn, long left) {
        first.setbacksRestored(job, index, interruptions, notPlaced, notStartedIn, left);
        second.setbacksRestored(job, index, interruptions, notPlaced, notStartedIn, left);
    }

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {
        first.arrayRestored(job, cursor, started, succeeded, failed);
        second.arrayRestored(job, cursor, started, succeeded, failed);
    }

    @Override
    public void shareRestored(int queue, String share, long idleSince, long settledAt, long[] past) {
        first.shareRestored(queue, share, idleSince, settledAt, past);
        second.shareRestored(queue, share, idleSince, settledAt, past);
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        first.environmentScales(environment, rules);
        second.environmentScales(environment, rules);
    }

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {
        first.hostTypeOffered(environment, type, nominal);
        second.hostTypeOffered(environment, type, nominal);
    }

    @Override
    public void hostTypeMeasured(int environment, int type, int memoryMib, int gpus, int diskMib) {
        first.hostTypeMeasured(environment, type, memoryMib, gpus, diskMib);
        second.hostTypeMeasured(environment, type, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason) {
        first.hostTypeWithheld(environment, type, times, since, until, reason);
        second.hostTypeWithheld(environment, type, times, since, until, reason);
    }

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        first.hostsRequested(environment, request);
        second.hostsRequested(environment, request);
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        first.hostLaunched(environment, request, name, type, millivcpus, microDollarsPerHour, at);
        second.hostLaunched(environment, request, name, type, millivcpus, microDollarsPerHour, at);
    }

    @Override
    public void hostRequestAnswered(int environment, long request) {
        first.hostRequestAnswered(environment, request);
        second.hostRequestAnswered(environment, request);
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        first.hostAbandoned(environment, name, reason);
        second.hostAbandoned(environment, name, reason);
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        first.hostEndDecided(environment, name, reason);
        second.hostEndDecided(environment, name, reason);
    }

    @Override
    public void provisioningRestored(int environment, long lastRequest, long spent) {
        first.provisioningRestored(environment, lastRequest, spent);
        second.provisioningRestored(environment, lastRequest, spent);
    }

    @Override
    public void hostIdleRestored(int environment, String name, long since) {
        first.hostIdleRestored(environment, name, since);
        second.hostIdleRestored(environment, name, since);
    }

    @Override
    public void hostsDue(long atMicros) {
        first.hostsDue(atMicros);
        second.hostsDue(atMicros);
    }

    @Override
    public void orderRestored(long last) {
        first.orderRestored(last);
        second.orderRestored(last);
    }
}
