package dev.tranche.model;

import java.net.URI;

/** Everything optional of an {@link UnmanagedEnvironment}. */
public interface UnmanagedEnvironmentBuilder {
    /**
     * Another name, for an environment made from another; AWS: {@code computeEnvironmentName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    UnmanagedEnvironmentBuilder name(String name);

    /**
     * Another cluster, for an environment made from another.
     *
     * @param cluster the name or ARN of the ECS cluster
     * @return this
     * @throws IllegalArgumentException if the cluster is blank
     */
    UnmanagedEnvironmentBuilder cluster(String cluster);

    /**
     * How many vCPUs a fair-share policy divides; AWS: {@code unmanagedvCpus}.
     *
     * @param vcpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    UnmanagedEnvironmentBuilder unmanagedVcpus(int vcpus);

    /**
     * Where the cluster is.
     *
     * @param region the region, like {@code eu-central-1}; if not said, the one that the SDK finds
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of a region
     */
    UnmanagedEnvironmentBuilder region(String region);

    /**
     * Another address for all of AWS's services, for something that speaks like AWS.
     *
     * @param endpoint an http or https address
     * @return this
     * @throws IllegalArgumentException if it is another kind of address
     */
    UnmanagedEnvironmentBuilder endpoint(URI endpoint);

    /**
     * Acts as a role, of the cluster's account for example; AWS: {@code AssumeRole}.
     *
     * @param role the ARN of an IAM role
     * @return this
     * @throws IllegalArgumentException if it is not the ARN of a role
     */
    UnmanagedEnvironmentBuilder assumeRole(String role);

    /**
     * Uses some instances of the cluster only; AWS: {@code placementConstraints[].expression}.
     *
     * @param expression in ECS's cluster query language, of at most 2,000 characters: {@code attribute:ecs.instance-type =~
     *     m5.*}
     * @return this
     * @throws IllegalArgumentException if it is empty or too long
     */
    UnmanagedEnvironmentBuilder only(String expression);

    /**
     * What becomes of what runs on an instance that is to go.
     *
     * @param choice {@link OnInterruption#run()}, the default, or {@link OnInterruption#stopAfter}
     * @return this
     */
    UnmanagedEnvironmentBuilder onInterruption(OnInterruption choice);

    /**
     * The image in which scripts run.
     *
     * @param image the image, of at most 255 characters, with a POSIX shell at {@code /bin/sh}
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    UnmanagedEnvironmentBuilder baseImage(String image);

    /**
     * Completes the environment.
     *
     * @return the environment
     */
    UnmanagedEnvironment build();
}
