package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.loop.Release;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Verdict;
import dev.tranche.runtime.spi.HostId;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Makes of the outcomes of an appended frame what the world sees of them: the next snapshot of each job, the calls of
 * backends, the news of listeners, the ends that are waited for. Loop thread only.
 *
 * <p>A job that changed several times in one frame is published once, as it is at its end.
 */
final class Publisher extends OutcomeListener implements Release {
    private final Jobs jobs;
    private final Hosts hosts = new Hosts();
    private final Listeners listeners;
    private final Executor completions;
    private final List<LiveJob> changed = new ArrayList<>();
    /** Published before their jobs, so that who has waited for a job sees the ends of its nodes. */
    private final List<LiveNode> changedNodes = new ArrayList<>();

    private final List<LiveArray> changedArrays = new ArrayList<>();
    private final List<String> queues = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private Effects effects;
    private long now;

    Publisher(Jobs jobs, Effects effects, Listeners listeners, Executor completions) {
        this.jobs = jobs;
        this.effects = effects;
        this.listeners = listeners;
        this.completions = completions;
    }

    /** What is published from now on has these effects. */
    void effects(Effects from) {
        effects = from;
    }

    // ---- the frame

    @Override
    public void begin(long timeMicros) {
        now = timeMicros;
    }

    @Override
    public void end() {
        changedNodes.forEach(this::publish);
        changedNodes.clear();
        changed.forEach(this::publish);
        changed.clear();
        changedArrays.forEach(this::publish);
        changedArrays.clear();
        afterwards.forEach(Runnable::run);
        afterwards.clear();
    }

    private void publish(LiveJob job) {
        JobSnapshot before = job.published();
        JobSnapshot next = job.draft();
        if (job instanceof LiveChild child) {
            touch(child.array());
            child.array().count(child, before.status(), next.status());
        }
        job.publish();
        JobSnapshot published = job.published();
        if (!(job instanceof LiveNode)) {
            listeners.changed(job, before, published);
        }
        job.watchers().forEach(completions::execute);
        if (job instanceof LiveChild child && published.ended()) {
            child.array().compact(child);
        }
    }

    // ---- what there is

