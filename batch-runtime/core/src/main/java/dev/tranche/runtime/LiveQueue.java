package dev.tranche.runtime;

import dev.tranche.runtime.internal.machine.Machine;
import java.time.Duration;
import java.util.Optional;

/** The handle of a queue. */
final class LiveQueue implements QueueHandle {
    private final QueueEntry queue;
    private final Door door;
    private final Drains drains;

    LiveQueue(QueueEntry queue, Door door, Drains drains) {
        this.queue = queue;
        this.door = door;
        this.drains = drains;
    }

    @Override
    public String name() {
        return queue.name();
    }

    @Override
    public Optional<String> disabled() {
        return door.ask("disabled", machine -> Optional.ofNullable(machine.queueDisabled(queue.number())));
    }

    @Override
    public void disable(String reason) {
        Reasons.check(reason);
        door.change("disabling of queue " + name(), machine -> {
            machine.disableQueue(queue.number(), reason);
            return null;
        });
    }

    @Override
    public void enable() {
        door.change("enabling of queue " + name(), machine -> {
            machine.enableQueue(queue.number());
            return null;
        });
    }

    @Override
    public boolean drain(String reason, Duration atMost) {
        door.ensureWaitAllowed("drain");
        disable(reason);
        return door.drain("drain of queue " + name(), drains, this::isEmpty, atMost);
    }

    private boolean isEmpty(Machine machine) {
        return machine.openJobs(queue.number()) == 0;
    }

    /** Prints the name. */
    @Override
    public String toString() {
        return "queue " + name();
    }
}
