package dev.tranche.model;

import java.util.Map;

/** An environment of which only the name has been said. */
record ComputeEnvironmentStart(String name) implements ComputeEnvironment.NeedsKind {
    @Override
    public LocalEnvironmentBuilder local() {
        return new LocalEnvironmentChain(Settings.NONE).name(name);
    }

    @Override
    public DockerEnvironmentBuilder docker() {
        return new DockerEnvironmentChain(Settings.NONE).name(name);
    }

    @Override
    public ManagedEnvironment.NeedsPurchase managed() {
        return new ManagedEnvironmentChain(Settings.NONE).name(name);
    }

    @Override
    public UnmanagedEnvironmentBuilder unmanaged(String cluster) {
        return new UnmanagedEnvironmentChain(Settings.NONE).name(name).cluster(cluster);
    }

    @Override
    public CustomEnvironment custom(String backend, Map<String, String> settings) {
        return new CustomEnvironment(name, backend, settings);
    }
}