    @Override
    public void queueAdded(Queue queue) {
        queues.add(queue.name());
    }

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        hosts.environmentAdded(environment, name);
    }

    @Override
    public void environmentDisabled(int environment, String reason) {
        tellOf(hosts.environment(environment), "takes no new attempts: " + reason);
    }

    @Override
    public void environmentEnabled(int environment) {
        tellOf(hosts.environment(environment), "takes attempts again");
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        HostId id = hosts.joined(host, environment, name, millivcpus, memoryMib, gpus);
        tellOf(id, "host " + name + " joined: " + millivcpus + " milli-vCPU, " + memoryMib + " MiB");
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        HostId id = hosts.get(host);
        tellOf(id, "host " + id.name() + " now has " + millivcpus + " milli-vCPU, " + memoryMib + " MiB");
    }

    @Override
    public void hostDraining(int host, String reason) {
        HostId id = hosts.get(host);
        tellOf(id, "host " + id.name() + " drains: " + reason);
    }

    @Override
    public void hostLost(int host, String reason) {
        HostId id = hosts.get(host);
        tellOf(id, "host " + id.name() + " is lost: " + reason);
    }

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {
        hosts.typeOffered(environment, type, nominal.name());
    }

    @Override
    public void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason) {
        String name = hosts.types(environment, List.of(type)).get(0);
        tellOf(hosts.environment(environment), "there is no " + name + " at present: " + reason);
    }

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        String name = hosts.environment(environment);
        List<String> types = hosts.types(environment, request.types());
        tellOf(name, "asks for " + request.count() + " of " + String.join(" or ", types));
        effects.provide(new dev.tranche.runtime.spi.HostRequest(name, request.number(), types, request.count()));
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        hosts.launched(environment, name, microDollarsPerHour);
        tellOf(hosts.environment(environment), "host " + name + " boots");
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        hosts.abandoned(environment, name);
        tellOf(hosts.environment(environment), "host " + name + " is gone before it joined: " + reason);
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        HostId host = new HostId(hosts.environment(environment), name);
        tellOf(host, "host " + name + " ends: " + reason);
        effects.giveBack(host, reason);
    }

    private void tellOf(HostId host, String what) {
        tellOf(host.environment(), what);
    }

    private void tellOf(String environment, String what) {
        listeners.tell(listener -> listener.environmentChanged(environment, what));
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
        LiveJob live = jobs.get(job);
        if (live != null) {
            jobs.opened();
            change(live, live.draft().accepted(now));
            if (live instanceof LiveArray array) {
                afterwards.add(array::settleUnseen);
            }
        }
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        if (jobs.get(job) instanceof LiveArray array) {
            array.inherit(Inherited.of(children));
            touch(array);
        }
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        inState(jobs.get(job), JobStatus.PENDING, null);
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        LiveJob live = jobs.get(job, index);
        if (live instanceof LiveArray array) {
            // as on AWS, an array is PENDING for as long as its children are not all ended
            inState(array, JobStatus.PENDING, null);
            JobFacts facts = array.facts();
            boolean oneByOne = facts.sequential() || facts.childByChild();
            array.unseen(Unseen.in(oneByOne ? JobStatus.PENDING : JobStatus.RUNNABLE));
            touch(array);
        } else {
            inState(live, JobStatus.RUNNABLE, null);
        }
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        LiveJob live = jobs.get(job, index);
        if (live != null) {
            JobStatus status = live.draft().status();
            boolean wasUnderWay = status == JobStatus.STARTING || status == JobStatus.RUNNING;
            change(live, live.draft().held(wasUnderWay ? JobStatus.RUNNABLE : status, reason));
        }
    }

    @Override
    public void jobReleased(long job, int index) {
        LiveJob live = jobs.get(job, index);
        if (live != null) {
            change(live, live.draft().held(live.draft().status(), null));
        }
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        LiveJob live = jobs.get(job, index);
        if (live != null) {
            change(live, live.draft().moved(queues.get(queue), share, priority, memoryMib));
        }
    }

    @Override
    public void retryAt(long job, int index, long at) {
        inState(jobs.get(job, index), JobStatus.RUNNABLE, null);
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        LiveJob live = jobs.get(job, index);
        if (live == null) {
            return;
        }
        change(live, live.draft().ended(status, cause, statusReason, now));
        if (live instanceof LiveArray array) {
            endUnseen(array, cause, statusReason);
        }
        if (live instanceof LiveGang gang) {
            endNodes(gang, cause, statusReason);
        }
        if (!(live instanceof LiveChild)) {
            jobs.closed();
        }
    }

    /** The nodes end with their job: one well that ended well itself. */
    private void endNodes(LiveGang gang, EndCause cause, @Nullable String reason) {
        for (int index = 0; index < gang.size(); index++) {
            LiveNode node = gang.node(index);
            AttemptSnapshot last = node.draft().last();
            AttemptClosing closing = last == null ? null : last.closing();
            boolean main = index == gang.mainNode();
            boolean well = main
                    ? gang.draft().status() == JobStatus.SUCCEEDED
                    : closing != null && closing.verdict() == AttemptVerdict.SUCCEEDED;
            String why = main || closing == null ? reason : closing.statusReason();
            change(
                    node,
                    node.draft().ended(well ? JobStatus.SUCCEEDED : JobStatus.FAILED, cause, well ? null : why, now));
        }
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        if (jobs.get(job) instanceof LiveArray array) {
            endUnseen(array, cause, reason);
            touch(array);
        }
    }

    private void endUnseen(LiveArray array, EndCause cause, @Nullable String reason) {
        if (array.hasUnseen()) {
            array.unseen(new Unseen(JobStatus.FAILED, cause, reason, now));
            afterwards.add(array::settleUnseen);
        }
    }

    @Override
    public void jobForgotten(long job) {
        LiveJob live = jobs.forget(job);
        if (live != null) {
            effects.forget(live);
        }
    }

    // ---- attempts

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        LiveJob live = jobs.get(job, index);
        if (live == null) {
            return;
        }
        HostId where = hosts.get(host);
        AttemptId id = new AttemptId(live.facts().id(index), attempt);
        effects.expect(id);
        JobSnapshot before = live.draft();
        AttemptSnapshot placed =
                AttemptSnapshot.placed(attempt, where, before.definition(), now, hosts.cost(host, before.definition()));
        change(live, before.placed(placed));
        jobs.ranIn(live, where.environment());
        if (live instanceof LiveNode node && index != node.gang().mainNode()) {
            return; // launched when the main node runs
        }
        if (live instanceof LiveNode node) {
            LiveGang gang = node.gang();
            change(gang, gang.draft().placed(placed));
        }
        effects.launch(live.draft(), id, where);
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        if (!(jobs.get(job) instanceof LiveGang gang)) {
            return;
        }
        gang.launched(attempt);
        for (int index = 0; index < gang.size(); index++) {
            AttemptSnapshot last = gang.node(index).draft().last();
            if (index != gang.mainNode() && last != null && last.number() == attempt && last.closing() == null) {
                effects.launch(gang.node(index).draft(), gang.facts().attempt(index, attempt), last.host());
            }
        }
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        LiveJob live = jobs.get(job, index);
        AttemptSnapshot last = live == null ? null : live.draft().last();
        if (live != null && last != null) {
            change(live, live.draft().lastAttempt(JobStatus.RUNNING, last.started(at)));
            if (live instanceof LiveNode node && index == node.gang().mainNode()) {
                LiveGang gang = node.gang();
                change(gang, gang.draft().lastAttempt(JobStatus.RUNNING, last.started(at)));
            }
            effects.started(new AttemptId(live.facts().id(index), attempt), last.host());
        }
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        LiveJob live = jobs.get(job, index);
        AttemptSnapshot last = live == null ? null : live.draft().last();
        if (live != null && last != null && !(live instanceof LiveGang)) {
            AttemptId id = new AttemptId(live.facts().id(index), attempt);
            effects.stop(id, last.host(), Duration.of(graceMicros, ChronoUnit.MICROS));
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
        LiveJob live = jobs.get(job, index);
        AttemptSnapshot last = live == null ? null : live.draft().last();
        if (live != null && last != null) {
            AttemptClosing closing =
                    new AttemptClosing(AttemptClosing.verdict(verdict), exitCode, reason, statusReason, at);
            change(live, live.draft().lastAttempt(live.draft().status(), last.ended(closing)));
            AttemptId id = new AttemptId(live.facts().id(index), attempt);
            effects.ended(id);
            if (live instanceof LiveNode node) {
                nodeEnded(node, last.ended(closing));
                if (!node.gang().isLaunched(index, attempt)) {
                    return; // its backend has never heard of it
                }
            }
            effects.release(id, last.host());
        }
    }

    private void nodeEnded(LiveNode node, AttemptSnapshot ended) {
        LiveGang gang = node.gang();
        change(node, node.draft().in(JobStatus.RUNNABLE, null));
        if (node.index() == gang.mainNode()) {
            change(gang, gang.draft().lastAttempt(gang.draft().status(), ended));
        }
    }

    // ---- workflow runs

    @Override
    public void workflowSealed(long workflow) {
        LiveRun run = jobs.run(workflow);
        if (run != null && !run.isRefused()) {
            goOnWithFiles(run);
            afterwards.add(() -> run.accepted().complete(run));
        }
    }

    /** Before any of its jobs is launched. */
    private void goOnWithFiles(LiveRun run) {
        JobId earlier = run.facts().rerunOf();
        if (earlier != null) {
            run.environments().forEach(name -> effects.runContinued(run.facts().id(), earlier, name));
        }
    }

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {
        LiveRun run = jobs.run(workflow);
        if (run != null) {
            run.stopped(reason);
        }
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        LiveRun run = jobs.run(workflow);
        if (run != null) {
            run.environments().forEach(name -> effects.runEnded(run.facts().id(), name, !succeeded));
            afterwards.add(() -> {
                WorkflowOutcome outcome = run.end(succeeded);
                listeners.tell(listener -> listener.workflowEnded(outcome));
            });
        }
    }

    // ---- snapshots

    private void inState(@Nullable LiveJob live, JobStatus status, @Nullable String reason) {
        if (live != null && (live.draft().status() != status || reason != null)) {
            change(live, live.draft().in(status, reason));
        }
    }

    private void change(LiveJob live, JobSnapshot next) {
        if (live.draft(next)) {
            if (live instanceof LiveArray array) {
                changedArrays.add(array);
            } else if (live instanceof LiveNode node) {
                changedNodes.add(node);
            } else {
                changed.add(live);
            }
        }
    }

    private void touch(LiveArray array) {
        change(array, array.draft());
    }
}
