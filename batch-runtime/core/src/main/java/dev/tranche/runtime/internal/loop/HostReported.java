package dev.tranche.runtime.internal.loop;

import dev.tranche.model.MemorySize;
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
            joined(machine, news.joined().capacity());
            held(machine, news.joined().heldByOthers());
        }
        if (news.draining() != null) {
            machine.hostDraining(environment, host.name(), news.draining());
        }
    }

    private void joined(Machine machine, Capacity capacity) {
        machine.hostJoined(
                environment,
                host.name(),
                capacity.millivcpus(),
                mebibytes(capacity.memory()),
                capacity.gpus(),
                mebibytes(capacity.disk()));
    }

    private void held(Machine machine, Capacity byOthers) {
        machine.hostHeld(
                environment,
                host.name(),
                byOthers.millivcpus(),
                mebibytes(byOthers.memory()),
                byOthers.gpus(),
                mebibytes(byOthers.disk()));
    }

    /** Rounded down: what a job needs is rounded up. */
    static int mebibytes(MemorySize size) {
        return (int) (size.bytes() >> MIB_SHIFT);
    }

    @Override
    public String toString() {
        return "report of host " + host + ": " + news;
    }
}
