package dev.tranche.runtime;

import dev.tranche.model.JobQueue;
import java.util.List;

/**
 * A queue of a runtime.
 *
 * @param number its number in the scheduler
 * @param queue the queue as it was described
 * @param environments its environments in their order
 */
record QueueEntry(int number, JobQueue queue, List<Environments.Served> environments) {
    String name() {
        return queue.name();
    }
}
