package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.policy.Blockage;
import dev.tranche.runtime.internal.policy.GangPacking;
import dev.tranche.runtime.internal.policy.Gates;
import dev.tranche.runtime.internal.policy.Placement;
import dev.tranche.runtime.internal.policy.Reserving;
import dev.tranche.runtime.internal.policy.ScaleOut;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.HostType;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Reservation;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The deterministic scheduler. One batch is: {@link #begin}, any number of inputs, {@link #place}; then the recorder's frame
 * is appended, and only then anything leaves. Inputs become outcomes; each outcome is applied to the state at once and told
 * to the recorder. Loop thread only.
 *
 * <p>An input of a job that is not known, or of an attempt that its job no longer owns, has no effect.
 */
public class Machine implements Inputs {
    /** How many edges, deadlines, placements or jobs to forget one batch deals with at the most. */
    private static final int BUDGET = 4_096;

    private final State state = new State();
    private final Outcomes apply = new Apply(state);
    private final Outcomes out;
    private final int terminalJobsKept;
    private final Leftovers leftovers = new Leftovers(state);
    private final Endings endings;
    private final Attempts attempts;
    /** Made once: a batch allocates nothing. */
    private final IntConsumer due;

    private final Dependencies dependencies;
    private final Cancellation cancellation;
    private final Admission admission;
    private final Relocation relocation;
    private final Holds holds;
    private final Fleet fleet;
    private final Scaling scaling;
    private final Stock stock;
    private final Gates gates = new Gates(state);
    private final Patience patience;
    private final GangPacking packing = new GangPacking(state);
    private final Placement placement;
    private final BlockedHeads blockedHeads;
    private final Explainer explainer;
    private final List<Queue> byPriority = new ArrayList<>();
    private boolean more;

    /**
     * An empty machine.
     *
     * @param runtimeId the identity of the runtime, for the job ids in explanations and reasons
     * @param recorder is told every outcome right after it has been applied: the frame encoder
     * @param terminalJobsKept how many ended jobs stay known
     */
    public Machine(long runtimeId, Outcomes recorder, int terminalJobsKept) {
        this.terminalJobsKept = terminalJobsKept;
        out = new Tee(apply, recorder);
        endings = new Endings(state, out, runtimeId, leftovers);
        dependencies = new Dependencies(state, out, endings, leftovers);
        stock = new Stock(state, out);
        admission = new Admission(state, out, runtimeId, dependencies, stock, packing);
        relocation = new Relocation(state, out, admission, leftovers);
        holds = new Holds(state, out, endings, leftovers);
        Retries retries = new Retries(state, out, runtimeId, admission, relocation, endings);
        attempts = new Attempts(state, out, endings, retries);
        due = attempts::due;
        cancellation = new Cancellation(state, endings, attempts, leftovers);
        Reserving reserving = new Reserving(state, packing);
        placement = new Placement(state, reserving, packing);
        ScaleOut scaleOut = new ScaleOut(state, gates);
        patience = new Patience(state, out, reserving, gates, scaleOut);
        scaling = new Scaling(state, out, scaleOut);
        fleet = new Fleet(state, out, attempts, patience, scaling);
        blockedHeads = new BlockedHeads(state, out, endings, gates, new Blockage(state, packing));
        explainer = new Explainer(state, gates, reserving, packing, blockedHeads, scaleOut, runtimeId);
    }

    // ---- what there is; said once, at open, inside a batch

    @Override
    public int addEnvironment(String name, int maxMillivcpus) {
        int number = state.environments().size();
        out.environmentAdded(number, name, maxMillivcpus);
        return number;
    }

    @Override
    public void addQueue(Queue queue) {
        if (queue.number() != state.queues().size()) {
            throw new IllegalArgumentException(
                    "the next queue has number " + state.queues().size() + ": " + queue.number());
        }
        out.queueAdded(queue);
    }

    // ---- what somebody switches

    @Override
    public void disableQueue(int queue, String reason) {
        if (!reason.equals(state.switches.queueDisabled(queue))) {
            out.queueDisabled(queue, reason);
        }
    }

    @Override
    public void enableQueue(int queue) {
        if (state.switches.queueDisabled(queue) != null) {
            out.queueEnabled(queue);
        }
    }

    @Override
    public void disableEnvironment(int environment, String reason) {
        if (!reason.equals(state.switches.environmentDisabled(environment))) {
            out.environmentDisabled(environment, reason);
        }
    }

    @Override
    public void enableEnvironment(int environment) {
        if (state.switches.environmentDisabled(environment) != null) {
            out.environmentEnabled(environment);
        }
    }

    /** Why a queue takes no new jobs, or null if it does. */
    public @Nullable String queueDisabled(int queue) {
        return state.switches.queueDisabled(queue);
    }

    /** Why an environment takes no new attempts, or null if it does. */
    public @Nullable String environmentDisabled(int environment) {
        return state.switches.environmentDisabled(environment);
    }

    /** How many jobs of a queue have not ended. */
    public long openJobs(int queue) {
        return state.ledger.open(queue);
    }

    /** How many attempts are starting or running in an environment. */
    public int runningIn(int environment) {
        return state.runningIn(environment);
    }

    @Override
    public @Nullable String changeStock(Consumption declared, StockChange change) {
        return stock.change(declared, change);
    }

    // ---- a batch

    /** Begins a batch at an event time: acts on the deadlines that are due and goes on with what was left over. */
    public void begin(long nowMicros) {
        state.now(nowMicros);
        more = state.deadlines.due(state.now(), BUDGET, due);
        holds.step(BUDGET);
        relocation.step(BUDGET);
        dependencies.step(BUDGET);
    }

    @Override
    public SubmitReply submit(long number, Submission job) {
        return admission.submit(number, job);
    }

    /** Why a job would not be taken in, but for what it depends on; null if it would. */
    public @Nullable String refusal(Submission job) {
        return admission.refusal(job);
    }

    @Override
    public void openWorkflow(long number, String name) {
        out.workflowOpened(number, name);
    }

    @Override
    public void sealWorkflow(long number, int stopAfterFailures, long timeoutMicros) {
        int row = state.index.find(number, NONE);
        if (row == NONE || !jobs().has(row, Jobs.WORKFLOW) || jobs().has(row, Jobs.SEALED)) {
            return;
        }
        out.workflowSealed(number);
        if (stopAfterFailures > 0 || timeoutMicros > 0) {
            long deadline = timeoutMicros > 0 ? state.now() + timeoutMicros : 0;
            out.jobLimited(number, stopAfterFailures > 0 ? stopAfterFailures : NONE, Math.max(deadline, 0));
        }
        endings.stopRunIfTooManyFailed(row);
        endings.endRunIfDone(row);
    }

    @Override
    public void cancel(long job, int index, String reason) {
        cancellation.cancel(job, index, reason);
    }

    @Override
    public void terminate(long job, int index, String reason) {
        cancellation.terminate(job, index, reason);
    }

    @Override
    public @Nullable String hold(long job, int index, String reason) {
        return holds.hold(job, index, reason, BUDGET);
    }

    @Override
    public @Nullable String release(long job, int index) {
        return holds.release(job, index, BUDGET);
    }

    @Override
    public @Nullable String resolve(long job, int index, JobStatus end, String reason) {
        return holds.resolve(job, index, end, reason);
    }

    @Override
    public @Nullable String changePriority(long job, int index, int priority) {
        return relocation.changePriority(job, index, priority, BUDGET);
    }

    @Override
    public @Nullable String moveTo(long job, int index, int queue, long able) {
        return relocation.moveTo(job, index, queue, able, BUDGET);
    }

    @Override
    public void hostJoined(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        fleet.joined(environment, name, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostHeld(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        fleet.held(environment, name, millivcpus, memoryMib, gpus, diskMib);
    }

    @Override
    public void hostDraining(int environment, String name, String reason) {
        fleet.draining(environment, name, reason);
    }

    @Override
    public void hostLost(int environment, String name, String statusReason) {
        fleet.lost(environment, name, statusReason);
    }

    @Override
    public void environmentScales(int environment, ScalingRules rules) {
        scaling.rules(environment, rules);
        scaling.repeat(environment);
    }

    @Override
    public void hostTypes(int environment, List<HostType> types) {
        scaling.offered(environment, types);
    }

    @Override
    public void hostTypeWithheld(int environment, String type, String reason) {
        scaling.withheld(environment, type, reason);
    }

    @Override
    public void hostLaunched(int environment, long request, String name, String type) {
        scaling.launched(environment, request, name, type);
    }

    @Override
    public void hostRequestAnswered(int environment, long request, int given, boolean explained) {
        scaling.answered(environment, request, given, explained);
    }

    @Override
    public void started(long job, int index, int attempt, long atMicros) {
        attempts.started(job, index, attempt, atMicros);
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
        attempts.ended(job, index, attempt, kind, exitCode, outOfMemory, reason, atMicros);
    }

    @Override
    public void quarantined(String input, String error) {
        out.inputQuarantined(input, error);
    }

    /** Places what can be placed and forgets what ended long ago. Once per batch, last. */
    public void place() {
        cancellation.step(BUDGET); // what has been stopped is not begun
        for (int at = 0; at < queues().size(); at++) {
            state.lanes.present(queues().get(at).number(), state.now());
        }
        patience.review(queues());
        placeOwners();
        int left = BUDGET;
        for (int at = 0; at < queues().size() && left > 0; at++) {
            left -= place(queues().get(at), left);
        }
        boolean review = left > 0 && reviewHeads();
        if (left > 0 && !review) {
            scaling.review(queues());
        }
        int forgotten = forget();
        more |= left == 0 || review || forgotten == BUDGET;
    }

    // ---- between batches

    /** Whether something is left to do without a further input: the next batch should follow at once. */
    public boolean hasMoreToDo() {
        return more || state.ripple() != NONE || !leftovers.isEmpty();
    }

    /** A time not after the next deadline and close to it, in micros since 1970; {@link Long#MAX_VALUE} if there is none. */
    public long wakeAt() {
        return Math.min(
                Math.min(state.deadlines.next(), scaling.next()), Math.min(patience.next(), blockedHeads.next()));
    }

    /** The status of a job that is known, or null. */
    public @Nullable JobStatus status(long job, int index) {
        return explainer.status(job, index);
    }

    /** Why a job does not run; null for one that is not known. */
    public @Nullable Explanation explain(long job, int index) {
        return explainer.explain(job, index);
    }

    /** How many reports spoke of attempts that their jobs no longer owned. */
    public long staleReports() {
        return attempts.staleReports();
    }

    /** The state, for those who check it. */
    public State state() {
        return state;
    }

    /** How many ended jobs stay known. */
    public int terminalJobsKept() {
        return terminalJobsKept;
    }

    // ---- fold

    /** Applies outcomes without deciding or recording: what a log is folded into. */
    public Outcomes fold() {
        return apply;
    }

    /** The time of the frame that is folded next. */
    public void foldTime(long micros) {
        state.now(micros);
    }

    /** Ends a fold: finds the work again that is not part of the state. */
    public void recover() {
        dependencies.recover();
        cancellation.recover();
        holds.recover();
        relocation.recover();
    }

    /** Tells a listener the shortest outcomes that lead from an empty machine to this one's state. */
    public void checkpoint(Outcomes into) {
        new Checkpoint(state).write(into);
    }

    /** A digest of all that matters, by job and not by row: equal for equal states. */
    public long digest() {
        return new Digest(state).value();
    }

    private Jobs jobs() {
        return state.jobs;
    }

    /** The queues in descending priority; of equal ones the first declared is first. */
    private List<Queue> queues() {
        if (byPriority.size() != state.queues().size()) {
            byPriority.clear();
            byPriority.addAll(state.queues());
            byPriority.sort(Comparator.comparingInt(Queue::priority).reversed());
        }
        return byPriority;
    }

    /** Those that hosts are kept for come first, whatever their queue would serve next. */
    private void placeOwners() {
        if (state.reservations.isEmpty()) {
            return;
        }
        for (Reservation reservation : List.copyOf(state.reservations.all())) {
            int lane = patience.laneToPlace(reservation);
            if (lane != NONE) {
                placeOn(lane, reservation.hosts());
            }
        }
    }

    private void placeOn(int lane, int[] kept) {
        PlacementClass need = state.lanes.need(lane);
        if (!need.isGang()) {
            placeHead(lane, kept[0]);
            return;
        }
        int[] nodes = packing.onHosts(need, kept);
        if (nodes != null) {
            placeGang(lane, nodes);
        }
    }

    /** After a pass that has placed all that fits; whether another should follow at once. */
    private boolean reviewHeads() {
        boolean cancelled = blockedHeads.cancelOverdue();
        return patience.noteHeads() || cancelled;
    }

    private int place(Queue queue, int most) {
        int placed = 0;
        int lane = state.lanes.first(queue.number());
        while (lane != NONE && state.lanes.isOpen(lane) && placed < most && !gates.isFull(queue)) {
            placed += placeFrom(lane);
            lane = state.lanes.first(queue.number());
        }
        return placed;
    }

    /** Places the head of a lane, or learns why that is not possible now; returns how many jobs have been placed. */
    private int placeFrom(int lane) {
        int lacking = gates.lacking(lane);
        if (lacking != NONE) {
            state.lanes.withhold(lane, lacking);
            return 0;
        }
        return state.lanes.need(lane).isGang() ? placeGangFrom(lane) : placeJobFrom(lane);
    }

    private int placeJobFrom(int lane) {
        int host = placement.hostFor(lane);
        if (host == NONE) {
            state.lanes.block(lane);
            return 0;
        }
        placeHead(lane, host);
        return 1;
    }

    private int placeGangFrom(int lane) {
        int[] hosts = placement.hostsFor(lane);
        if (hosts == null) {
            state.lanes.block(lane);
            return 0;
        }
        placeGang(lane, hosts);
        return hosts.length;
    }

    /** All nodes, the main node first. */
    private void placeGang(int lane, int[] hosts) {
        int row = state.lanes.head(lane);
        long job = jobs().number(row);
        int attempt = jobs().attempt(row) + 1;
        int main = state.gang(row).mainNode();
        out.attemptPlaced(job, main, attempt, hosts[main]);
        for (int node = 0; node < hosts.length; node++) {
            if (node != main) {
                out.attemptPlaced(job, node, attempt, hosts[node]);
            }
        }
        patience.placed(job, NONE);
    }

    private void placeHead(int lane, int host) {
        int row = state.lanes.head(lane);
        state.index.expect(row);
        long job = jobs().number(row);
        int index = state.indexToPlace(row);
        out.attemptPlaced(job, index, jobs().has(row, Jobs.ARRAY) ? 1 : jobs().attempt(row) + 1, host);
        patience.placed(job, index);
    }

    private int forget() {
        int forgotten = 0;
        while (state.ended.size(State.ENDED) > terminalJobsKept && forgotten < BUDGET) {
            int oldest = state.ended.head(State.ENDED);
            state.index.expect(oldest);
            out.jobForgotten(jobs().number(oldest));
            forgotten++;
        }
        return forgotten;
    }
}
