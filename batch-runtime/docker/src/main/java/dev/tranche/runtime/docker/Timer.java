package dev.tranche.runtime.docker;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something later, on one thread that must not be kept waiting. Any thread may use it. */
final class Timer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Timer.class);

    private final ScheduledThreadPoolExecutor thread;

    Timer(String name) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, name);
            daemon.setDaemon(true);
            return daemon;
        });
        thread.setRemoveOnCancelPolicy(true);
    }

    /** Does something after a while; never if the timer is closed before. */
    void after(Duration delay, Runnable body) {
        try {
            var unused = thread.schedule(() -> run(body), TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the docker backend is closed; nothing happens later", e);
        }
    }

    private static void run(Runnable body) {
        try {
            body.run();
        } catch (RuntimeException e) {
            LOG.error("something that the docker backend put off failed", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
