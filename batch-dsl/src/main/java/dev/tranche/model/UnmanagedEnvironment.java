package dev.tranche.model;

import java.net.URI;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * EC2 instances that somebody else keeps in an ECS cluster; AWS: {@code type UNMANAGED}.
 *
 * <pre>{@code
 * computeEnvironment("lab").unmanaged("lab-cluster")
 *         .region("eu-central-1").only("attribute:ecs.instance-type =~ m5.*").build()
 * }</pre>
 */
public final class UnmanagedEnvironment extends Value implements EcsEnvironment {
    static final Setting<String> CLUSTER = Setting.of("cluster");
    static final Setting<Integer> UNMANAGED_VCPUS = Setting.of("unmanaged vCPUs");
    static final Setting<String> ONLY = Setting.of("only");

    private final Settings settings;

    UnmanagedEnvironment(Settings settings) {
        this.settings = settings.withoutDefault(EcsWords.ON_INTERRUPTION, OnInterruption.run());
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

    /**
     * Which instances of the cluster are used, in ECS's cluster query language; AWS: {@code placementConstraints[].expression}.
     *
     * @return the expression; empty for all
     */
    public Optional<String> only() {
        return settings.find(ONLY);
    }

    @Override
    public Optional<String> region() {
        return settings.find(EcsWords.REGION);
    }

    @Override
    public Optional<URI> endpoint() {
        return settings.find(EcsWords.ENDPOINT);
    }

    @Override
    public Optional<String> assumeRole() {
        return settings.find(EcsWords.ASSUME_ROLE);
    }

    @Override
    public OnInterruption onInterruption() {
        return settings.find(EcsWords.ON_INTERRUPTION).orElseGet(OnInterruption::run);
    }

    @Override
    public Optional<String> baseImage() {
        return settings.find(EcsWords.BASE_IMAGE);
    }
}
