package dev.tranche.model;

import java.util.Optional;
import java.util.OptionalInt;

/** The machine that the runtime lives on: each attempt is a tree of processes. */
public final class LocalEnvironment extends Value implements ComputeEnvironment {
    static final Setting<Integer> VCPUS = Setting.of("vcpus");
    static final Setting<MemorySize> MEMORY = Setting.of("memory");

    private final Settings settings;

    LocalEnvironment(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins another environment that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew
     */
    public LocalEnvironmentBuilder toBuilder() {
        return new LocalEnvironmentChain(settings);
    }

    @Override
    Settings spec() {
        return settings;
    }

    @Override
    public String name() {
        return settings.get(Setting.NAME);
    }

    @Override
    public String backend() {
        return "local";
    }

    /**
     * How many vCPUs jobs may share.
     *
     * @return the number; empty for all the machine has
     */
    public OptionalInt vcpus() {
        return settings.number(VCPUS);
    }

    /**
     * How much memory jobs may share.
     *
     * @return the size; empty for all the machine has
     */
    public Optional<MemorySize> memory() {
        return settings.find(MEMORY);
    }
}
