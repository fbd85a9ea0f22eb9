package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.inbox.HostNews;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;

/** The news of one host as an input. */
final class HostReported implements Input {
    private static final int MIB_SHIFT = 20;

    private final int environment;
    private final HostId host;
    private final HostNews news;

    HostReported(int environment, HostId host, HostNews news) {
        this.environment = environment;
        this.host = host;
        this.news = news;
    }

    @Override
    public void feed(Machine machine) {
        if (news.lost() != null) {
            machine.hostLost(environment, host.name(), news.lost());
        }
        if (news.joined() != null) {
            joined(machine, news.joined());
        }
        if (news.draining() != null) {
            machine.hostDraining(environment, host.name(), news.draining());
        }
    }

    private void joined(Machine machine, Capacity capacity) {
        // rounded down: what a job needs is rounded up
        machine.hostJoined(
                environment,
                host.name(),
                capacity.millivcpus(),
                (int) (capacity.memory().bytes() >> MIB_SHIFT),
                capacity.gpus(),
                (int) (capacity.disk().bytes() >> MIB_SHIFT));
    }

    @Override
    public String toString() {
        return "report of host " + host + ": " + news;
    }
}
