package dev.tranche.runtime.report;

import dev.tranche.runtime.Subscription;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Calls something again and again, for as long as somebody looks at it. */
@FunctionalInterface
interface Pulse {
    /** Begins to call; closing the answer ends it. */
    Subscription every(Duration time, Runnable call);

    /** Never calls. */
    Pulse NONE = (time, call) -> () -> {};

    /** A pulse with a daemon thread of its own. */
    static Pulse thread() {
        return (time, call) -> {
            ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(Pulse::daemon);
            ScheduledFuture<?> unused =
                    thread.scheduleAtFixedRate(call, time.toNanos(), time.toNanos(), TimeUnit.NANOSECONDS);
            return thread::shutdownNow;
        };
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "batch-progress");
        thread.setDaemon(true);
        return thread;
    }
}
