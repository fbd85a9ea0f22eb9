package dev.tranche.runtime.internal.loop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A worker without a thread: keeps its tasks until whoever does the turns of its crew runs them. */
final class SteppedWorker implements Worker {
    private static final Logger LOG = LoggerFactory.getLogger(SteppedWorker.class);

    private final SteppedCrew crew;

    // any thread puts in, whoever does the turns takes out
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    // pairs with the read in runAll: what was given before is still done
    private volatile boolean finishing;

    SteppedWorker(SteppedCrew crew) {
        this.crew = crew;
    }

    /** Under the lock of the turns. */
    @CanIgnoreReturnValue
    boolean runAll() {
        boolean last = finishing;
        boolean any = false;
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            run(task);
            any = true;
        }
        if (last) {
            crew.ended(this);
        }
        return any;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LOG.error("a task failed", e);
        }
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        crew.given();
    }

    @Override
    public void finish() {
        finishing = true;
    }

    @Override
    public void abandon() {
        tasks.clear();
        finish();
    }

    @Override
    public boolean awaitEnd(long nanos) {
        return crew.exclusively(() -> {
            runAll();
            return true;
        });
    }
}
