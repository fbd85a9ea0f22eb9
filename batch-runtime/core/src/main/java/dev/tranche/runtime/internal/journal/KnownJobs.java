package dev.tranche.runtime.internal.journal;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Passes on what happened to those jobs and workflow runs that are still known, and what it takes to understand that: the
 * environments and queues, and of specs and hosts, whose numbers are used again, what they stood for at the time.
 */
final class KnownJobs extends OutcomeListener {
    private final LongPredicate known;
    private final Outcomes out;
    private final Map<Integer, JobSpec> specs = new HashMap<>();
    private final Map<Integer, JobSpec> saidSpecs = new HashMap<>();
    private final Map<Integer, Host> hosts = new HashMap<>();
    private final Map<Integer, Host> saidHosts = new HashMap<>();

    /** Hosts that were launched and have not joined. */
    private final Map<Launch, Launched> launched = new HashMap<>();

    private record Launch(int environment, String name) {}

    private record Launched(int type, int millivcpus, long microDollarsPerHour, long at) {}

    /** @param launched how it was launched, or null if nobody asked for it */
    private record Host(
            int host,
            int environment,
            String name,
            int millivcpus,
            int memoryMib,
            int gpus,
            int diskMib,
            @Nullable Launched launched) {}

    KnownJobs(LongPredicate known, Outcomes out) {
        this.known = known;
        this.out = out;
    }

    /** Says of all specs and hosts what they stand for now, so that what follows can be understood. */
    void end() {
        specs.keySet().forEach(this::say);
        hosts.keySet().forEach(this::sayHost);
    }

    @SuppressWarnings(
            "ReferenceEquality") // what was said is kept, and equal content under one number is the same object
    private void say(int spec) {
        JobSpec now = specs.get(spec);
        if (now != null && saidSpecs.put(spec, now) != now) {
            out.specInterned(spec, now);
        }
    }

    private void sayHost(int number) {
        Host now = hosts.get(number);
        if (now != null && !now.equals(saidHosts.put(number, now))) {
            sayLaunch(now);
            out.hostJoined(
                    number,
                    now.environment(),
                    now.name(),
                    now.millivcpus(),
                    now.memoryMib(),
                    now.gpus(),
                    now.diskMib());
        }
    }

    // ---- what there is

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        out.environmentAdded(environment, name, maxMillivcpus);
    }

    /** A host that costs something is told with that, so that what ran on it can be said to have cost its part. */
    private void sayLaunch(Host host) {
        Launched how = host.launched();
        if (how != null) {
            out.hostLaunched(
                    host.environment(),
                    0,
                    host.name(),
                    how.type(),
                    how.millivcpus(),
                    how.microDollarsPerHour(),
                    how.at());
        }
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        launched.put(new Launch(environment, name), new Launched(type, millivcpus, microDollarsPerHour, at));
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        launched.remove(new Launch(environment, name));
    }

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {
        out.hostTypeOffered(environment, type, nominal);
    }

    @Override
    public void queueAdded(Queue queue) {
        out.queueAdded(queue);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        Launched how = launched.remove(new Launch(environment, name));
        hosts.put(host, new Host(host, environment, name, millivcpus, memoryMib, gpus, diskMib, how));
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        specs.put(spec, content);
    }

    // ---- workflow runs

    @Override
    public void workflowOpened(long workflow, String name) {
        if (known.test(workflow)) {
            out.workflowOpened(workflow, name);
        }
    }

    @Override
    public void workflowSealed(long workflow) {
        if (known.test(workflow)) {
            out.workflowSealed(workflow);
        }
    }

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {
        if (known.test(workflow)) {
            out.workflowStopped(workflow, cause, reason);
        }
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        if (known.test(workflow)) {
            out.workflowEnded(workflow, succeeded);
        }
    }

    // ---- jobs

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
        if (known.test(job)) {
            say(spec);
            out.jobAccepted(job, name, queue, spec, arraySize, sequential, workflow, share, priority);
        }
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        if (known.test(job)) {
            out.jobRerun(job, earlier, whole, children);
        }
    }

    @Override
    public void jobLimited(long job, int failures, long deadline) {
        if (known.test(job)) {
            out.jobLimited(job, failures, deadline);
        }
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        if (known.test(job)) {
            out.tokenBound(job, clientToken, content);
        }
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        if (known.test(job)) {
            out.edgeAdded(predecessor, predecessorIndex, job, kind);
        }
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        if (known.test(job)) {
            out.gateOpened(job, index, order);
        }
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        if (known.test(job)) {
            out.jobHeld(job, index, reason);
        }
    }

    @Override
    public void jobReleased(long job, int index) {
        if (known.test(job)) {
            out.jobReleased(job, index);
        }
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        if (known.test(job)) {
            out.jobMoved(job, index, queue, share, priority, memoryMib, environments);
        }
    }

    @Override
    public void retryAt(long job, int index, long at) {
        if (known.test(job)) {
            out.retryAt(job, index, at);
        }
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        if (known.test(job)) {
            out.jobEnded(job, index, status, cause, statusReason);
        }
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        if (known.test(job)) {
            out.arrayStopped(job, cause, reason);
        }
    }

    // ---- attempts

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        if (known.test(job)) {
            sayHost(host);
            out.attemptPlaced(job, index, attempt, host);
        }
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        if (known.test(job)) {
            out.nodesLaunched(job, attempt);
        }
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        if (known.test(job)) {
            out.attemptStarted(job, index, attempt, at);
        }
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        if (known.test(job)) {
            out.stopRequested(job, index, attempt, cause, reason, graceMicros);
        }
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
        if (known.test(job)) {
            out.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
        }
    }
}
