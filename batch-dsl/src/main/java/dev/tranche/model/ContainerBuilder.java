package dev.tranche.model;

import java.util.Map;
import java.util.function.UnaryOperator;

/** Everything optional of one of several containers of a job. A container is essential unless it says otherwise. */
public interface ContainerBuilder {
    /**
     * Another name, for a container made from another; AWS: {@code name}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    ContainerBuilder name(String name);

    /**
     * Another image, for a container made from another; AWS: {@code image}.
     *
     * @param image the image, of at most 255 characters
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    ContainerBuilder image(String image);

    /**
     * Changes how the container is set up.
     *
     * @param changes says what is new
     * @return this
     */
    ContainerBuilder container(UnaryOperator<Container.Options> changes);

    /**
     * Whole vCPUs, for a container made from another; AWS: {@code resourceRequirements} of type {@code VCPU}.
     *
     * @param vcpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ContainerBuilder vcpus(int vcpus);

    /**
     * Thousandths of a vCPU, for a container made from another; AWS: {@code resourceRequirements} of type {@code VCPU},
     * like {@code 0.25}.
     *
     * @param millis at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ContainerBuilder millivcpus(int millis);

    /**
     * The memory, for a container made from another; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @param memory at least 4 MiB
     * @return this
     * @throws IllegalArgumentException if the size is out of its range
     */
    ContainerBuilder memory(MemorySize memory);

    /**
     * Whole GPUs; AWS: {@code resourceRequirements} of type {@code GPU}.
     *
     * @param gpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    ContainerBuilder gpus(int gpus);

    /**
     * Adds an environment variable; AWS: {@code environment}.
     *
     * @param name its name, not beginning with {@code AWS_BATCH}
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if the name is not one, or something contains a NUL character
     */
    ContainerBuilder environment(String name, String value);

    /**
     * Adds environment variables in the order of their names; AWS: {@code environment}.
     *
     * @param variables values by name
     * @return this
     * @throws IllegalArgumentException if a name is not one, or something contains a NUL character
     */
    ContainerBuilder environment(Map<String, String> variables);

    /**
     * Lets the job go on when this container ends; AWS: {@code essential false}.
     *
     * @return this
     */
    ContainerBuilder nonEssential();

    /**
     * Starts this container after another of the same job; AWS: {@code dependsOn}.
     *
     * @param other the other container, which stands before this one in the job
     * @param condition what the other has to have reached
     * @return this
     * @throws IllegalArgumentException if the condition waits for the end of an essential container, which is the end of
     *     the job
     */
    ContainerBuilder startAfter(Container other, Container.Condition condition);

    /**
     * Completes the container.
     *
     * @return the container
     * @throws InvalidModelException if what has been said does not fit together
     */
    Container build();
}
