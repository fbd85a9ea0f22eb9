package dev.tranche.runtime;

import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.machine.Machine;

/**
 * The first input of a runtime: its environments and queues, under the numbers that the door gave them.
 *
 * @param environments the environments
 * @param queues the queues
 */
record SetUp(Environments environments, Queues queues) implements Control.Command {
    @Override
    public void feed(Machine machine) {
        for (Environments.Served environment : environments.all()) {
            ensureEqual(
                    environment.number(),
                    machine.addEnvironment(environment.name(), MaxVcpus.inThousandths(environment.environment())));
        }
        for (QueueEntry entry : queues.all()) {
            machine.addQueue(entry.compiled());
            if (entry.queue().disabled()) {
                machine.disableQueue(entry.number(), "it was disabled when the runtime was opened");
            }
        }
    }

    private static void ensureEqual(int ours, int theirs) {
        if (ours != theirs) {
            throw new IllegalStateException("the scheduler gave number " + theirs + " where the door has " + ours);
        }
    }

    @Override
    public String toString() {
        return "set-up of " + queues.all().size() + " queues";
    }
}
