package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.LaunchedHost;
import dev.tranche.runtime.internal.state.MainEnd;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/** Applies outcomes to the state. The only code that changes it; decides nothing. */
final class Apply implements Outcomes {
    /** Flags of a job that has a note. */
    private static final int NOTED = Jobs.HELD | Jobs.TERMINATING | Jobs.TIMED_OUT;

    private final State state;
    private final Jobs jobs;
    private final Hosts hosts;
    private final Rows rows;
    private final Restore restore;

    Apply(State state) {
        this.state = state;
        this.rows = new Rows(state);
        this.restore = new Restore(state, rows);
        this.jobs = state.jobs;
        this.hosts = state.hosts;
    }

    // ---- what there is

    @Override
    public void environmentAdded(int environment, String name, int maxMillivcpus) {
        state.addEnvironment(name, maxMillivcpus);
    }

    @Override
    public void queueAdded(Queue queue) {
        state.addQueue(queue);
    }

    @Override
    public void queueDisabled(int queue, String reason) {
        state.switches.disableQueue(queue, reason);
    }

    @Override
    public void queueEnabled(int queue) {
        state.switches.enableQueue(queue);
    }

    @Override
    public void environmentDisabled(int environment, String reason) {
        state.switches.disableEnvironment(environment, reason);
    }

    @Override
    public void environmentEnabled(int environment) {
        state.switches.enableEnvironment(environment);
        state.lanes.wakeAll(environment);
    }

    @Override
    public void consumableAdded(int resource, String name, long total, boolean replenishable) {
        state.consumables.add(name, total, replenishable);
    }

    @Override
    public void consumableResized(int resource, long total) {
        state.ledger.resized(resource, total);
    }

    @Override
    public void hostJoined(
            int host, int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        hosts.add(host, environment, name, millivcpus, memoryMib, gpus, diskMib);
        Environment there = state.environments().get(environment);
        there.add(name, host);
        there.grid().add(host);
        count(host, 1);
        there.provisioning().idleSince(name, state.now());
        wake(host);
    }

    @Override
    public void hostResized(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        count(host, -1);
        hosts.resize(host, millivcpus, memoryMib, gpus, diskMib);
        count(host, 1);
        if (hosts.mode(host) == Hosts.DRAINING) {
            hosts.mode(host, Hosts.ACTIVE);
            environmentOf(host).grid().add(host);
        } else {
            environmentOf(host).grid().update(host);
        }
        wake(host);
    }

    @Override
    public void hostHeld(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        hosts.held(host, millivcpus, memoryMib, gpus, diskMib);
    }

    private void count(int host, int sign) {
        environmentOf(host)
                .count(sign, hosts.millivcpus(host), hosts.memoryMib(host), hosts.gpus(host), hosts.diskMib(host));
    }

    /** More is free on a host: who fits there is looked at again, if its environment takes anybody. */
    private void wake(int host) {
        if (state.switches.isOpen(hosts.environment(host))) {
            state.lanes.wake(host, hosts);
        }
    }

    @Override
    public void hostDraining(int host, String reason) {
        hosts.mode(host, Hosts.DRAINING);
        environmentOf(host).grid().remove(host);
    }

    @Override
    public void hostLost(int host, String reason) {
        Environment there = environmentOf(host);
        if (hosts.mode(host) == Hosts.ACTIVE) {
            there.grid().remove(host);
        }
        there.remove(hosts.name(host));
        there.provisioning().gone(hosts.name(host), state.now());
        count(host, -1);
        hosts.mode(host, state.running.size(host) == 0 ? Hosts.ABSENT : Hosts.LOST);
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        provisioning(environment).rules(rules);
    }

    @Override
    public void hostTypeOffered(int environment, int type, HostType nominal) {
        provisioning(environment).offered(type, nominal);
        hosts.possibleChanged();
    }

    @Override
    public void hostTypeMeasured(int environment, int type, int memoryMib, int gpus, int diskMib) {
        provisioning(environment).measured(type, memoryMib, gpus, diskMib);
        hosts.possibleChanged();
    }

    @Override
    public void hostTypeWithheld(int environment, int type, int times, long since, long until, String reason) {
        provisioning(environment).withheld(type, new Provisioning.Withheld(times, since, until, reason));
        hosts.possibleChanged();
    }

