package dev.tranche.runtime;

import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.state.Environment;
import dev.tranche.runtime.internal.state.HostRequest;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.RowTable;
import dev.tranche.runtime.internal.state.State;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The handle of a compute environment. */
final class LiveEnvironment implements EnvironmentHandle {
    private final Environments.Served environment;
    private final Door door;
    private final Drains drains;

    LiveEnvironment(Environments.Served environment, Door door, Drains drains) {
        this.environment = environment;
        this.door = door;
        this.drains = drains;
    }

    @Override
    public String name() {
        return environment.name();
    }

    @Override
    public Optional<String> disabled() {
        return door.ask("disabled", machine -> Optional.ofNullable(machine.environmentDisabled(environment.number())));
    }

    @Override
    public Optional<String> invalid() {
        return environment.dispatcher().backend().invalid();
    }

    @Override
    public Optional<EnvironmentScale> scale() {
        return door.ask("scale", machine -> Optional.ofNullable(scale(machine.state())));
    }

    private @Nullable EnvironmentScale scale(State state) {
        Environment there = state.environments().get(environment.number());
        Provisioning provisioning = there.provisioning();
        if (!provisioning.scales()) {
            return null;
        }
        int booting = (int) provisioning.hosts().stream()
                .filter(host -> there.host(host.name()) == RowTable.NONE)
                .count();
        int asked =
                provisioning.requests().stream().mapToInt(HostRequest::count).sum();
        return new EnvironmentScale(
                provisioning.hosts().size() - booting,
                booting,
                asked,
                (int) (provisioning.millivcpus() / 1_000),
                Dollars.ofMicros(provisioning.microDollarsPerHour()),
                Dollars.ofMicros(provisioning.cost(Math.max(state.now(), door.nowMicros()))));
    }

    @Override
    public void disable(String reason) {
        Reasons.check(reason);
        door.change("disabling of environment " + name(), machine -> {
            machine.disableEnvironment(environment.number(), reason);
            return null;
        });
    }

    @Override
    public void enable() {
        door.change("enabling of environment " + name(), machine -> {
            machine.enableEnvironment(environment.number());
            return null;
        });
    }

    @Override
    public boolean drain(String reason, Duration atMost) {
        door.ensureWaitAllowed("drain");
        disable(reason);
        return door.drain("drain of environment " + name(), drains, this::isEmpty, atMost);
    }

    private boolean isEmpty(Machine machine) {
        return machine.runningIn(environment.number()) == 0;
    }

    /** Prints the name. */
    @Override
    public String toString() {
        return "environment " + name();
    }
}
