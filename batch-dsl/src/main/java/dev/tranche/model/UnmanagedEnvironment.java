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
public final class UnmanagedEnvironment extends Value implements ComputeEnvironment {
    static final Setting<String> CLUSTER = Setting.of("cluster");
    static final Setting<Integer> UNMANAGED_VCPUS = Setting.of("unmanaged vCPUs");
    static final Setting<String> REGION = Setting.of("region");
    static final Setting<URI> ENDPOINT = Setting.of("endpoint");
    static final Setting<String> ASSUME_ROLE = Setting.of("role to assume");
    static final Setting<String> ONLY = Setting.of("only");
    static final Setting<OnInterruption> ON_INTERRUPTION = Setting.of("on interruption");
    static final Setting<String> BASE_IMAGE = Setting.of("base image");

    private final Settings settings;

    UnmanagedEnvironment(Settings settings) {
        this.settings = settings.withoutDefault(ON_INTERRUPTION, OnInterruption.run());
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
     * Where the cluster is.
     *
     * @return the region; empty for what the SDK finds: {@code AWS_REGION}, the profile, or the instance that we run on
     */
    public Optional<String> region() {
        return settings.find(REGION);
    }

    /**
     * Another address for all of AWS's services, for something that speaks like AWS.
     *
     * @return the address; empty for AWS's own
     */
    public Optional<URI> endpoint() {
        return settings.find(ENDPOINT);
    }

    /**
     * The role to act as, of the cluster's account for example.
     *
     * @return the ARN; empty to act as whom the SDK finds
     */
    public Optional<String> assumeRole() {
        return settings.find(ASSUME_ROLE);
    }

    /**
     * Which instances of the cluster are used, in ECS's cluster query language; AWS: {@code placementConstraints[].expression}.
     *
     * @return the expression; empty for all
     */
    public Optional<String> only() {
        return settings.find(ONLY);
    }

    /**
     * What becomes of what runs on an instance that is to go.
     *
     * @return {@link OnInterruption#run()} by default
     */
    public OnInterruption onInterruption() {
        return settings.find(ON_INTERRUPTION).orElseGet(OnInterruption::run);
    }

    /**
     * The image in which scripts run.
     *
     * @return the image; empty if scripts do not run here
     */
    public Optional<String> baseImage() {
        return settings.find(BASE_IMAGE);
    }
}
