package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.PlacementClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Full hosts of which in each turn one job in a hundred ends, so that several hosts have room at once; then the jobs that
 * have waited longest are placed, past those that fit nowhere, and as many arrive. Jobs and hosts are those of the {@link
 * Workload}, and which jobs arrive and end is the same for every choice of hosts.
 */
final class Churn {
    private static final int WAITING_PER_SHAPE = 25;
    private static final int ENDS_PER_TURN_PERCENT = 1;
    private static final double PERCENT = 100;

    private final SplittableRandom arrivals;
    private final SplittableRandom ends;
    private final Hosts hosts = new Hosts();
    private final HostChoice choice;
    private final List<PlacementClass> shapes = new ArrayList<>();
    /** For each shape, the numbers of the jobs that wait. */
    private final List<ArrayDeque<Long>> waiting = new ArrayList<>();
    /** Shape and host of each job that runs. */
    private int[] running = new int[1 << 10];

    private int runningCount;
    private long arrived;
    private long usedMillivcpus;

    private Churn(int hostCount, long seed, Function<Hosts, HostChoice> choices) {
        arrivals = new SplittableRandom(seed);
        ends = new SplittableRandom(seed + 1);
        for (int host = 0; host < hostCount; host++) {
            hosts.add(host, 0, "host-" + host, Workload.HOST_MILLIVCPUS, Workload.HOST_MEMORY_MIB, 0, 0);
        }
        choice = choices.apply(hosts);
        for (int shape = 0; shape < Workload.SHAPES; shape++) {
            shapes.add(new PlacementClass(Workload.millivcpus(shape), Workload.memoryMib(shape), 0, 0, List.of(), 1));
            waiting.add(new ArrayDeque<>());
        }
        for (int job = 0; job < Workload.SHAPES * WAITING_PER_SHAPE; job++) {
            arrive();
        }
    }

    /**
     * The mean part of all vCPUs that is in use after a turn.
     *
     * @param hostCount how many hosts
     * @param warmUp how many turns go before the ones that count
     * @param turns how many turns count
     * @param seed decides which jobs arrive and end
     * @param choices makes the choice of hosts for a table of hosts
     * @return from 0 to 100
     */
    static double meanUtilisation(
            int hostCount, int warmUp, int turns, long seed, Function<Hosts, HostChoice> choices) {
        Churn churn = new Churn(hostCount, seed, choices);
        churn.place();
        double sum = 0;
        for (int turn = -warmUp; turn < turns; turn++) {
            churn.turn();
            sum += turn < 0 ? 0 : churn.usedMillivcpus;
        }
        return PERCENT * sum / turns / ((double) hostCount * Workload.HOST_MILLIVCPUS);
    }

    private void turn() {
        for (int left = Math.max(1, runningCount * ENDS_PER_TURN_PERCENT / 100); left > 0; left--) {
            endOne();
        }
        place();
    }

    private void endOne() {
        int at = ends.nextInt(runningCount) * 2;
        int shape = running[at];
        int host = running[at + 1];
        runningCount--;
        running[at] = running[runningCount * 2];
        running[at + 1] = running[runningCount * 2 + 1];
        hosts.take(host, shapes.get(shape), -1);
        choice.changed(host);
        usedMillivcpus -= Workload.millivcpus(shape);
    }

    private void place() {
        boolean[] fitsNowhere = new boolean[Workload.SHAPES];
        for (int shape = longestWaiting(fitsNowhere); shape >= 0; shape = longestWaiting(fitsNowhere)) {
            int host = choice.hostFor(shapes.get(shape));
            if (host == HostChoice.NOWHERE) {
                fitsNowhere[shape] = true;
            } else {
                start(shape, host);
                arrive();
            }
        }
    }

    /** The shape of the job that has waited longest of those that may fit, or -1. */
    private int longestWaiting(boolean[] fitsNowhere) {
        int first = -1;
        for (int shape = 0; shape < Workload.SHAPES; shape++) {
            Long head = waiting.get(shape).peek();
            if (head != null
                    && !fitsNowhere[shape]
                    && (first < 0 || head < waiting.get(first).element())) {
                first = shape;
            }
        }
        return first;
    }

    private void start(int shape, int host) {
        waiting.get(shape).remove();
        hosts.take(host, shapes.get(shape), 1);
        choice.changed(host);
        usedMillivcpus += Workload.millivcpus(shape);
        if (runningCount * 2 == running.length) {
            running = Arrays.copyOf(running, running.length * 2);
        }
        running[runningCount * 2] = shape;
        running[runningCount * 2 + 1] = host;
        runningCount++;
    }

    private void arrive() {
        waiting.get(arrivals.nextInt(Workload.SHAPES)).add(arrived++);
    }
}
