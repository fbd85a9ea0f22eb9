package dev.tranche.runtime;

import dev.tranche.runtime.internal.machine.Machine;
import java.time.Duration;
import java.util.Optional;

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
