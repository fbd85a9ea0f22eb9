package dev.tranche.model;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;

/**
 * Everything optional of a {@link ManagedEnvironment}. Each setting can be said once in a chain. If nothing is said, no
 * instance is kept without jobs, types are {@code optimal}, and everything else is as ECS recommends.
 */
public interface ManagedEnvironmentBuilder extends EcsEnvironmentBuilder {
    /**
     * Another name, for an environment made from another; AWS: {@code computeEnvironmentName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    ManagedEnvironmentBuilder name(String name);

    /**
     * How many vCPUs are kept, also without jobs; AWS: {@code minvCpus}.
     *
     * @param vcpus not negative, at most the largest number
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ManagedEnvironmentBuilder minVcpus(int vcpus);

    /**
     * Another largest number of vCPUs, for an environment made from another; AWS: {@code maxvCpus}.
     *
     * @param vcpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ManagedEnvironmentBuilder maxVcpus(int vcpus);

    /**
     * How many instances there may be, never exceeded; AWS has nothing like it.
     *
     * @param instances at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ManagedEnvironmentBuilder maxInstances(int instances);

    /**
     * What all instances together may cost in an hour, never exceeded; AWS has nothing like it. A spot instance counts with what
     * it may cost at the most.
     *
     * @param dollars US dollars, above 0, at most a million, with at most six digits after the point
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ManagedEnvironmentBuilder maxHourlyCost(BigDecimal dollars);

    /**
     * Which instance types may be started; AWS: {@code instanceTypes}.
     *
     * @param first a type like {@code m7i.large} or a family like {@code m7i}
     * @param others more of them
     * @return this
     * @throws IllegalArgumentException if one is blank
     */
    ManagedEnvironmentBuilder instanceTypes(String first, String... others);

    /**
     * The security groups of instances; AWS: {@code securityGroupIds}.
     *
     * @param first the identity of a group
     * @param others more of them
     * @return this
     * @throws IllegalArgumentException if one is blank
     */
    ManagedEnvironmentBuilder securityGroups(String first, String... others);

    /**
     * The machine image; AWS: {@code ec2Configuration[].imageIdOverride}.
     *
     * @param imageId its identity, like {@code ami-0123456789abcdef0}
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    ManagedEnvironmentBuilder imageId(String imageId);

    /**
     * The key pair for a shell on instances; AWS: {@code ec2KeyPair}.
     *
     * @param name its name
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    ManagedEnvironmentBuilder keyPair(String name);

    /**
     * The launch template to start from; AWS: {@code launchTemplate.launchTemplateName}.
     *
     * @param name its name
     * @return this
     * @throws IllegalArgumentException if it is blank
     */
    ManagedEnvironmentBuilder launchTemplate(String name);

    /**
     * How long an idle instance is kept; AWS: {@code scalingPolicy.minScaleDownDelayMinutes}. Less than a minute means a minute.
     *
     * @param delay from zero to seven days
     * @return this
     * @throws IllegalArgumentException if the duration is out of its range
     */
    ManagedEnvironmentBuilder scaleDownDelay(Duration delay);

    /**
     * How long an instance lives at the most, whatever runs on it; it ends itself then. What ran there is interrupted. AWS has
     * nothing like it.
     *
     * @param lifetime from ten minutes to a year; one day if not said
     * @return this
     * @throws IllegalArgumentException if the duration is out of its range
     */
    ManagedEnvironmentBuilder maxInstanceLifetime(Duration lifetime);

    @Override
    ManagedEnvironmentBuilder region(String region);

    @Override
    ManagedEnvironmentBuilder endpoint(URI endpoint);

    @Override
    ManagedEnvironmentBuilder assumeRole(String role);

    @Override
    ManagedEnvironmentBuilder onInterruption(OnInterruption choice);

    @Override
    ManagedEnvironmentBuilder baseImage(String image);

    /**
     * Adds a tag of instances; AWS: {@code computeResources.tags}.
     *
     * @param key 1 to 128 characters
     * @param value at most 256 characters
     * @return this
     * @throws IllegalArgumentException if one is too long
     */
    ManagedEnvironmentBuilder tag(String key, String value);

    /**
     * Completes the environment.
     *
     * @return the environment
     * @throws InvalidModelException if what has been said does not fit together
     */
    ManagedEnvironment build();
}
