package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobQueue;

/** Gives handles of what a runtime has beside its jobs. Any thread. */
final class Handles {
    private final Door door;
    private final Queues queues;
    private final Environments environments;
    private final Drains drains;

    Handles(Door door, Queues queues, Environments environments, Drains drains) {
        this.door = door;
        this.queues = queues;
        this.environments = environments;
        this.drains = drains;
    }

    QueueHandle queue(JobQueue queue) {
        return new LiveQueue(queues.get(queue), door, drains);
    }

    EnvironmentHandle environment(ComputeEnvironment environment) {
        return new LiveEnvironment(environments.get(environment), door, drains);
    }

    ConsumableHandle consumable(ConsumableResource resource) {
        return new LiveConsumable(resource, door);
    }
}
