package dev.tranche.runtime.internal.loop;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.internal.inbox.Wakeup;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs a whole runtime on the calling thread, in virtual time: to wait is to do the turns and to let time pass. Has no
 * thread; any thread may wait, and one of them does the turns at a time.
 */
/*
 * Time passes from one thing to the next that happens, in the agenda or in the scheduler, and never further than a caller
 * waits. Between two of them everything is done that can be: turns of the loop and tasks of the workers, until there are
 * none. So what happens does not depend on how callers cut their waits.
 */
public final class SteppedCrew implements Crew, Waiting, BatchClock {
    private final Agenda agenda;
    private final long startMicros;
    private final long horizonMicros;
    private final List<SteppedWorker> workers = new CopyOnWriteArrayList<>();

    // held by whoever does the turns; a callback that asks for something runs under it too
    private final ReentrantLock turns = new ReentrantLock();

    // written before any thread but the opening one knows the runtime
    private @Nullable SchedulerLoop loop;
    private Runnable afterwards = () -> {};

    // written under the lock of the turns; pairs with the reads of whoever asks for the time
    private volatile long micros;
    private volatile long slept;
    private volatile boolean unbounded;

    /**
     * A crew without a loop.
     *
     * @param start the time of day at which virtual time begins
     * @param horizon how long it lasts at the most
     * @param agenda what happens outside of the runtime
     */
    public SteppedCrew(Instant start, Duration horizon, Agenda agenda) {
        this.startMicros = BatchClock.micros(start);
        this.horizonMicros = micros(horizon);
        this.agenda = agenda;
    }

    // ---- time

    @Override
    public long wallMicros() {
        return startMicros + slept + micros;
    }

    @Override
    public long nanos() {
        return micros * 1000;
    }

    /** How long virtual time has lasted. */
    public Duration elapsed() {
        return Duration.ofNanos(nanos());
    }

    /** How long virtual time has lasted, in microseconds. */
    public long elapsedMicros() {
        return micros;
    }

    /** The machine sleeps: the time of day goes on and the monotonic clock does not. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // written under the lock only
    public void sleeps(Duration duration) {
        turns.lock();
        try {
            slept = slept + micros(duration);
        } finally {
            turns.unlock();
        }
    }

    /** The horizon does not count any more: the runtime closes, which has bounds of its own. */
    public void ignoreHorizon() {
        unbounded = true;
    }

    // ---- letting time pass; each is a whole number of steps, so several threads may do it at once

    /**
     * Lets so much time pass.
     *
     * @throws InterruptedException if the thread is interrupted, with less time passed
     */
    public void advance(Duration by) throws InterruptedException {
        boolean unused = until(() -> false, by);
    }

    /**
     * Lets time pass for as long as something happens and it is not done.
     *
     * @return whether it is done; false if nothing will happen any more
     * @throws InterruptedException if the thread is interrupted
     */
    public boolean whileSomethingHappens(BooleanSupplier done) throws InterruptedException {
        return pass(done, Long.MAX_VALUE - 1);
    }

    /** Whether the loop has stopped, closed or by a failure: nothing more will come of letting time pass. */
    public boolean isStopped() {
        return loop().isStopped();
    }

    /** Does something while nobody does the turns. */
    @CanIgnoreReturnValue
    public <T> T exclusively(Supplier<T> task) {
        turns.lock();
        try {
            return task.get();
        } finally {
            turns.unlock();
        }
    }

    private boolean until(BooleanSupplier done, Duration atMost) throws InterruptedException {
        if (turns.isHeldByCurrentThread()) {
            return withoutTime(done);
        }
        long limit = Math.min(micros + micros(atMost), Long.MAX_VALUE - 1);
        if (pass(done, limit)) {
            return true;
        }
        return exclusively(() -> {
            goTo(limit);
            return done.getAsBoolean();
        });
    }

    private boolean pass(BooleanSupplier done, long limit) throws InterruptedException {
        while (true) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            turns.lock();
            try {
                settle();
                agenda.settled();
                if (done.getAsBoolean()) { // asked once, since it may be what takes permits
                    return true;
                }
                if (isStopped()) {
                    return false;
                }
                long next = nextMicros();
                if (next > limit) {
                    return false;
                }
                goTo(next);
            } finally {
                turns.unlock();
            }
        }
    }

    /** A callback asks for something: it is answered in this moment or not at all. */
    private boolean withoutTime(BooleanSupplier done) {
        while (!done.getAsBoolean()) {
            if (loop().doWork() == 0) {
                throw new IllegalStateException("a callback of the runtime would wait for time to pass");
            }
        }
        return true;
    }

    private long nextMicros() {
        long wakeAt = loop().wakeAt();
        long own = wakeAt == Long.MAX_VALUE ? Long.MAX_VALUE : wakeAt - startMicros - slept;
        return Math.max(micros, Math.min(own, agenda.nextMicros()));
    }

    /** Lets time pass to a moment before which nothing happens. */
    private void goTo(long time) {
        if (time > horizonMicros && !unbounded) {
            throw agenda.horizonReached();
        }
        micros = Math.max(micros, time);
        agenda.happen(micros);
    }

    /** So many microseconds; a duration beyond their range is for ever. */
    private static long micros(Duration duration) {
        return duration.toSeconds() >= Long.MAX_VALUE / 4_000_000 ? Long.MAX_VALUE / 4 : duration.toNanos() / 1000;
    }

    // ---- turns

    private SchedulerLoop loop() {
        return Objects.requireNonNull(loop, "not open");
    }

    /** Does everything that can be done without time passing. */
    private void settle() {
        SchedulerLoop stepped = loop();
        boolean busy;
        do {
            busy = stepped.doWork() > 0;
            busy |= runTasks();
        } while (busy);
        if (stepped.isStopped()) {
            afterwards.run();
        }
    }

    private boolean runTasks() {
        boolean any = false;
        for (SteppedWorker worker : workers) {
            any |= worker.runAll();
        }
        return any;
    }

    /** A task was given by a thread that is not in a turn: it may be waiting for it, so it is not left until the next. */
    void given() {
        if (!turns.isHeldByCurrentThread()) {
            exclusively(this::runTasks);
        }
    }

    void ended(SteppedWorker worker) {
        workers.remove(worker);
    }

    // ---- Crew

    @Override
    public Worker worker(String name) {
        SteppedWorker worker = new SteppedWorker(this);
        workers.add(worker);
        return worker;
    }

    @Override
    public LoopRun run(SchedulerLoop stepped, Wakeup wakeup, Runnable last) {
        loop = stepped;
        afterwards = last;
        return () -> exclusively(() -> {
            settle();
            return true;
        });
    }

    @Override
    public Waiting waiting() {
        return this;
    }

    // ---- Waiting

    @Override
    public void ensureAllowed(String what) {
        if (turns.isHeldByCurrentThread()) {
            throw new IllegalStateException(what + " would wait on a callback thread"
                    + " that the runtime itself needs; use submitAsync, trySubmit or completion()");
        }
    }

    @Override
    public boolean until(CompletableFuture<?> done, Duration atMost) throws InterruptedException {
        return until(done::isDone, atMost);
    }

    @Override
    public boolean acquire(Semaphore permits, int count, Duration atMost) throws InterruptedException {
        return until(() -> permits.tryAcquire(count), atMost);
    }
}
