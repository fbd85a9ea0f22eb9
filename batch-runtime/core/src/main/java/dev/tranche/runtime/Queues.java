package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** The queues of a runtime. Immutable once it is open. */
final class Queues {
    private final Map<String, QueueEntry> byName = new LinkedHashMap<>();

    /** While opening only. */
    void add(QueueEntry entry) {
        byName.put(entry.name(), entry);
    }

    Collection<QueueEntry> all() {
        return byName.values();
    }

    /** The entry of the queue with this name, which is one of this runtime. */
    QueueEntry named(String name) {
        return Objects.requireNonNull(byName.get(name), name);
    }

    /**
     * The entry of a queue.
     *
     * @throws IllegalArgumentException if it is not a queue of this runtime
     */
    QueueEntry get(JobQueue queue) {
        QueueEntry entry = byName.get(queue.name());
        if (entry == null) {
            throw new IllegalArgumentException(
                    "queue " + queue.name() + " is not one of this runtime: " + byName.keySet());
        }
        if (!entry.queue().equals(queue)) {
            throw new IllegalArgumentException("this runtime has another queue of the name " + queue.name() + ": "
                    + entry.queue() + ", not " + queue);
        }
        return entry;
    }
}
