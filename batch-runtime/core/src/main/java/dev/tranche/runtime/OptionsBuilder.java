package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.loop.OpensIn;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects what is said about a runtime before it opens. */
final class OptionsBuilder implements RuntimeBuilder, OpensIn<BatchRuntime> {
    private final Set<String> said = new LinkedHashSet<>();
    private RuntimeOptions options;

    OptionsBuilder(List<JobQueue> queues) {
        this(RuntimeOptions.of(queues));
    }

    OptionsBuilder(List<JobQueue> queues, Path journal) {
        this(RuntimeOptions.of(queues).withJournal(journal));
    }

    private OptionsBuilder(RuntimeOptions options) {
        if (options.queues().isEmpty()) {
            throw new IllegalArgumentException("a runtime needs at least one queue");
        }
        this.options = options;
    }

    @Override
    public RuntimeBuilder backend(BackendFactory factory) {
        once("backend(" + factory.kind() + ")");
        options = options.withBackend(factory);
        return this;
    }

    @Override
    public RuntimeBuilder listener(BatchListener listener) {
        options = options.withListener(listener);
        return this;
    }

    @Override
    public RuntimeBuilder onClose(BatchRuntime.OnClose choice) {
        once("onClose");
        options = options.withOnClose(choice);
        return this;
    }

    @Override
    public RuntimeBuilder secretResolver(SecretResolver resolver) {
        once("secretResolver");
        options = options.withSecrets(resolver);
        return this;
    }

    @Override
    public RuntimeBuilder submitCapacity(int jobs) {
        once("submitCapacity");
        if (jobs < 1) {
            throw new IllegalArgumentException("submitCapacity must be at least 1: " + jobs);
        }
        options = options.withSubmitCapacity(jobs);
        return this;
    }

    @Override
    public RuntimeBuilder submitPatience(Duration atMost) {
        once("submitPatience");
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("submitPatience must not be negative: " + atMost);
        }
        options = options.withSubmitPatience(atMost);
        return this;
    }

    @Override
    public RuntimeBuilder listenerPatience(Duration atMost) {
        once("listenerPatience");
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("listenerPatience must be positive: " + atMost);
        }
        options = options.withListenerPatience(atMost);
        return this;
    }

    @Override
    public RuntimeBuilder terminalJobsKept(int jobs) {
        once("terminalJobsKept");
        if (jobs < 0) {
            throw new IllegalArgumentException("terminalJobsKept must not be negative: " + jobs);
        }
        options = options.withTerminalJobsKept(jobs);
        return this;
    }

    @Override
    public BatchRuntime open() {
        return Opening.open(options);
    }

    @Override
    public BatchRuntime openIn(Surroundings surroundings) {
        return Opening.open(options, surroundings);
    }

    private void once(String word) {
        if (!said.add(word)) {
            throw new IllegalStateException(word + " was already said");
        }
    }
}
