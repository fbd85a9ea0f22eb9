package dev.tranche.runtime;

import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.spi.HostId;
import java.util.List;
import java.util.Set;

/**
 * The first input of a runtime: its environments and queues, under the numbers that the door gave them. What a journal has
 * of an earlier opening is there already.
 *
 * @param environments the environments
 * @param queues the queues
 * @param announced the hosts that backends have reported
 */
record SetUp(Environments environments, Queues queues, Set<HostId> announced) implements Control.Command {
    @Override
    public void feed(Machine machine) {
        Hosts hosts = machine.state().hosts;
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.mode(host) == Hosts.ACTIVE) {
                drainIfMissing(hosts.environment(host), hosts.name(host), machine);
            }
        }
        for (Environments.Served environment : environments.all()) {
            if (environment.number() < machine.state().environments().size()) {
                continue;
            }
            ensureEqual(
                    environment.number(),
                    machine.addEnvironment(environment.name(), MaxVcpus.inThousandths(environment.environment())));
        }
        for (Environments.Served environment : environments.all()) {
            if (environment.environment() instanceof ManagedEnvironment managed) {
                machine.environmentScales(environment.number(), ScalingBounds.of(managed));
                environment.dispatcher().hostsKept(hosts(environment, machine));
            }
        }
        for (QueueEntry entry : queues.all()) {
            if (entry.number() < machine.state().queues().size()) {
                continue;
            }
            machine.addQueue(entry.compiled());
            if (entry.queue().disabled()) {
                machine.disableQueue(entry.number(), "it was disabled when the runtime was opened");
            }
        }
    }

    private static List<HostId> hosts(Environments.Served environment, Machine machine) {
        return machine.state().environments().get(environment.number()).provisioning().hosts().stream()
                .map(host -> new HostId(environment.name(), host.name()))
                .toList();
    }

    /** A host of an earlier opening gets nothing new before its backend reports it again. */
    private void drainIfMissing(int environment, String name, Machine machine) {
        String where = machine.state().environments().get(environment).name();
        if (!announced.contains(new HostId(where, name))) {
            machine.hostDraining(environment, name, "not seen since the journal was opened again");
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
