package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.LoopThread;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Worker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a runtime closes: no more submits; what runs ends, as was said at open; then the loop, the dispatchers, the backends,
 * the listeners and the stages, in this order, since each speaks to the next.
 */
final class Closing {
    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);
    private static final String REASON = "the runtime is closing";

    /** What a program may take beyond its grace, and a thread of ours to end. */
    private static final Duration MARGIN = Duration.ofSeconds(10);

    private final Door door;
    private final BatchRuntime.OnClose choice;
    private final Jobs jobs;
    private final Environments environments;
    private final Listeners listeners;
    private final Worker completions;
    private final SchedulerLoop loop;
    private final LoopThread thread;
    private final Duration listenerPatience;

    // decides who of several callers closes; the others wait for the latch
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean interrupted;

    Closing(
            Door door,
            RuntimeOptions options,
            Jobs jobs,
            Environments environments,
            Listeners listeners,
            Worker completions,
            SchedulerLoop loop,
            LoopThread thread) {
        this.door = door;
        this.choice = options.onClose();
        this.listenerPatience = options.listenerPatience();
        this.jobs = jobs;
        this.environments = environments;
        this.listeners = listeners;
        this.completions = completions;
        this.loop = loop;
        this.thread = thread;
    }

    void close() {
        door.ensureWaitAllowed("close");
        if (begun.compareAndSet(false, true)) {
            closeOnce();
        } else {
            awaitOther();
        }
    }

    private void closeOnce() {
        try {
            door.beginClosing(new RuntimeClosedException("the runtime is closed", null));
            endJobs();
            stopLoop();
            endWorkers();
        } finally {
            done.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
