package dev.tranche.runtime.internal.policy;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.ScalingRules;
import dev.tranche.runtime.internal.state.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which hosts to ask for: what waits for a host is counted, queue by queue in descending priority and in each the oldest first,
 * into the environments of its queue in their order, each as far as its bounds go. What one cannot take the next one may.
 */
/*
 * Only what lacks nothing but a host counts: a job that is held back, lacks a consumable resource or waits for a full queue would
 * find its host idle. In a strict queue nobody has looked behind the head, and all that waits there counts, since it will run as
 * soon as the head does; but where there is no room for the head, nothing is asked for what is behind it, and in any queue nothing
 * more once its head is overdue: hosts that are too small for the head would fill the environment for ever.
 */
public final class ScaleOut {
    /** So many jobs of a lane are counted one by one at the most; a lane that has more counts the rest as single jobs. */
    private static final int MOST_COUNTED = 4_096;

    /** For so many multi-node jobs hosts are asked for in one pass. */
    private static final int MOST_GANGS = 16;

    private final State state;
    private final Gates gates;

    public ScaleOut(State state, Gates gates) {
        this.state = state;
        this.gates = gates;
    }

    /**
     * Hosts to ask for.
     *
     * @param environment where
     * @param types which types each may be of, the one that was reckoned with first
     * @param count how many
     * @param millivcpus what the largest type counts for against the bounds
     * @param microDollarsPerHour what the dearest type costs
     */
    public record Launch(int environment, List<Integer> types, int count, int millivcpus, long microDollarsPerHour) {}

    /**
     * What follows from what waits.
     *
     * @param launches the hosts to ask for
     * @param bounded a bit for each environment whose bounds keep something waiting
     */
    public record Decision(List<Launch> launches, long bounded) {
        /** Nothing waits. */
        public static final Decision NOTHING = new Decision(List.of(), 0);

        /** Whether the bounds of an environment keep something waiting. */
        public boolean isBounded(int environment) {
            return (bounded >>> environment & 1) != 0;
        }
    }

    /** Decides for all environments. Reads the tables and changes nothing. */
    public Decision decide(List<Queue> byPriority) {
        if (!mayMatter()) {
            return Decision.NOTHING;
        }
        Map<Integer, Growth> growths = new TreeMap<>();
        for (int at = 0; at < state.environments().size(); at++) {
            if (state.environments().get(at).provisioning().scales() && state.switches.isOpen(at)) {
                growths.put(at, new Growth(state.environments().get(at), state.now()));
            }
        }
        for (Queue queue : byPriority) {
            decide(queue, growths);
        }
        List<Launch> launches = new ArrayList<>();
        long bounded = 0;
        for (Map.Entry<Integer, Growth> each : growths.entrySet()) {
            int environment = each.getKey();
            each.getValue().keepLeast(); // last: what waits may be what is kept
            for (Growth.Launch launch : each.getValue().launches()) {
                launches.add(new Launch(
                        environment,
                        launch.types(),
                        launch.count(),
                        launch.millivcpus(),
                        launch.microDollarsPerHour()));
            }
            bounded |= each.getValue().isBounded() ? 1L << environment : 0;
        }
        return new Decision(launches, bounded);
    }

    /**
     * Whether what waits can make a difference. Where every environment is as large as it may be it is not gone through in each
     * pass, unless hosts are kept without jobs, whose place it may take.
     */
    private boolean mayMatter() {
        for (int at = 0; at < state.environments().size(); at++) {
            Provisioning provisioning = state.environments().get(at).provisioning();
            ScalingRules rules = provisioning.rules();
            if (rules == null || !provisioning.scales() || !state.switches.isOpen(at)) {
                continue;
            }
            if (rules.minMillivcpus() > 0 || Growth.isPossible(provisioning, rules, state.now())) {
                return true;
            }
        }
        return false;
    }

    /** Whether hosts that would hold a job are on their way to an environment, or may be asked for now. */
    public boolean canGrowFor(PlacementClass need, int environment) {
        if (!state.environments().get(environment).provisioning().scales() || !state.switches.isOpen(environment)) {
            return false;
        }
        Growth growth = new Growth(state.environments().get(environment), state.now());
        return need.isGang() ? growth.takeGang(need) : growth.take(need, 1) > 0;
    }

