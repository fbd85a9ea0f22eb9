package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that was said about a runtime before it opens, and what holds unsaid. */
record RuntimeOptions(
        List<JobQueue> queues,
        List<BackendFactory> backends,
        List<BatchListener> listeners,
        BatchRuntime.OnClose onClose,
        SecretResolver secrets,
        int submitCapacity,
        Duration submitPatience,
        Duration listenerPatience,
        int terminalJobsKept,
        @Nullable Path journal,
        Duration historyRetention) {
    static final int DEFAULT_SUBMIT_CAPACITY = 16_384;
    static final Duration DEFAULT_SUBMIT_PATIENCE = Duration.ofSeconds(30);
    static final Duration DEFAULT_LISTENER_PATIENCE = Duration.ofSeconds(30);
    static final int DEFAULT_TERMINAL_JOBS_KEPT = 100_000;
    static final Duration DEFAULT_HISTORY_RETENTION = Duration.ofDays(7);

    RuntimeOptions {
        queues = List.copyOf(queues);
        backends = List.copyOf(backends);
        listeners = List.copyOf(listeners);
    }
}
