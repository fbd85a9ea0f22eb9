package dev.tranche.testkit;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.RuntimeBuilder;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Opens real runtimes for one test, in memory and on the backends of the class path; they are closed after it. */
public final class TestRuntimes {
    private final Consumer<BatchRuntime> opened;

    TestRuntimes(Consumer<BatchRuntime> opened) {
        this.opened = opened;
    }

    /**
     * Opens a runtime.
     *
     * @param first a queue
     * @param others further queues
     * @return the open runtime
     * @throws dev.tranche.runtime.OpenRefusedException if it cannot be opened
     */
    public BatchRuntime open(JobQueue first, JobQueue... others) {
        return open(Stream.concat(Stream.of(first), Stream.of(others)).toList(), options -> options);
    }

    /**
     * Opens a runtime of which more is said.
     *
     * @param queues at least one queue
     * @param options says the rest, for example {@code options -> options.backend(backend)}
     * @return the open runtime
     * @throws dev.tranche.runtime.OpenRefusedException if it cannot be opened
     */
    public BatchRuntime open(List<JobQueue> queues, UnaryOperator<RuntimeBuilder> options) {
        BatchRuntime runtime =
                options.apply(BatchRuntime.inMemory().queues(queues)).open();
        opened.accept(runtime);
        return runtime;
    }
}
