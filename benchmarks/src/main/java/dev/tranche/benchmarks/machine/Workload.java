package dev.tranche.benchmarks.machine;

import java.util.SplittableRandom;

/**
 * A saturated cluster and the jobs that arrive at it: four queues of different priority over three environments, jobs of
 * eight resource shapes. The same for every contestant, and the same in every run.
 *
 * <p>No shape is smaller than another in everything (what needs more processors needs less memory), so none can take the
 * place of the others for ever, and a host holds 16 jobs of them at most and mostly does. Arrivals go to all
 * queues alike while the backlog waits in the lowest, and as many arrive as have been placed. So a run stays in the state
 * it was set up in, however long it lasts and however fast the contestant is.
 */
final class Workload {
    static final int ENVIRONMENTS = 3;
    static final int QUEUES = 4;
    static final int LOWEST_QUEUE = QUEUES - 1;
    static final int SHAPES = 8;
    static final int KINDS = QUEUES * SHAPES;
    /** Where queues divide themselves, among so many shares. */
    static final int SHARES = 16;

    static final int PRIORITIES = 4;

    static final int HOST_MILLIVCPUS = 64_000;
    static final int HOST_MEMORY_MIB = 128 * 1024;
    static final int MAX_JOBS_PER_HOST = 16;

    /** How many ended jobs a contestant keeps in memory to be asked about. */
    static final int ENDED_JOBS_KEPT = 100_000;

    private static final int[][] ENVIRONMENTS_OF_QUEUE = {{0, 1}, {1, 2}, {2, 0}, {0, 1, 2}};
    private static final long SEED = 20_261_123;

    private final SplittableRandom random = new SplittableRandom(SEED);

    /** The environments of a queue in its order; not to be written to. */
    static int[] environments(int queue) {
        return ENVIRONMENTS_OF_QUEUE[queue];
    }

    /** Queue 0 comes first. */
    static int priority(int queue) {
        return 10 * (QUEUES - queue);
    }

    /** Hosts are dealt to the environments in turn. */
    static int environmentOfHost(int host) {
        return host % ENVIRONMENTS;
    }

    /** From half a processor for the first shape to seven and a half for the last. */
    static int millivcpus(int shape) {
        return 500 + 1000 * shape;
    }

    /** From 15 GiB for the first shape to 1 GiB for the last. */
    static int memoryMib(int shape) {
        return (15 - 2 * shape) * 1024;
    }

    static int kind(int queue, int shape) {
        return queue * SHAPES + shape;
    }

    static int queue(int kind) {
        return kind / SHAPES;
    }

    static int shape(int kind) {
        return kind % SHAPES;
    }

    /** The kind of the next job to arrive. */
    int nextKind() {
        return random.nextInt(KINDS);
    }

    /** The kind of the next job of the backlog. */
    int nextBacklogKind() {
        return kind(LOWEST_QUEUE, random.nextInt(SHAPES));
    }

    /** Which of so many running jobs ends next. */
    int nextToEnd(int running) {
        return random.nextInt(running);
    }
}
