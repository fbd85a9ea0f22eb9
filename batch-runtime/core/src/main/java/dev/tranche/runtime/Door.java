package dev.tranche.runtime;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.internal.inbox.SubmitLane;
import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Waiting;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What stands between callers and the loop: lets submits in, asks questions, waits, and knows when all that is over. Any
 * thread.
 */
final class Door {
    private static final Duration FOR_EVER = ChronoUnit.FOREVER.getDuration();

    private final long runtimeId;
    private final Inbox<Arrival, Control> inbox;
    private final Waiting waiting;
    private final Executor completions;
    private final BatchClock clock;
    private final Duration submitPatience;
    private final Queues queues;
    private final NewJobs newJobs;

    // no submit enters any more; written by whoever closes; pairs with the reads in ensureOpen
    private volatile @Nullable RuntimeClosedException closing;

    // the loop has ended and answers nothing; written after its last turn; pairs with the reads after each put, so that
    // what was put in too late is refused by either of the two
    private volatile @Nullable SchedulerLoop ended;

    Door(
            long runtimeId,
            Inbox<Arrival, Control> inbox,
            Waiting waiting,
            Executor completions,
            BatchClock clock,
            Duration submitPatience,
            Queues queues,
            NewJobs newJobs) {
        this.runtimeId = runtimeId;
        this.inbox = inbox;
        this.waiting = waiting;
        this.completions = completions;
        this.clock = clock;
        this.submitPatience = submitPatience;
        this.queues = queues;
        this.newJobs = newJobs;
    }

    long runtimeId() {
        return runtimeId;
    }

    long nowMicros() {
        return clock.wallMicros();
    }

    NewJobs newJobs() {
        return newJobs;
    }

    Executor completions() {
        return completions;
    }

    // ---- in

    /** How much of the lane so many jobs take. */
    int permits(int jobs) {
        return inbox.submits().permits(jobs);
    }

    /** How many jobs are on their way to the loop; one that asks for itself is one of them. */
    int jobsOnTheirWay() {
        return Math.max(1, inbox.submits().jobs());
    }

    /**
     * Waits for room.
     *
     * @throws RuntimeBusyException if there is none within the patience
     */
    void awaitRoom(int permits) {
        try {
            if (!waiting.acquire(inbox.submits().room(), permits, submitPatience)) {
                throw busy(" after waiting " + submitPatience);
            }
        } catch (InterruptedException e) {
            throw interrupted("submit was interrupted while it waited for room; nothing was submitted", e);
        }
    }

    /** Takes room if there is some, in its turn: a submit that waits for much is not overtaken for ever. */
    boolean hasRoom(int permits) {
        try {
            return inbox.submits().room().tryAcquire(permits, 0, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return inbox.submits().room().tryAcquire(permits);
        }
    }

    RuntimeBusyException busy(String how) {
        return new RuntimeBusyException("no room for further submits" + how);
    }

    /** Puts in what has room. */
    void put(Arrival arrival) {
        SubmitLane<Arrival> lane = inbox.submits();
        lane.put(arrival);
        refuseIfEnded();
    }

    void put(Control control) {
        inbox.control(control);
        refuseIfEnded();
    }

    // ---- questions

    @CanIgnoreReturnValue
    <T extends @Nullable Object> T ask(String what, Function<Machine, T> question) {
        Query<T> query = new Query<>(question);
        put(query);
        return await(what, query.answer());
    }

    // ---- changes

    /**
     * Changes something, and waits until it is so.
     *
     * @param change makes the change, or says why not
     * @throws IllegalArgumentException if it is refused, with the reason
     */
    void change(String what, Function<Machine, @Nullable String> change) {
        String refusal = made(what, change);
        if (refusal != null) {
            throw new IllegalArgumentException(refusal);
        }
    }

    /**
     * Does something with a job, and waits until it is done.
     *
     * @param operation does it, or says why not
     * @throws OperationRefusedException if it is not possible, with the reason
     */
    void perform(String what, Function<Machine, @Nullable String> operation) {
        String refusal = made(what, operation);
        if (refusal != null) {
            throw new OperationRefusedException(what + ": " + refusal);
        }
    }

    private @Nullable String made(String what, Function<Machine, @Nullable String> change) {
        ensureOpen();
        Change made = new Change(what, change);
        put(made);
        return this.<@Nullable String>await(what, made.answer());
    }

    Queues queues() {
        return queues;
    }

    /** Waits until something is empty; false if the time is over. */
    boolean drain(String what, Drains drains, Predicate<Machine> isEmpty, Duration atMost) {
        CompletableFuture<Boolean> empty = new CompletableFuture<>();
        ask(what, machine -> {
            drains.whenEmpty(isEmpty, empty);
            return true;
        });
        return until(what, empty, atMost) && result(empty);
    }

    // ---- waits

    /** Waits for something that happens soon or never will. */
    @CanIgnoreReturnValue
    <T extends @Nullable Object> T await(String what, CompletableFuture<T> answer) {
        until(what, answer, FOR_EVER);
        return result(answer);
    }

    /** Waits for a future; false if the time is over. */
    @CanIgnoreReturnValue
    boolean until(String what, CompletableFuture<?> done, Duration atMost) {
        try {
            return waiting.until(done, atMost);
        } catch (InterruptedException e) {
            throw interrupted(what + " was interrupted", e);
        }
    }

    void ensureWaitAllowed(String what) {
        waiting.ensureAllowed(what);
    }

    /** The result of a future that is done, or why there is none. */
    static <T extends @Nullable Object> T result(CompletableFuture<T> done) {
        try {
            return done.join();
        } catch (CompletionException e) {
            throw Failures.here(e.getCause() == null ? e : e.getCause());
        }
    }

    /** What a caller gets of a future of ours: actions on it run on the thread for completions, and it cannot be completed. */
    <T> CompletionStage<T> stage(CompletableFuture<T> ours) {
        return ours.<T>thenApplyAsync(value -> value, completions).minimalCompletionStage();
    }

    private static WaitInterruptedException interrupted(String message, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new WaitInterruptedException(message, cause);
    }

    // ---- the end

    void ensureOpen() {
        RuntimeClosedException reason = closing;
        if (reason != null) {
            throw Failures.here(reason);
        }
    }

    boolean isClosing() {
        return closing != null;
    }

    /** No submit enters any more. The first reason counts. */
    void beginClosing(RuntimeClosedException reason) {
        if (closing == null) {
            closing = reason;
        }
    }

    /** The loop has ended: what came too late is refused from now on. */
    void loopEnded(SchedulerLoop loop) {
        ended = loop;
        refuseIfEnded();
    }

    private void refuseIfEnded() {
        SchedulerLoop loop = ended;
        if (loop != null) {
            synchronized (this) { // the lanes have one consumer
                loop.refuseRest();
            }
        }
    }
}
