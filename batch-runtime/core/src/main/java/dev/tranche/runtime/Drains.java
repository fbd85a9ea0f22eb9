package dev.tranche.runtime;

import dev.tranche.runtime.internal.machine.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/** Who waits until a queue or an environment is empty. Loop thread only. */
final class Drains {
    private final List<Drain> waiting = new ArrayList<>();

    private record Drain(Predicate<Machine> isEmpty, CompletableFuture<Boolean> done) {}

    /** Completes a future at the end of the turn in which something is empty. */
    void whenEmpty(Predicate<Machine> isEmpty, CompletableFuture<Boolean> done) {
        waiting.removeIf(drain -> drain.done().isDone()); // of those who gave up
        waiting.add(new Drain(isEmpty, done));
    }

    void tellIfEmpty(Machine machine) {
        if (!waiting.isEmpty()) {
            waiting.removeIf(
                    drain -> drain.isEmpty().test(machine) && drain.done().complete(true));
        }
    }

    void fail(BatchException reason) {
        waiting.forEach(drain -> drain.done().completeExceptionally(reason));
        waiting.clear();
    }
}
