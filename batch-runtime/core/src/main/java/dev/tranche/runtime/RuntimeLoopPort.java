package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.internal.loop.LoopPort;
import dev.tranche.runtime.internal.machine.Machine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What the loop asks of the runtime around it. Loop thread only. */
final class RuntimeLoopPort implements LoopPort {
    private final Door door;
    private final Jobs jobs;
    private final Environments environments;
    private final Listeners listeners;
    private final Drains drains;
    private final BooleanSupplier historyAdmits;

    RuntimeLoopPort(
            Door door,
            Jobs jobs,
            Environments environments,
            Listeners listeners,
            Drains drains,
            BooleanSupplier historyAdmits) {
        this.door = door;
        this.jobs = jobs;
        this.environments = environments;
        this.listeners = listeners;
        this.drains = drains;
        this.historyAdmits = historyAdmits;
    }

    @Override
    public boolean admits() {
        return listeners.admit() && historyAdmits.getAsBoolean() && !jobs.takesNoMore();
    }

    @Override
    public void reconcile(Collection<AttemptId> attempts) {
        var unused = ask(attempts);
    }

    @Override
    public CompletableFuture<?> reconcileAll() {
        return ask(jobs.underWay());
    }

    /** Asks the backend of each attempt; done when all have answered. */
    private CompletableFuture<?> ask(Collection<AttemptId> attempts) {
        Map<Dispatcher, List<AttemptId>> byBackend = new LinkedHashMap<>();
        for (AttemptId attempt : attempts) {
            Dispatcher dispatcher = dispatcher(attempt);
            if (dispatcher != null) {
                byBackend.computeIfAbsent(dispatcher, key -> new ArrayList<>()).add(attempt);
            }
        }
        List<CompletableFuture<?>> answers = new ArrayList<>();
        byBackend.forEach((dispatcher, theirs) -> answers.add(dispatcher.reconcile(theirs)));
        return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
    }

    private @Nullable Dispatcher dispatcher(AttemptId attempt) {
        LiveJob job = jobs.get(attempt.job().number(), attempt.job().index());
        AttemptSnapshot placed = job == null ? null : job.published().attempt(attempt.number());
        return placed == null ? null : environments.dispatcher(placed.host().environment());
    }

    @Override
    public int environment(String name) {
        return environments.get(name).number();
    }

    @Override
    public void turned(Machine machine) {
        jobs.tellIfIdle();
        drains.tellIfEmpty(machine);
    }

    @Override
    public void stopped(Throwable cause) {
        RuntimeClosedException reason = cause instanceof RuntimeClosedException closed
                ? closed
                : new RuntimeClosedException("the runtime has stopped: " + cause.getMessage(), cause);
        door.beginClosing(reason);
        jobs.fail(reason);
        drains.fail(reason);
        listeners.close();
    }
}
