package dev.tranche.model;

import java.net.URI;
import java.util.function.UnaryOperator;

/**
 * Everything optional of a {@link DockerEnvironment}. If nothing is said, it is the engine that the client finds by
 * itself, images are pulled if missing, and there is no base image.
 */
public interface DockerEnvironmentBuilder {
    /**
     * Another name, for an environment made from another; AWS: {@code computeEnvironmentName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    DockerEnvironmentBuilder name(String name);

    /**
     * Adds an engine.
     *
     * @param host its address, like {@code unix:///var/run/docker.sock}
     * @return this
     * @throws IllegalArgumentException if it cannot be the address of an engine
     * @throws IllegalStateException if the environment has the engine already
     */
    DockerEnvironmentBuilder engine(URI host);

    /**
     * Adds an engine.
     *
     * @param host its address, like {@code tcp://10.0.0.5:2376}
     * @param engine says how it is used
     * @return this
     * @throws IllegalArgumentException if it cannot be the address of an engine
     * @throws IllegalStateException if the environment has the engine already
     */
    DockerEnvironmentBuilder engine(URI host, UnaryOperator<DockerEnvironment.Engine> engine);

    /**
     * The image in which scripts and executables run.
     *
     * @param image the image, of at most 255 characters
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    DockerEnvironmentBuilder baseImage(String image);

    /**
     * When images are pulled.
     *
     * @param pull the choice
     * @return this
     */
    DockerEnvironmentBuilder pull(DockerEnvironment.Pull pull);

    /**
     * Takes the image of a job as what its name means at the submit, and the base image as what it means when the environment
     * opens: the name is replaced by the digest of the image, so that all children and all attempts run the same, however
     * often somebody moves its tag. What the engine does not have is pulled at the submit; each submit waits for that, {@code
     * submitAsync} and {@code trySubmit} too. A job whose image nobody knows is refused.
     *
     * @return this
     */
    DockerEnvironmentBuilder pinDigests();

    /**
     * Completes the environment.
     *
     * @return the environment
     */
    DockerEnvironment build();
}
