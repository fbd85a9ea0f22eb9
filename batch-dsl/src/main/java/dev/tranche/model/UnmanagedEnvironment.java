package dev.tranche.model;

import java.util.OptionalInt;

/** EC2 instances that somebody else keeps in an ECS cluster; AWS: {@code type UNMANAGED}. */
public final class UnmanagedEnvironment extends Value implements ComputeEnvironment {
    static final Setting<String> CLUSTER = Setting.of("cluster");
    static final Setting<Integer> UNMANAGED_VCPUS = Setting.of("unmanaged vCPUs");

    private final Settings settings;

    UnmanagedEnvironment(Settings settings) {
        this.settings = settings;
    }

    /**
     * Begins another environment that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew
     */
    public UnmanagedEnvironmentBuilder toBuilder() {
        return new UnmanagedEnvironmentChain(settings);
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
        return ManagedEnvironment.BACKEND;
    }

    /**
     * The ECS cluster that the instances are in.
     *
     * @return its name or ARN
     */
    public String cluster() {
        return settings.get(CLUSTER);
    }

    /**
     * How many vCPUs a fair-share policy divides; AWS: {@code unmanagedvCpus}.
     *
     * @return at least 1, if said
     */
    public OptionalInt unmanagedVcpus() {
        return settings.number(UNMANAGED_VCPUS);
    }
}
