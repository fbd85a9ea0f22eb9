package dev.tranche.runtime.ec2;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that wait for the answers of AWS. What waits for them is bounded by the attempts under way, of which each has one
 * thing to do at a time. Any thread may use it.
 */
final class Workers implements Background, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 10;
    private static final long END_SECONDS = 60;

    private final ThreadPoolExecutor threads;
    private final ScheduledThreadPoolExecutor timer;

    /**
     * @param name what the threads are called after
     * @param count how many there are at the most
     */
    Workers(String name, int count) {
        threads = new ThreadPoolExecutor(
                count, count, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(name));
        threads.allowCoreThreadTimeOut(true);
        timer = new ScheduledThreadPoolExecutor(1, daemons(name + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    private static ThreadFactory daemons(String name) {
        AtomicInteger last = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void soon(Task task) {
        try {
            threads.execute(() -> run(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("the ec2 backend is closed; a task of it is left out", e);
        }
    }

    @Override
    public void after(Duration delay, Task task) {
        try {
            var unused = timer.schedule(() -> soon(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the ec2 backend is closed; nothing happens later", e);
        }
    }

    private static void run(Task task) {
        try {
            task.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("a task of the ec2 backend failed", e);
        }
    }

    /** Takes nothing more and ends what is under way. */
    @Override
    public void close() {
        timer.shutdownNow();
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("calls of AWS are still under way after {} s", END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
