package dev.tranche.runtime.internal.state;

import java.util.Arrays;

/**
 * For each queue the job that comes next and cannot be placed, and since when it has been that. A job that leaves its lane
 * is forgotten here, so that it counts anew when it comes back. Loop thread only.
 */
public final class Heads {
    private long[] jobs = {};
    private int[] indexes = {};
    private long[] since = {};

    /** Makes room for the next queue. */
    public void addQueue() {
        jobs = Arrays.copyOf(jobs, jobs.length + 1);
        indexes = Arrays.copyOf(indexes, jobs.length);
        since = Arrays.copyOf(since, jobs.length);
    }

    /** Notes which job is blocked at the head of a queue, and since when. */
    public void block(int queue, long job, int index, long sinceMicros) {
        jobs[queue] = job;
        indexes[queue] = index;
        since[queue] = sinceMicros;
    }

    /** Notes that a job does not wait any more. */
    public void leave(int queue, long job, int index) {
        if (is(queue, job, index)) {
            jobs[queue] = 0;
        }
    }

    /** Notes that an array does not wait any more, nor any of its children in its place. */
    public void leave(int queue, long array) {
        if (jobs[queue] == array) {
            jobs[queue] = 0;
        }
    }

    /** Whether this is the job that is blocked at the head of a queue. */
    public boolean is(int queue, long job, int index) {
        return jobs[queue] == job && indexes[queue] == index;
    }

    /** The number of the job that is blocked at the head of a queue, or 0. */
    public long job(int queue) {
        return jobs[queue];
    }

    /** Its index if it is the child of an array, otherwise -1. */
    public int index(int queue) {
        return indexes[queue];
    }

    /** Since when it has been blocked there, in micros since 1970. */
    public long since(int queue) {
        return since[queue];
    }
}
