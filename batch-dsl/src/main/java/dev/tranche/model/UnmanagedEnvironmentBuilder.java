package dev.tranche.model;

import java.net.URI;

/** Everything optional of an {@link UnmanagedEnvironment}. */
public interface UnmanagedEnvironmentBuilder extends EcsEnvironmentBuilder {
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
     * Uses some instances of the cluster only; AWS: {@code placementConstraints[].expression}.
     *
     * @param expression in ECS's cluster query language, of at most 2,000 characters: {@code attribute:ecs.instance-type =~
     *     m5.*}
     * @return this
     * @throws IllegalArgumentException if it is empty or too long
     */
    UnmanagedEnvironmentBuilder only(String expression);

    @Override
    UnmanagedEnvironmentBuilder region(String region);

    @Override
    UnmanagedEnvironmentBuilder endpoint(URI endpoint);

    @Override
    UnmanagedEnvironmentBuilder assumeRole(String role);

    @Override
    UnmanagedEnvironmentBuilder onInterruption(OnInterruption choice);

    @Override
    UnmanagedEnvironmentBuilder baseImage(String image);

    /**
     * Completes the environment.
     *
     * @return the environment
     */
    UnmanagedEnvironment build();
}
