package dev.tranche.runtime.docker;

import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that wait for the answers of one engine. What has begun goes before what is new, so that the first of many
 * containers runs while the others are still to be created; among equals the order is that of the calls. How much can wait
 * is bounded by the attempts on the engine: each has a few tasks under way at the most.
 */
final class Workers implements AutoCloseable {
    /** What is done first if all threads are busy. */
    enum Urgency {
        /** Something that has begun goes on. */
        BEGUN,
        /** Something begins. */
        NEW
    }

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 10;
    private static final long END_SECONDS = 60;

    private final ThreadPoolExecutor threads;
    private final AtomicLong lastNumber = new AtomicLong();

    private record Task(Urgency urgency, long number, Runnable body) implements Runnable, Comparable<Task> {
        @Override
        public int compareTo(Task other) {
            int byUrgency = urgency.compareTo(other.urgency);
            return byUrgency != 0 ? byUrgency : Long.compare(number, other.number);
        }

        @Override
        public void run() {
            try {
                body.run();
            } catch (RuntimeException e) {
                LOG.error("a task of the docker backend failed", e);
            }
        }
    }

    /**
     * @param name what the threads are called after
     * @param count how many there are at the most
     */
    Workers(String name, int count) {
        AtomicInteger last = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new PriorityBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Does something soon; after the close nothing. */
    void soon(Runnable body) {
        soon(Urgency.BEGUN, body);
    }

    /** Does something soon, after what is more urgent; after the close nothing. */
    void soon(Urgency urgency, Runnable body) {
        try {
            threads.execute(new Task(urgency, lastNumber.incrementAndGet(), body));
        } catch (RejectedExecutionException e) {
            LOG.debug("the docker backend is closed; a task of it is left out", e);
        }
    }

    /** Takes nothing more and waits for what is under way. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("calls to an engine are still under way after {} s", END_SECONDS);
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
