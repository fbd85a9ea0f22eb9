package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.State;

/** Follows the hosts that come, change, drain and go. */
final class Fleet {
    private final State state;
    private final Outcomes out;
    private final Attempts attempts;
    private final Patience patience;
    private final Scaling scaling;

    Fleet(State state, Outcomes out, Attempts attempts, Patience patience, Scaling scaling) {
        this.state = state;
        this.out = out;
        this.attempts = attempts;
        this.patience = patience;
        this.scaling = scaling;
    }

    void joined(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        int host = state.environments().get(environment).host(name);
        if (host == NONE) {
            int number = state.hosts.nextNumber();
            out.hostJoined(number, environment, name, millivcpus, memoryMib, gpus, diskMib);
            scaling.joined(environment, name, memoryMib, gpus, diskMib);
            if (scaling.isEnding(environment, name)) {
                out.hostDraining(number, "it is about to end");
            }
        } else if (scaling.isEnding(environment, name)) {
            return; // whatever it has, it takes nothing
        } else if (isOther(host, millivcpus, memoryMib, gpus, diskMib) || state.hosts.mode(host) == Hosts.DRAINING) {
            out.hostResized(host, millivcpus, memoryMib, gpus, diskMib);
        }
    }

    void held(int environment, String name, int millivcpus, int memoryMib, int gpus, int diskMib) {
        Hosts hosts = state.hosts;
        int host = state.environments().get(environment).host(name);
        if (host != NONE
                && (hosts.heldMillivcpus(host) != millivcpus
                        || hosts.heldMemoryMib(host) != memoryMib
                        || hosts.heldGpus(host) != gpus
                        || hosts.heldDiskMib(host) != diskMib)) {
            out.hostHeld(host, millivcpus, memoryMib, gpus, diskMib);
        }
    }

    void draining(int environment, String name, String reason) {
        int host = state.environments().get(environment).host(name);
        if (host != NONE && state.hosts.mode(host) == Hosts.ACTIVE) {
            patience.abandon(host);
            out.hostDraining(host, reason);
        }
    }

    void lost(int environment, String name, String statusReason) {
        int host = state.environments().get(environment).host(name);
        if (host != NONE) {
            patience.abandon(host);
            out.hostLost(host, statusReason);
            attempts.lost(host, statusReason);
        } else {
            scaling.lost(environment, name, statusReason);
        }
    }

    private boolean isOther(int host, int millivcpus, int memoryMib, int gpus, int diskMib) {
        Hosts hosts = state.hosts;
        return hosts.millivcpus(host) != millivcpus
                || hosts.memoryMib(host) != memoryMib
                || hosts.gpus(host) != gpus
                || hosts.diskMib(host) != diskMib;
    }
}
