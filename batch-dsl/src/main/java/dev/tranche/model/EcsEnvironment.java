package dev.tranche.model;

import java.net.URI;
import java.util.Optional;

/** Instances in an ECS cluster, on which jobs run as tasks: what is the same whoever keeps them. */
public sealed interface EcsEnvironment extends ComputeEnvironment permits ManagedEnvironment, UnmanagedEnvironment {
    /**
     * Where it is.
     *
     * @return the region; empty for what the SDK finds: {@code AWS_REGION}, the profile, or the instance that we run on
     */
    Optional<String> region();

    /**
     * Another address for all of AWS's services, for something that speaks like AWS.
     *
     * @return the address; empty for AWS's own
     */
    Optional<URI> endpoint();

    /**
     * The role to act as, of the cluster's account for example.
     *
     * @return the ARN; empty to act as whom the SDK finds
     */
    Optional<String> assumeRole();

    /**
     * What becomes of what runs on an instance that is to go.
     *
     * @return {@link OnInterruption#run()} by default
     */
    OnInterruption onInterruption();

    /**
     * The image in which scripts run.
     *
     * @return the image; empty if scripts do not run here
     */
    Optional<String> baseImage();
}