    /** Whether one more host can be asked for now that would hold a job, or a node of it. */
    public boolean hasRoomFor(PlacementClass need, int environment) {
        return state.switches.isOpen(environment)
                && new Growth(state.environments().get(environment), state.now()).hasRoomFor(need);
    }

    private void decide(Queue queue, Map<Integer, Growth> growths) {
        boolean grows = false;
        for (int environment : queue.environments()) {
            grows |= growths.containsKey(environment);
        }
        if (!grows || gates.isFull(queue)) {
            return;
        }
        long most = queue.maxConcurrent() > 0
                ? queue.maxConcurrent() - state.ledger.running(queue.number())
                : Long.MAX_VALUE;
        int overdue = overdue(queue);
        for (int lane : waiting(queue)) {
            PlacementClass need = state.lanes.need(lane);
            long count = Math.min(count(lane), most);
            most -= count;
            long left = need.isGang() ? takeGangs(need, queue, count, growths) : take(need, queue, count, growths);
            if (left > 0 && queue.strict()) {
                return; // nothing behind it runs before it does, whatever hosts there are
            }
            if (left > 0 && lane == overdue) {
                close(need, queue, growths);
            }
        }
    }

    /** The lane whose head has been passed for longer than the patience of its queue, or NONE. */
    private int overdue(Queue queue) {
        if (state.heads.job(queue.number()) == 0 || queue.patienceMicros() == Queue.PATIENT_FOR_EVER) {
            return NONE;
        }
        boolean over = state.now() - state.heads.since(queue.number()) >= queue.patienceMicros();
        return over ? state.lanes.firstBlocked(queue.number()) : NONE;
    }

    /** No further host for others, so that one for the head finds room when what is there has ended. */
    private static void close(PlacementClass need, Queue queue, Map<Integer, Growth> growths) {
        for (int environment : queue.environments()) {
            Growth growth = growths.get(environment);
            if (growth != null && need.runsIn(environment)) {
                growth.close();
            }
        }
    }

    /** The lanes of a queue that wait for a host, those with the oldest head first. */
    private List<Integer> waiting(Queue queue) {
        Lanes lanes = state.lanes;
        List<Integer> waiting = new ArrayList<>();
        for (int lane = 0; lane < lanes.limit(); lane++) {
            boolean here = lanes.head(lane) != NONE && lanes.queue(lane) == queue.number();
            if (here && gates.lacking(lane) == NONE && (queue.strict() || lanes.candidate(lane) == NONE)) {
                waiting.add(lane);
            }
        }
        int first = queue.strict() ? lanes.firstWaiting(queue.number()) : overdue(queue);
        waiting.sort(Comparator.comparing((Integer lane) -> lane != first)
                .thenComparing((left, right) -> lanes.before(left, right) ? -1 : lanes.before(right, left) ? 1 : 0));
        return waiting;
    }

    private long count(int lane) {
        long count = 0;
        int looked = 0;
        for (int row = state.lanes.head(lane); row != NONE && looked < MOST_COUNTED; row = state.lanes.next(row)) {
            count += children(row);
            looked++;
        }
        return count + Math.max(0, state.lanes.waiting(lane) - looked);
    }

    /** How many attempts a waiting row stands for. */
    private long children(int row) {
        if (!state.jobs.has(row, Jobs.ARRAY)) {
            return 1;
        }
        ArrayJob array = state.array(row);
        return state.jobs.has(row, Jobs.SEQUENTIAL) ? 1 : array.size() - array.cursor();
    }

    /** Returns how many could not be counted in. */
    private static long take(PlacementClass need, Queue queue, long count, Map<Integer, Growth> growths) {
        long left = count;
        for (int environment : queue.environments()) {
            Growth growth = growths.get(environment);
            if (left > 0 && growth != null && need.runsIn(environment)) {
                left -= growth.take(need, left);
            }
        }
        return left;
    }

    /** Returns how many could not be counted in. */
    private static long takeGangs(PlacementClass need, Queue queue, long count, Map<Integer, Growth> growths) {
        long left = count;
        for (int gang = 0; gang < Math.min(count, MOST_GANGS); gang++) {
            for (int environment : queue.environments()) {
                Growth growth = growths.get(environment);
                Growth tried = growth == null || !need.runsIn(environment) ? null : growth.copy();
                if (tried != null && tried.takeGang(need)) {
                    growths.put(environment, tried);
                    left--;
                    break;
                } else if (growth != null && tried != null) {
                    growth.bounded(tried);
                }
            }
        }
        return left;
    }
}
