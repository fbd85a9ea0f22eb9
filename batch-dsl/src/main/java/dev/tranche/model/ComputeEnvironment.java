package dev.tranche.model;

import java.util.Map;

/**
 * Where jobs run; AWS: {@code CreateComputeEnvironment}. There are five kinds, each with words of its own after the
 * first: {@code computeEnvironment("laptop").local().build()}.
 */
public sealed interface ComputeEnvironment
        permits LocalEnvironment, DockerEnvironment, EcsEnvironment, CustomEnvironment {
    /**
     * Begins an environment.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}; AWS: {@code computeEnvironmentName}
     * @return the next step: which kind
     * @throws IllegalArgumentException if the name is not one
     */
    static NeedsKind named(String name) {
        return new ComputeEnvironmentStart(Check.name("compute environment", name));
    }

    /**
     * The name; AWS: {@code computeEnvironmentName}.
     *
     * @return the name
     */
    String name();

    /**
     * The kind of backend that serves it.
     *
     * @return {@code local}, {@code docker}, {@code ec2} or the name of a custom backend
     */
    String backend();

    /** The step that says what kind of environment it is. */
    interface NeedsKind {
        /**
         * Processes of the machine that the runtime lives on.
         *
         * @return the builder: everything is optional
         */
        LocalEnvironmentBuilder local();

        /**
         * Containers of one or several container engines.
         *
         * @return the builder: everything is optional
         */
        DockerEnvironmentBuilder docker();

        /**
         * EC2 instances that come and go with the jobs; AWS: {@code type MANAGED}.
         *
         * @return the next step: on-demand or spot
         */
        ManagedEnvironment.NeedsPurchase managed();

        /**
         * EC2 instances that somebody else keeps; AWS: {@code type UNMANAGED}.
         *
         * @param cluster the ECS cluster that the instances are in
         * @return the builder: everything is optional
         * @throws IllegalArgumentException if the cluster is blank
         */
        UnmanagedEnvironmentBuilder unmanaged(String cluster);

        /**
         * What a backend of another kind serves.
         *
         * @param backend the kind of backend: 1 to 128 letters, digits, {@code -} or {@code _}
         * @param settings what the backend wants to know
         * @return the environment
         * @throws IllegalArgumentException if the kind is not one, or one of ours
         */
        CustomEnvironment custom(String backend, Map<String, String> settings);
    }
}
