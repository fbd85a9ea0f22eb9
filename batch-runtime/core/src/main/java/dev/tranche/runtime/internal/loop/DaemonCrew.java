package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.Wakeup;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A daemon thread for each worker; waiting blocks. */
public final class DaemonCrew implements Crew, Waiting {
    @Override
    public Worker worker(String name) {
        return new DaemonWorker(name, this);
    }

    @Override
    public LoopRun run(SchedulerLoop loop, Wakeup wakeup, Runnable afterwards) {
        return new LoopThread(loop, wakeup, afterwards).start();
    }

    @Override
    public Waiting waiting() {
        return this;
    }

    @Override
    public void ensureAllowed(String what) {
        if (Thread.currentThread() instanceof DaemonWorker.WorkerThread mine && mine.crew() == this) {
            throw new IllegalStateException(what + " would wait on " + mine.getName()
                    + ", a callback thread that the runtime itself needs; use submitAsync, trySubmit or completion()");
        }
    }

    @Override
    public boolean until(CompletableFuture<?> done, Duration atMost) throws InterruptedException {
        try {
            done.get(nanos(atMost), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return done.isDone();
        } catch (ExecutionException e) {
            return true; // how it ended is for the caller to read
        }
    }

    @Override
    public boolean acquire(Semaphore permits, int count, Duration atMost) throws InterruptedException {
        return permits.tryAcquire(count, nanos(atMost), TimeUnit.NANOSECONDS);
    }

    /** So many nanoseconds; a duration beyond their range (292 years) is for ever. */
    private static long nanos(Duration duration) {
        return duration.toSeconds() >= Long.MAX_VALUE / 1_000_000_000L
                ? Long.MAX_VALUE
                : Math.max(0, duration.toNanos());
    }
}
