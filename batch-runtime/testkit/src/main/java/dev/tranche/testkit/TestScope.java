package dev.tranche.testkit;

import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.simulation.SimulatedRuntime;
import dev.tranche.runtime.simulation.Simulation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one test has opened. A test may open on several threads. */
final class TestScope {
    private final long seed;
    private final Deque<BatchRuntime> opened = new ConcurrentLinkedDeque<>();
    private volatile boolean simulates;

    TestScope(long seed) {
        this.seed = seed;
    }

    Simulation simulation() {
        simulates = true;
        return Simulation.ofSeed(seed).checked().onOpen(opened::push);
    }

    TestRuntimes runtimes() {
        return new TestRuntimes(opened::push);
    }

    /** What a failure of this test should tell, or null if its seed has nothing to do with it. */
    @Nullable
    String note() {
        if (!simulates) {
            return null;
        }
        String schedules = opened.stream()
                .filter(SimulatedRuntime.class::isInstance)
                .map(SimulatedRuntime.class::cast)
                .map(runtime -> "\n" + runtime + "\n" + runtime.schedule().summary())
                .collect(Collectors.joining());
        return Seeds.again(seed) + schedules;
    }

    /** Closes what was opened, the last first; a failure of one does not keep the others open. */
    void close() {
        RuntimeException first = null;
        Deque<BatchRuntime> left = new ArrayDeque<>(opened);
        opened.clear();
        for (BatchRuntime runtime : left) {
            try {
                runtime.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
