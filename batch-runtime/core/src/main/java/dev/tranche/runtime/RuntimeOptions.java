package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that was said about a runtime before it opens. */
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
        @Nullable Path journal) {
    static final int DEFAULT_SUBMIT_CAPACITY = 16_384;
    static final Duration DEFAULT_SUBMIT_PATIENCE = Duration.ofSeconds(30);
    static final Duration DEFAULT_LISTENER_PATIENCE = Duration.ofSeconds(30);
    static final int DEFAULT_TERMINAL_JOBS_KEPT = 100_000;

    static RuntimeOptions of(List<JobQueue> queues) {
        return new RuntimeOptions(
                List.copyOf(queues),
                List.of(),
                List.of(),
                BatchRuntime.OnClose.TERMINATE,
                new LocalSecrets(),
                DEFAULT_SUBMIT_CAPACITY,
                DEFAULT_SUBMIT_PATIENCE,
                DEFAULT_LISTENER_PATIENCE,
                DEFAULT_TERMINAL_JOBS_KEPT,
                null);
    }

    RuntimeOptions withBackend(BackendFactory backend) {
        return new RuntimeOptions(
                queues,
                plus(backends, backend),
                listeners,
                onClose,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withListener(BatchListener listener) {
        return new RuntimeOptions(
                queues,
                backends,
                plus(listeners, listener),
                onClose,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withOnClose(BatchRuntime.OnClose choice) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                choice,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withSecrets(SecretResolver resolver) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                resolver,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withSubmitCapacity(int value) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                secrets,
                value,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withSubmitPatience(Duration value) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                secrets,
                submitCapacity,
                value,
                listenerPatience,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withListenerPatience(Duration value) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                secrets,
                submitCapacity,
                submitPatience,
                value,
                terminalJobsKept,
                journal);
    }

    RuntimeOptions withTerminalJobsKept(int value) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                onClose,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                value,
                journal);
    }

    /** With a journal what runs is left running, unless something else is said. */
    RuntimeOptions withJournal(Path directory) {
        return new RuntimeOptions(
                queues,
                backends,
                listeners,
                BatchRuntime.OnClose.LEAVE_RUNNING,
                secrets,
                submitCapacity,
                submitPatience,
                listenerPatience,
                terminalJobsKept,
                directory);
    }

    private static <T> List<T> plus(List<T> list, T element) {
        List<T> longer = new ArrayList<>(list);
        longer.add(element);
        return List.copyOf(longer);
    }
}
