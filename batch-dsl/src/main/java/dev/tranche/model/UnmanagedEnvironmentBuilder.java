package dev.tranche.model;

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
     * Completes the environment.
     *
     * @return the environment
     */
    UnmanagedEnvironment build();
}