    @Override
    public void hostsRequested(int environment, HostRequest request) {
        provisioning(environment).requested(request);
    }

    @Override
    public void hostLaunched(
            int environment, long request, String name, int type, int millivcpus, long microDollarsPerHour, long at) {
        provisioning(environment).launched(name, type, millivcpus, microDollarsPerHour, at);
    }

    @Override
    public void hostRequestAnswered(int environment, long request) {
        provisioning(environment).answered(request);
    }

    @Override
    public void hostAbandoned(int environment, String name, String reason) {
        provisioning(environment).gone(name, state.now());
    }

    @Override
    public void hostEndDecided(int environment, String name, String reason) {
        provisioning(environment).ending(name, reason);
    }

    private Provisioning provisioning(int environment) {
        return state.environments().get(environment).provisioning();
    }

    @Override
    public void specInterned(int spec, JobSpec content) {
        state.specs.add(spec, content);
    }

    // ---- workflow runs

    @Override
    public void workflowOpened(long workflow, String name) {
        int row = jobs.add(workflow, NONE);
        jobs.name(row, state.names.use(name));
        jobs.raise(row, Jobs.WORKFLOW);
        state.index.add(row);
    }

    @Override
    public void workflowSealed(long workflow) {
        int row = rows.find(workflow, NONE);
        jobs.raise(row, Jobs.SEALED);
        jobs.status(row, JobStatus.PENDING);
        if (jobs.out(row) != NONE) {
            state.ripple(row);
        }
    }

    @Override
    public void jobLimited(long job, int failures, long deadline) {
        int row = rows.find(job, NONE);
        if (jobs.has(row, Jobs.WORKFLOW)) {
            jobs.failureLimit(row, failures);
        } else {
            state.array(row).failureLimit(failures);
        }
        if (deadline != 0) {
            state.deadlines.arm(row, deadline);
        }
    }

    @Override
    public void workflowStopped(long workflow, EndCause cause, String reason) {
        int row = rows.find(workflow, NONE);
        state.deadlines.disarm(row);
        jobs.raise(row, Jobs.STOPPED);
        jobs.lower(row, Jobs.TIMED_OUT);
        if (cause == EndCause.TERMINATED) {
            jobs.raise(row, Jobs.TERMINATING);
        } else if (cause == EndCause.TIMED_OUT) {
            jobs.raise(row, Jobs.TIMED_OUT);
        }
        state.notes.put(row, reason);
    }

    @Override
    public void workflowEnded(long workflow, boolean succeeded) {
        int row = rows.find(workflow, NONE);
        state.deadlines.disarm(row);
        state.notes.remove(row);
        jobs.status(row, succeeded ? JobStatus.SUCCEEDED : JobStatus.FAILED);
        rows.retire(row);
    }

