package dev.tranche.model;

/** Everything optional of a {@link LocalEnvironment}. If nothing is said, jobs share all that the machine has. */
public interface LocalEnvironmentBuilder {
    /**
     * Another name, for an environment made from another; AWS: {@code computeEnvironmentName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    LocalEnvironmentBuilder name(String name);

    /**
     * How many vCPUs jobs may share.
     *
     * @param vcpus at least 1; may be more than the machine has
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    LocalEnvironmentBuilder vcpus(int vcpus);

    /**
     * How much memory jobs may share.
     *
     * @param memory at least 4 MiB
     * @return this
     * @throws IllegalArgumentException if the size is out of its range
     */
    LocalEnvironmentBuilder memory(MemorySize memory);

    /**
     * Completes the environment.
     *
     * @return the environment
     */
    LocalEnvironment build();
}
