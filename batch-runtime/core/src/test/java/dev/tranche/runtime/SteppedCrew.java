package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.internal.inbox.Wakeup;
import dev.tranche.runtime.internal.loop.Crew;
import dev.tranche.runtime.internal.loop.LoopRun;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Waiting;
import dev.tranche.runtime.internal.loop.Worker;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a whole runtime on the calling thread, in virtual time: to wait is to do the turns and to let time pass. */
final class SteppedCrew implements Crew, Waiting, BatchClock {
    private static final long START_MICROS = 1_800_000_000_000_000L;

    private final List<SteppedWorker> workers = new ArrayList<>();
    private @Nullable SchedulerLoop loop;
    private Runnable afterwards = () -> {};
    private long micros;
    private long slept;

    // ---- time

    @Override
    public long wallMicros() {
        return START_MICROS + slept + micros;
    }

    @Override
    public long nanos() {
        return micros * 1000;
    }

    /** The machine sleeps: the time of day goes on and the monotonic clock does not. */
    void sleeps(Duration duration) {
        slept += duration.toMillis() * 1000;
    }

    Duration elapsed() {
        return Duration.ofNanos(nanos());
    }

    // ---- turns

    private SchedulerLoop loop() {
        return Objects.requireNonNull(loop, "not open");
    }

    /** Does everything that can be done without time passing. */
    private void settle() {
        SchedulerLoop stepped = loop();
        boolean busy = true;
        while (busy) {
            busy = stepped.doWork() > 0;
            for (SteppedWorker worker : workers) {
                busy |= worker.runAll();
            }
        }
        if (stepped.isStopped()) {
            afterwards.run();
        }
    }

    private boolean until(BooleanSupplier done, Duration atMost) {
        long limit = micros + atMost.toMillis() * 1000;
        settle();
        while (!done.getAsBoolean()) {
            long wakeAt = loop().wakeAt();
            if (wakeAt == Long.MAX_VALUE || wakeAt - START_MICROS - slept > limit) {
                micros = limit;
                return done.getAsBoolean();
            }
            micros = Math.max(micros, wakeAt - START_MICROS - slept);
            settle();
        }
        return true;
    }

    // ---- Crew

    @Override
    public Worker worker(String name) {
        SteppedWorker worker = new SteppedWorker();
        workers.add(worker);
        return worker;
    }

    @Override
    public LoopRun run(SchedulerLoop stepped, Wakeup wakeup, Runnable last) {
        loop = stepped;
        afterwards = last;
        return this::settle;
    }

    @Override
    public Waiting waiting() {
        return this;
    }

    // ---- Waiting

    @Override
    public void ensureAllowed(String what) {}

    @Override
    public boolean until(CompletableFuture<?> done, Duration atMost) {
        Duration limit = atMost.compareTo(Duration.ofDays(3650)) > 0 ? Duration.ofDays(3650) : atMost;
        return until(done::isDone, limit);
    }

    @Override
    public boolean acquire(Semaphore permits, int count, Duration atMost) {
        return until(() -> permits.tryAcquire(count), atMost);
    }

    /** Keeps its tasks until they are run. */
    private static final class SteppedWorker implements Worker {
        private final Queue<Runnable> tasks = new ArrayDeque<>();

        @CanIgnoreReturnValue
        boolean runAll() {
            boolean any = false;
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
                any = true;
            }
            return any;
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void finish() {}

        @Override
        public void abandon() {
            tasks.clear();
        }

        @Override
        public boolean awaitEnd(long nanos) {
            runAll();
            return true;
        }
    }
}
