package dev.tranche.benchmarks.machine;

import dev.tranche.runtime.internal.machine.OutcomeListener;
import java.util.Arrays;

/**
 * Knows which jobs run, as a backend would, by listening to what the machine decides. All jobs of the workload have one
 * attempt and no children, so their number says enough.
 */
final class RunningJobs extends OutcomeListener {
    private long[] jobs = new long[1024];
    private int size;
    private int started;

    int size() {
        return size;
    }

    /** Whether a job has been placed and not yet started. */
    boolean hasPlaced() {
        return started < size;
    }

    /** The next job that has been placed: it counts as started now. */
    long startNext() {
        return jobs[started++];
    }

    /** Takes a started job off the list and fills its place with the last one; all jobs have been started. */
    long remove(int position) {
        long job = jobs[position];
        jobs[position] = jobs[--size];
        started = size;
        return job;
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        if (size == jobs.length) {
            jobs = Arrays.copyOf(jobs, 2 * size);
        }
        jobs[size++] = job;
    }
}
