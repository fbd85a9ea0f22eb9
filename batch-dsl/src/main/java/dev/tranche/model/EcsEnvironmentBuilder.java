package dev.tranche.model;

import java.net.URI;

/** What can be said of any {@link EcsEnvironment}. */
public interface EcsEnvironmentBuilder {
    /**
     * Where it is.
     *
     * @param region the region, like {@code eu-central-1}; if not said, the one that the SDK finds
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of a region
     */
    EcsEnvironmentBuilder region(String region);

    /**
     * Another address for all of AWS's services, for something that speaks like AWS.
     *
     * @param endpoint an http or https address
     * @return this
     * @throws IllegalArgumentException if it is another kind of address
     */
    EcsEnvironmentBuilder endpoint(URI endpoint);

    /**
     * Acts as a role, of the cluster's account for example; AWS: {@code AssumeRole}.
     *
     * @param role the ARN of an IAM role
     * @return this
     * @throws IllegalArgumentException if it is not the ARN of a role
     */
    EcsEnvironmentBuilder assumeRole(String role);

    /**
     * What becomes of what runs on an instance that is to go.
     *
     * @param choice {@link OnInterruption#run()}, the default, or {@link OnInterruption#stopAfter}
     * @return this
     */
    EcsEnvironmentBuilder onInterruption(OnInterruption choice);

    /**
     * The image in which scripts run.
     *
     * @param image the image, of at most 255 characters, with a POSIX shell at {@code /bin/sh}
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    EcsEnvironmentBuilder baseImage(String image);
}
