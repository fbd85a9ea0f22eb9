package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.LoopRun;
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
    private final LoopRun run;
    private final Store store;
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
            LoopRun run,
            Store store) {
        this.door = door;
        this.choice = options.onClose();
        this.listenerPatience = options.listenerPatience();
        this.jobs = jobs;
        this.environments = environments;
        this.listeners = listeners;
        this.completions = completions;
        this.loop = loop;
        this.run = run;
        this.store = store;
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

    private void awaitOther() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WaitInterruptedException("close was interrupted while another thread closes", e);
        }
    }

    // ---- the jobs

    private void endJobs() {
        if (choice == BatchRuntime.OnClose.DRAIN) {
            attempt("waiting for the jobs", this::drain);
        }
        if (choice != BatchRuntime.OnClose.LEAVE_RUNNING) {
            attempt("terminating the jobs", this::terminate);
        }
    }

    private void drain() {
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        ask("drain", () -> jobs.whenIdle(idle));
        door.await("drain", idle);
    }

    private void terminate() {
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        List<LiveJob> left = door.ask("close", machine -> {
            jobs.takeNoMore();
            List<LiveJob> open = jobs.open();
            open.forEach(job -> door.put(new StopCommand(job.facts().id(), true, REASON)));
            jobs.whenIdle(idle);
            return open;
        });
        Duration grace = left.stream()
                .map(job -> job.facts().stopGrace())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        if (!door.until("close", idle, grace.plus(MARGIN))) {
            LOG.warn("jobs have not ended {} after they were asked to; their backends kill them", grace.plus(MARGIN));
        }
    }

    // ---- the threads

    private void stopLoop() {
        attempt("stopping the scheduler", () -> ask("close", () -> loop.stop(closed())));
        attempt("waiting for the scheduler", run::join);
    }

    private static RuntimeClosedException closed() {
        return new RuntimeClosedException("the runtime is closed", null);
    }

    private void endWorkers() {
        for (Environments.Served environment : environments.all()) {
            end(environment.dispatcher().worker(), MARGIN);
        }
        for (Environments.Served environment : environments.all()) {
            attempt(
                    "closing environment " + environment.name(),
                    environment.dispatcher().backend()::close);
        }
        for (ListenerLane lane : listeners.closing()) {
            if (!hasEnded(lane.worker(), listenerPatience)) {
                lane.detach("does not end");
            }
        }
        end(completions, MARGIN);
        attempt("closing the journal", store::close);
    }

    private void end(Worker worker, Duration atMost) {
        worker.finish();
        if (!hasEnded(worker, atMost)) {
            worker.abandon();
        }
    }

    private boolean hasEnded(Worker worker, Duration atMost) {
        boolean[] ended = new boolean[1];
        attempt("ending a thread", () -> ended[0] = worker.awaitEnd(atMost.toNanos()));
        return ended[0];
    }

    // ---- steps

    private void ask(String what, Runnable onLoop) {
        boolean answered = door.ask(what, machine -> {
            onLoop.run();
            return true;
        });
        LOG.trace("{}: {}", what, answered);
    }

    /** Does one step; a failure is told and does not keep the next ones from being done. */
    private void attempt(String what, Step step) {
        try {
            step.run();
        } catch (InterruptedException | WaitInterruptedException e) {
            // the interrupt shortens this wait only; it is set again at the end
            interrupted |= Thread.interrupted() || e instanceof InterruptedException;
        } catch (RuntimeClosedException e) {
            LOG.debug("{}: the scheduler had stopped already", what, e);
        } catch (RuntimeException | Error e) {
            LOG.warn("{} failed", what, e);
        }
    }

    /** A step of closing. */
    @FunctionalInterface
    private interface Step {
        void run() throws InterruptedException;
    }
}
