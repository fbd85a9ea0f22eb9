package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.loop.OpensIn;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Collects what is said about a runtime before it opens. */
final class OptionsBuilder implements RuntimeBuilder, OpensIn<BatchRuntime> {
    private final Set<String> said = new LinkedHashSet<>();
    private final List<JobQueue> queues;
    private final @Nullable Path journal;
    private final List<BackendFactory> backends = new ArrayList<>();
    private final List<BatchListener> listeners = new ArrayList<>();
    private BatchRuntime.OnClose onClose;
    private SecretResolver secrets = new LocalSecrets();
    private int submitCapacity = RuntimeOptions.DEFAULT_SUBMIT_CAPACITY;
    private Duration submitPatience = RuntimeOptions.DEFAULT_SUBMIT_PATIENCE;
    private Duration listenerPatience = RuntimeOptions.DEFAULT_LISTENER_PATIENCE;
    private int terminalJobsKept = RuntimeOptions.DEFAULT_TERMINAL_JOBS_KEPT;
    private Duration historyRetention = RuntimeOptions.DEFAULT_HISTORY_RETENTION;

    /**
     * About a runtime with these queues.
     *
     * @param journal the directory of its journal, or null to keep everything in memory
     */
    OptionsBuilder(List<JobQueue> queues, @Nullable Path journal) {
        if (queues.isEmpty()) {
            throw new IllegalArgumentException("a runtime needs at least one queue");
        }
        this.queues = List.copyOf(queues);
        this.journal = journal;
        this.onClose = journal == null ? BatchRuntime.OnClose.TERMINATE : BatchRuntime.OnClose.LEAVE_RUNNING;
    }

    /** What has been said. */
    RuntimeOptions options() {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal,
                historyRetention);
    }

    @Override
    public OptionsBuilder backend(BackendFactory factory) {
        once("backend(" + factory.kind() + ")");
        backends.add(factory);
        return this;
    }

    @Override
    public OptionsBuilder listener(BatchListener listener) {
        listeners.add(listener);
        return this;
    }

    @Override
    public OptionsBuilder onClose(BatchRuntime.OnClose choice) {
        once("onClose");
        onClose = choice;
        return this;
    }

    @Override
    public OptionsBuilder secretResolver(SecretResolver resolver) {
        once("secretResolver");
        secrets = resolver;
        return this;
    }

    @Override
    public OptionsBuilder submitCapacity(int jobs) {
        once("submitCapacity");
        if (jobs < 1) {
            throw new IllegalArgumentException("submitCapacity must be at least 1: " + jobs);
        }
        submitCapacity = jobs;
        return this;
    }

    @Override
    public OptionsBuilder submitPatience(Duration atMost) {
        once("submitPatience");
        if (atMost.isNegative()) {
            throw new IllegalArgumentException("submitPatience must not be negative: " + atMost);
        }
        submitPatience = atMost;
        return this;
    }

    @Override
    public OptionsBuilder listenerPatience(Duration atMost) {
        once("listenerPatience");
        if (atMost.isNegative() || atMost.isZero()) {
            throw new IllegalArgumentException("listenerPatience must be positive: " + atMost);
        }
        listenerPatience = atMost;
        return this;
    }

    @Override
    public OptionsBuilder terminalJobsKept(int jobs) {
        once("terminalJobsKept");
        if (jobs < 0) {
            throw new IllegalArgumentException("terminalJobsKept must not be negative: " + jobs);
        }
        terminalJobsKept = jobs;
        return this;
    }

    @Override
    public OptionsBuilder historyRetention(Duration atLeast) {
        once("historyRetention");
        if (journal == null) {
            throw new IllegalStateException("historyRetention: a runtime in memory keeps no history;"
                    + " open it with BatchRuntime.journal(directory) to have one");
        }
        if (atLeast.isNegative() || atLeast.isZero()) {
            throw new IllegalArgumentException("historyRetention must be positive: " + atLeast);
        }
        historyRetention = atLeast;
        return this;
    }

    @Override
    public BatchRuntime open() {
        return Opening.open(options());
    }

    @Override
    public BatchRuntime openIn(Surroundings surroundings) {
        return Opening.open(options(), surroundings);
    }

    private void once(String word) {
        if (!said.add(word)) {
            throw new IllegalStateException(word + " was already said");
        }
    }
}
