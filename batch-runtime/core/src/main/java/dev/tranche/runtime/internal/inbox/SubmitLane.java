package dev.tranche.runtime.internal.inbox;

import java.util.concurrent.Semaphore;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Submits on their way to the loop, bounded by the number of jobs in them and not by the number of calls: a call with a
 * thousand jobs is a thousand times the work.
 *
 * @param <S> one submit, of any number of jobs
 */
/*
 * JCTools' queue on atomics instead of the one on Unsafe: that one makes JDK 24 and later print a warning from inside the
 * application that embeds us.
 */
public final class SubmitLane<S> {
    private final int capacity;
    private final Semaphore room;
    private final MpscAtomicArrayQueue<S> submits;
    private final Wakeup wakeup;

    SubmitLane(int capacity, Wakeup wakeup) {
        this.capacity = capacity;
        // fair, so that small submits do not starve a large one that waits
        this.room = new Semaphore(capacity, true);
        // every submit holds at least one permit, so the queue is never full
        this.submits = new MpscAtomicArrayQueue<>(Math.max(2, capacity));
        this.wakeup = wakeup;
    }

    /** What a submit of so many jobs takes of the room: more than everything is everything, so it enters alone. */
    public int permits(int jobs) {
        return Math.max(1, Math.min(jobs, capacity));
    }

    /** The room; acquired before {@link #put}, given back with {@link #leave}. */
    public Semaphore room() {
        return room;
    }

    /** Puts in a submit whose permits are held. Any thread. */
    public void put(S submit) {
        if (!submits.offer(submit)) {
            throw new IllegalStateException("the submit lane is full in spite of its permits: " + capacity);
        }
        wakeup.signal();
    }

    /** The next submit, out of the lane; or null. Consumer only. */
    public @Nullable S poll() {
        return submits.poll();
    }

    /** Gives room back. Consumer only. */
    public void leave(int permits) {
        room.release(permits);
    }

    /** How many jobs are in the lane, on their way into it, or half out of it. Any thread. */
    public int jobs() {
        return capacity - room.availablePermits();
    }

    /** Whether no submit is in the lane, on its way into it, or half out of it. */
    public boolean isIdle() {
        return jobs() == 0;
    }

    public boolean isEmpty() {
        return submits.isEmpty();
    }
}
