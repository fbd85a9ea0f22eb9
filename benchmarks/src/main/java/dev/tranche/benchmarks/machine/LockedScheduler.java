package dev.tranche.benchmarks.machine;

import dev.tranche.model.JobStatus;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler one writes in an afternoon, and writes well: one lock, a heap of waiting jobs, a map of all jobs, best
 * fit by looking at every host. It has no retries, dependencies, arrays, events or explanations.
 *
 * <p>A pass skips at most {@value #LOOK_AHEAD} jobs that fit nowhere; with fewer, a mixed backlog stalls behind its head
 * although others would fit. Whether a pass remembers which kinds of job fit nowhere, and so looks at the hosts once for
 * each of them, is said when it is made: few write it so at first, and all would in the end.
 */
final class LockedScheduler {
    static final int LOOK_AHEAD = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LockedJob> jobs = new HashMap<>();
    private final PriorityQueue<LockedJob> waiting = new PriorityQueue<>(LockedJob.ORDER);
    private final List<LockedJob> skipped = new ArrayList<>(LOOK_AHEAD);
    private final ArrayDeque<String> ended = new ArrayDeque<>();
    private final List<List<LockedHost>> hosts = new ArrayList<>();
    private final boolean remembersMisfits;
    private final boolean[] fitsNowhere = new boolean[Workload.KINDS];
    private long lastNumber;

    LockedScheduler(int hostCount, boolean remembersMisfits) {
        this.remembersMisfits = remembersMisfits;
        for (int environment = 0; environment < Workload.ENVIRONMENTS; environment++) {
            hosts.add(new ArrayList<>());
        }
        for (int host = 0; host < hostCount; host++) {
            hosts.get(Workload.environmentOfHost(host)).add(new LockedHost());
        }
    }

    String submit(int kind) {
        lock.lock();
        try {
            long number = ++lastNumber;
            LockedJob job = new LockedJob("job-" + number, number, kind);
            jobs.put(job.id, job);
            waiting.add(job);
            return job.id;
        } finally {
            lock.unlock();
        }
    }

    /** Places what fits, in order, and adds the ids of what it placed to a list. */
    void place(List<String> placed) {
        lock.lock();
        try {
            while (skipped.size() < LOOK_AHEAD && !waiting.isEmpty()) {
                LockedJob job = waiting.remove();
                LockedHost host = fitsNowhere[job.kind] ? null : bestHost(job);
                if (host == null) {
                    fitsNowhere[job.kind] = remembersMisfits;
                    skipped.add(job);
                } else {
                    start(job, host);
                    placed.add(job.id);
                }
            }
            waiting.addAll(skipped);
            skipped.clear();
            Arrays.fill(fitsNowhere, false);
        } finally {
            lock.unlock();
        }
    }

    void started(String id) {
        lock.lock();
        try {
            job(id).status = JobStatus.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    void ended(String id, int exitCode) {
        lock.lock();
        try {
            LockedJob job = job(id);
            job.status = exitCode == 0 ? JobStatus.SUCCEEDED : JobStatus.FAILED;
            if (job.host != null) {
                job.host.free(job);
                job.host = null;
            }
            keep(id);
        } finally {
            lock.unlock();
        }
    }

    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private LockedJob job(String id) {
        LockedJob job = jobs.get(id);
        if (job == null) {
            throw new IllegalArgumentException("no such job: " + id);
        }
        return job;
    }

    /** In the first environment of the job's queue that has room, the host with the least to spare. */
    private @Nullable LockedHost bestHost(LockedJob job) {
        for (int environment : Workload.environments(job.queue)) {
            LockedHost best = bestHost(job, hosts.get(environment));
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    private static @Nullable LockedHost bestHost(LockedJob job, List<LockedHost> candidates) {
        LockedHost best = null;
        for (LockedHost host : candidates) {
            if (host.fits(job) && (best == null || host.isTighterThan(best))) {
                best = host;
            }
        }
        return best;
    }

    private static void start(LockedJob job, LockedHost host) {
        host.take(job);
        job.host = host;
        job.attempts++;
        job.status = JobStatus.STARTING;
    }

    private void keep(String id) {
        ended.add(id);
        if (ended.size() > Workload.ENDED_JOBS_KEPT) {
            jobs.remove(ended.remove());
        }
    }
}
