package dev.tranche.runtime.local;

import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** One daemon thread that runs tasks, now or later. A task that throws ends the supervisor: see {@link Supervisor#main}. */
final class Timers {
    private final ScheduledThreadPoolExecutor thread;

    Timers(String threadName) {
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread daemon = new Thread(task, threadName);
            daemon.setDaemon(true);
            return daemon;
        });
    }

    void run(Runnable task) {
        after(0, task);
    }

    void after(long millis, Runnable task) {
        var unused = thread.schedule(() -> guard(task), millis, TimeUnit.MILLISECONDS);
    }

    /** The executor would keep the exception in a future that nobody looks at. */
    private static void guard(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread current = Thread.currentThread();
            current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
    }
}