    // ---- gates

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
        int row = jobs.add(job, NONE);
        jobs.status(row, JobStatus.SUBMITTED);
        jobs.name(row, state.names.use(name));
        jobs.spec(row, spec);
        state.specs.use(spec);
        jobs.lane(row, state.lanes.of(state.queues().get(queue), spec, state.specs.get(spec), share, priority));
        if (arraySize > 0) {
            state.addArray(row, arraySize);
            jobs.raise(row, sequential ? Jobs.SEQUENTIAL : 0);
        }
        if (workflow != 0) {
            int run = rows.find(workflow, NONE);
            jobs.owner(row, run);
            jobs.members(run, jobs.members(run) + 1);
            jobs.lastMember(run, job);
        }
        state.index.add(row);
        state.ledger.accepted(jobs.lane(row));
    }

    @Override
    public void jobRerun(long job, long earlier, boolean whole, long[] children) {
        int row = rows.find(job, NONE);
        state.reruns.put(job, earlier);
        jobs.raise(row, whole ? Jobs.RERUN | Jobs.INHERITED : Jobs.RERUN);
        if (jobs.has(row, Jobs.ARRAY)) {
            state.array(row).inherit(children);
            skipDone(row, state.array(row));
        }
    }

    @Override
    public void tokenBound(long job, String clientToken, long content) {
        state.tokens.bind(clientToken, job, content);
    }

    @Override
    public void edgeAdded(long predecessor, int predecessorIndex, long job, DependencyKind kind) {
        int row = job == 0 ? NONE : rows.find(job, NONE);
        int before = state.index.find(predecessor, predecessorIndex);
        if (row != NONE) {
            jobs.status(row, JobStatus.PENDING);
            boolean whatever = kind == DependencyKind.ANY || kind == DependencyKind.FAILURE;
            boolean afterJob = before == NONE || !jobs.has(before, Jobs.WORKFLOW);
            jobs.raise(row, whatever && afterJob ? Jobs.AFTERWARDS : 0);
        }
        if (kind == DependencyKind.EACH) {
            rows.unretire(before);
            state.array(row).waitForEachOf(before);
            state.array(before).addEachBy(job);
        } else {
            state.edges.add(before == NONE ? rows.addChild(predecessor, predecessorIndex) : before, row, kind);
        }
    }

    @Override
    public void edgeResolved(long predecessor, int predecessorIndex) {
        int row = rows.find(predecessor, predecessorIndex);
        state.edges.removeFirst(row);
        if (jobs.out(row) != NONE) {
            return;
        }
        state.ripplePassed();
        if (jobs.index(row) != NONE) {
            rows.childTold(row);
        } else if (jobs.status(row).isTerminal()) {
            rows.retire(row);
        }
    }

    @Override
    public void gateOpened(long job, int index, long order) {
        int known = state.index.find(job, index);
        int row = known == NONE ? rows.addChild(job, index) : known;
        jobs.order(row, order);
        state.lastOrder(order);
        jobs.lower(row, Jobs.UNKNOWN);
        if (jobs.has(row, Jobs.ARRAY)) {
            jobs.status(row, JobStatus.PENDING);
            jobs.raise(row, Jobs.OPENED);
            if (state.array(row).eachOf().length > 0) {
                return;
            }
        } else {
            bear(row);
            state.deadlines.disarm(row);
            jobs.status(row, JobStatus.RUNNABLE);
        }
        if (!state.isHeldBack(row)) {
            enterLane(row);
        }
    }

    /** A child that was only waited for by others becomes one that waits itself: where its array does now. */
    private void bear(int row) {
        if (jobs.index(row) != NONE && jobs.status(row) == JobStatus.PENDING) {
            jobs.lane(row, jobs.lane(jobs.owner(row)));
        }
    }

    /** What stands in its lane has its queue timeout as its deadline. */
    private void enterLane(int row) {
        state.lanes.enter(row);
        long timeout = spec(row).queueTimeoutMicros();
        if (timeout > 0) {
            state.deadlines.arm(row, saturatedAdd(state.now(), timeout));
        }
    }

    @Override
    public void jobMoved(long job, int index, int queue, String share, int priority, int memoryMib, long environments) {
        int known = state.index.find(job, index);
        int row = known == NONE ? rows.addChild(job, index) : known;
        boolean waits = jobs.has(row, Jobs.IN_LANE);
        if (waits) {
            state.lanes.leave(row);
            leaveHead(row);
        }
        Queue to = state.queues().get(queue);
        PlacementClass need =
                PlacementClass.of(spec(row), to).withMemory(memoryMib).in(environments);
        int lane = state.lanes.of(to, need, share, priority);
        boolean open = index == NONE && !jobs.status(row).isTerminal();
        if (open && !state.lanes.areOfOneShare(jobs.lane(row), lane)) {
            state.ledger.ended(jobs.lane(row), state.now());
            state.ledger.accepted(lane);
        }
        state.setbacks.leave(row, state.lanes.need(jobs.lane(row)).environments() & ~environments);
        jobs.lane(row, lane);
        if (waits) {
            state.lanes.enter(row);
        }
    }

    @Override
    public void jobHeld(long job, int index, String reason) {
        int row = rows.find(job, index);
        leaveLane(row);
        jobs.raise(row, Jobs.HELD);
        state.notes.put(row, reason);
    }

    @Override
    public void jobReleased(long job, int index) {
        int row = rows.find(job, index);
        dropNote(row);
        if (state.isReady(row) && !state.isHeldBack(row)) {
            enterLane(row);
        }
    }

    @Override
    public void childParked(long job, int index) {
        leaveLane(rows.find(job, index));
    }

    // ---- who comes next

    @Override
    public void headBlocked(int queue, long job, int index, long since) {
        state.heads.block(queue, job, index, since);
    }

    @Override
    public void hostsReserved(long job, int index, int[] reserved, long until) {
        int environment = hosts.environment(reserved[0]);
        state.reservations.add(new Reservation(job, index, environment, reserved, until));
        for (int host : reserved) {
            environmentOf(host).grid().remove(host);
            hosts.reserved(host, true);
        }
    }

    @Override
    public void reservationEnded(long job, int index) {
        Reservation reservation = state.reservations.of(job, index);
        if (reservation == null) {
            throw new IllegalStateException("no host is kept for job " + job + " with the index " + index);
        }
        state.reservations.remove(reservation);
        for (int host : reservation.hosts()) {
            hosts.reserved(host, false);
            environmentOf(host).grid().add(host);
            wake(host);
        }
    }

    // ---- attempts

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        int known = state.index.find(job, index);
        int row = known == NONE ? rows.addChild(job, index) : known;
        if (state.isNode(row)) {
            nodePlaced(jobs.owner(row), attempt);
        } else {
            bear(row);
            leaveLane(row);
            jobs.lower(row, Jobs.UNKNOWN);
            state.heads.leave(state.lanes.queue(jobs.lane(row)), job, index);
        }
        if (index != NONE && attempt == 1 && !state.isNode(row)) {
            childPlaced(jobs.owner(row), row);
        }
        jobs.status(row, JobStatus.STARTING);
        jobs.attempt(row, attempt);
        jobs.host(row, host);
        state.running.append(host, row);
        hosts.take(host, state.need(row), 1);
        environmentOf(host).grid().update(host);
        busy(host);
        if (!state.isNode(row)) {
            state.ledger.placed(jobs.lane(row), state.now());
        }
    }

    /** With its first node a multi-node job leaves its lane; it counts once, whatever the number of its nodes. */
    private void nodePlaced(int gang, int attempt) {
        if (jobs.status(gang) != JobStatus.STARTING) {
            leaveLane(gang);
            jobs.lower(gang, Jobs.UNKNOWN);
            jobs.status(gang, JobStatus.STARTING);
            jobs.attempt(gang, attempt);
            jobs.liveNodes(gang, 0);
            state.ledger.placed(jobs.lane(gang), state.now());
        }
        jobs.liveNodes(gang, jobs.liveNodes(gang) + 1);
    }

    /** An array gives its children out from the cursor on; one whose children come one by one rests after each. */
    private void childPlaced(int arrayRow, int row) {
        ArrayJob array = state.array(arrayRow);
        array.childStarted();
        if (array.eachOf().length > 0) {
            return;
        }
        jobs.order(row, jobs.order(arrayRow)); // a row that others waited for is older than the place of its array
        array.cursor(jobs.index(row) + 1);
        skipDone(arrayRow, array);
        if (jobs.has(arrayRow, Jobs.SEQUENTIAL)) {
            leaveLane(arrayRow);
        }
    }

    /** Moves the cursor to a child that can be started; without one, the array leaves its lane. */
    private void skipDone(int arrayRow, ArrayJob array) {
        int at = array.cursor();
        while (at < array.size() && array.hasEnded(at)) {
            at++;
        }
        array.cursor(at);
        if (at == array.size()) {
            leaveLane(arrayRow);
        }
    }

    private void leaveLane(int row) {
        if (!jobs.has(row, Jobs.IN_LANE)) {
            return;
        }
        state.lanes.leave(row);
        state.deadlines.disarm(row);
        leaveHead(row);
    }

    private void leaveHead(int row) {
        int queue = state.lanes.queue(jobs.lane(row));
        if (jobs.has(row, Jobs.ARRAY)) {
            state.heads.leave(queue, jobs.number(row));
        } else {
            state.heads.leave(queue, jobs.number(row), jobs.index(row));
        }
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        jobs.status(rows.find(job, NONE), JobStatus.RUNNING);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        int row = rows.find(job, index);
        jobs.status(row, JobStatus.RUNNING);
        boolean isOther = state.isNode(row) && index != state.gang(row).mainNode();
        long timeout = isOther ? 0 : spec(row).timeoutMicros();
        if (timeout > 0 && !jobs.has(row, Jobs.TERMINATING)) {
            state.deadlines.arm(row, saturatedAdd(at, timeout));
        }
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        int row = rows.find(job, index);
        state.deadlines.disarm(row);
        jobs.raise(row, cause == StopCause.TERMINATED ? Jobs.TERMINATING : Jobs.TIMED_OUT);
        state.notes.put(row, reason);
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
        int row = rows.find(job, index);
        int host = jobs.host(row);
        state.deadlines.disarm(row);
        state.running.remove(host, row);
        dropNote(row);
        jobs.host(row, NONE);
        jobs.status(row, JobStatus.RUNNABLE);
        hosts.take(host, state.need(row), -1);
        freed(host);
        if (state.isNode(row)) {
            nodeEnded(row, new MainEnd(verdict, exitCode, reason, statusReason), hosts.environment(host));
            return;
        }
        note(row, verdict, hosts.environment(host));
        state.ledger.freed(jobs.lane(row), state.now());
    }

    private void note(int row, Verdict verdict, int environment) {
        if (verdict == Verdict.INTERRUPTED) {
            state.setbacks.interrupted(row);
        } else if (verdict == Verdict.START_FAILED) {
            state.setbacks.notStarted(row, environment);
        } else if (verdict == Verdict.NOT_PLACED) {
            state.setbacks.notTaken(row);
        } else if (verdict == Verdict.UNKNOWN) {
            jobs.raise(row, Jobs.UNKNOWN);
        }
    }

    /** Only the end of the main node counts; with the last end the job is as one whose attempt has ended. */
    private void nodeEnded(int node, MainEnd end, int environment) {
        int gang = jobs.owner(node);
        long job = jobs.number(gang);
        if (jobs.index(node) == state.gang(gang).mainNode()) {
            state.mainEnds.put(job, end);
            note(gang, end.verdict(), environment);
        }
        jobs.liveNodes(gang, jobs.liveNodes(gang) - 1);
        if (jobs.liveNodes(gang) > 0) {
            return;
        }
        for (int index = 0; index < state.gang(gang).size(); index++) {
            rows.removeChild(rows.find(job, index));
        }
        state.mainEnds.remove(job);
        jobs.status(gang, JobStatus.RUNNABLE);
        state.ledger.freed(jobs.lane(gang), state.now());
    }

    private void busy(int host) {
        if (state.running.size(host) == 1) {
            environmentOf(host).provisioning().idleSince(hosts.name(host), LaunchedHost.NEVER);
        }
    }

    private void freed(int host) {
        if (state.running.size(host) == 0) {
            environmentOf(host).provisioning().idleSince(hosts.name(host), state.now());
        }
        if (hosts.mode(host) == Hosts.ACTIVE) {
            environmentOf(host).grid().update(host);
            wake(host);
        } else if (hosts.mode(host) == Hosts.LOST && state.running.size(host) == 0) {
            hosts.mode(host, Hosts.ABSENT);
        }
    }

    @Override
    public void retryAt(long job, int index, long at) {
        state.deadlines.arm(rows.find(job, index), at);
    }

    // ---- ends

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        int row = state.index.find(job, index);
        if (index != NONE) {
            childEnded(rows.find(job, NONE), index, row, status == JobStatus.SUCCEEDED);
        }
        if (row == NONE) {
            return;
        }
        leaveWhereItWaits(row);
        jobs.status(row, status);
        jobs.raise(row, cause == EndCause.NOT_NEEDED ? Jobs.NOT_NEEDED : 0);
        if (jobs.out(row) != NONE) {
            rows.toTell(row);
        } else if (index != NONE) {
            rows.removeChild(row);
        }
        if (index == NONE) {
            state.ledger.ended(jobs.lane(row), state.now());
            leaveWorkflow(row, status == JobStatus.SUCCEEDED || cause == EndCause.NOT_NEEDED);
            releaseEachOf(row);
            rows.retire(row);
        }
    }

    private void leaveWhereItWaits(int row) {
        leaveLane(row);
        if (jobs.status(row) == JobStatus.RUNNABLE) {
            state.deadlines.disarm(row);
        }
        jobs.in(row, NONE);
        state.setbacks.forget(row);
        dropNote(row);
    }

    private void dropNote(int row) {
        if (jobs.has(row, NOTED)) {
            state.notes.remove(row);
            jobs.lower(row, NOTED);
            jobs.lower(row, Jobs.UNKNOWN);
        }
    }

    private void childEnded(int arrayRow, int index, int row, boolean success) {
        ArrayJob array = state.array(arrayRow);
        array.end(index, success);
        if (row != NONE) {
            array.removeLive(jobs, row);
        }
        skipDone(arrayRow, array);
        boolean next = success && jobs.has(arrayRow, Jobs.SEQUENTIAL) && !jobs.has(arrayRow, Jobs.STOPPED | Jobs.HELD);
        if (next && array.cursor() < array.size()) {
            enterLane(arrayRow);
        }
    }

    private void leaveWorkflow(int row, boolean well) {
        int run = jobs.owner(row);
        if (run != NONE) {
            jobs.members(run, jobs.members(run) - 1);
            if (!well) {
                jobs.raise(run, Jobs.TAINTED);
                jobs.failures(run, jobs.failures(run) + 1);
            }
        }
    }

    /** An array that has ended no longer keeps the arrays in memory whose children its own waited for. */
    private void releaseEachOf(int row) {
        if (jobs.has(row, Jobs.ARRAY)) {
            for (int before : state.array(row).eachOf()) {
                state.array(before).removeEachBy(jobs.number(row));
                rows.retire(before);
            }
            state.array(row).forgetEachOf();
        }
    }

    @Override
    public void arrayStopped(long job, EndCause cause, String reason) {
        int row = rows.find(job, NONE);
        leaveLane(row);
        jobs.raise(row, Jobs.STOPPED);
        state.array(row).stop(cause, reason);
        state.array(row).failUnborn(jobs);
    }

    @Override
    public void jobForgotten(long job) {
        int row = rows.find(job, NONE);
        state.ended.remove(State.ENDED, row);
        state.names.release(jobs.name(row));
        if (!jobs.has(row, Jobs.WORKFLOW)) {
            state.tokens.release(job);
            if (jobs.has(row, Jobs.RERUN)) {
                state.reruns.remove(job);
            }
            int spec = jobs.spec(row);
            state.specs.release(spec);
            if (state.specs.peek(spec) == null) {
                state.lanes.forgetSpec(spec);
            }
        }
        if (jobs.has(row, Jobs.ARRAY)) {
            state.removeArray(row);
        }
        state.index.remove(row);
        jobs.remove(row);
    }

    @Override
    public void inputQuarantined(String input, String error) {
        // Nothing happened to the state; the frame keeps the record.
    }

    // ---- checkpoint

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
        restore.job(job, index, status, attempt, order, flags, host, deadline, note);
    }

    @Override
    public void mainEndRestored(long job, Verdict verdict, int exitCode, @Nullable String reason, String statusReason) {
        state.mainEnds.put(job, new MainEnd(verdict, exitCode, reason, statusReason));
    }

    @Override
    public void setbacksRestored(long job, int index, int interruptions, int notPlaced, long notStartedIn, long left) {
        state.setbacks.restore(rows.find(job, index), interruptions, notPlaced, notStartedIn, left);
    }

    @Override
    public void arrayRestored(long job, int cursor, int started, long[] succeeded, long[] failed) {
        state.array(rows.find(job, NONE)).restore(cursor, started, succeeded, failed);
    }

    @Override
    public void shareRestored(int queue, String share, long idleSince, long settledAt, long[] past) {
        state.lanes.restoreShare(queue, share, idleSince, settledAt, past, state.now());
    }

    private Environment environmentOf(int host) {
        return state.environments().get(hosts.environment(host));
    }

    private JobSpec spec(int row) {
        return state.specs.get(jobs.spec(row));
    }

    private static long saturatedAdd(long a, long b) {
        long sum = a + b;
        return sum < a ? Long.MAX_VALUE : sum;
    }

    @Override
    public void provisioningRestored(int environment, long lastRequest, long spent) {
        provisioning(environment).restore(lastRequest, spent);
    }

    @Override
    public void hostIdleRestored(int environment, String name, long since) {
        provisioning(environment).idleSince(name, since);
    }

    @Override
    public void hostsDue(long atMicros) {
        state.hostsDue(atMicros);
    }

    @Override
    public void orderRestored(long last) {
        state.lastOrder(last);
    }
}
