package dev.tranche.model;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Everything optional of a {@link JobDefinition}; the words can be said in any order. Each setting can be said once in a
 * chain, each variable, parameter or tag once per name: a second time is an {@link IllegalStateException} that tells
 * the first value. The same words override a definition in {@link JobRequest#override}.
 *
 * <table class="plain">
 * <caption>What holds if nothing is said</caption>
 * <tr><th>gpus</th><td>0</td></tr>
 * <tr><th>retry</th><td>one attempt</td></tr>
 * <tr><th>timeout</th><td>none</td></tr>
 * <tr><th>queueTimeout</th><td>none</td></tr>
 * <tr><th>stopGrace</th><td>30 s</td></tr>
 * <tr><th>hardCpuLimit</th><td>no: vCPUs are shares, as on AWS</td></tr>
 * <tr><th>onUnknownOutcome</th><td>HOLD</td></tr>
 * <tr><th>schedulingPriority</th><td>0; it counts in queues with a fair share only</td></tr>
 * </table>
 */
public interface JobDefinitionBuilder {
    /**
     * Another name, for a definition made from another; AWS: {@code jobDefinitionName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    JobDefinitionBuilder name(String name);

    /**
     * Another image; AWS: {@code image}. Only for a job of one container.
     *
     * @param image the image, of at most 255 characters
     * @return this
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    JobDefinitionBuilder image(String image);

    /**
     * Another command; AWS: {@code command}. Of an executable the first word is the path and the others are the
     * arguments.
     *
     * @param program the first word
     * @param arguments the others, where {@link Ref} may stand
     * @return this
     * @throws IllegalArgumentException if a word contains a NUL character
     */
    JobDefinitionBuilder command(String program, String... arguments);

    /**
     * Changes how the container is set up; AWS: {@code containerProperties}. Only for a job of one container.
     *
     * @param changes says what is new
     * @return this
     */
    JobDefinitionBuilder container(UnaryOperator<Container.Options> changes);

    /**
     * Changes one of several containers; AWS: {@code ecsProperties.taskProperties[0].containers[]}. Its name, what it
     * starts after and whether it is essential stay as they are.
     *
     * @param name the name of the container
     * @param changes says what is new
     * @return this
     * @throws IllegalArgumentException if the changes touch what stays
     */
    JobDefinitionBuilder container(String name, UnaryOperator<ContainerBuilder> changes);

    /**
     * Whole vCPUs; AWS: {@code resourceRequirements} of type {@code VCPU}.
     *
     * @param vcpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    JobDefinitionBuilder vcpus(int vcpus);

    /**
     * Thousandths of a vCPU.
     *
     * @param millis at least 1; 250 is a quarter of a vCPU
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    JobDefinitionBuilder millivcpus(int millis);

    /**
     * The memory; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @param memory at least 4 MiB
     * @return this
     * @throws IllegalArgumentException if the size is out of its range
     */
    JobDefinitionBuilder memory(MemorySize memory);

    /**
     * Whole GPUs; AWS: {@code resourceRequirements} of type {@code GPU}.
     *
     * @param gpus at least 1
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    JobDefinitionBuilder gpus(int gpus);

    /**
     * The disk space that the job needs. AWS does not schedule disk.
     *
     * @param disk at least 1 MiB
     * @return this
     * @throws IllegalArgumentException if the size is out of its range
     */
    JobDefinitionBuilder disk(MemorySize disk);

    /**
     * Never more CPU than the job's vCPUs, also when others leave theirs idle. AWS has shares only.
     *
     * @return this
     */
    JobDefinitionBuilder hardCpuLimit();

    /**
     * Adds an environment variable; AWS: {@code environment}.
     *
     * @param name its name, not beginning with {@code AWS_BATCH}
     * @param value its value
     * @return this
     * @throws IllegalArgumentException if the name is not one, or something contains a NUL character
     */
    JobDefinitionBuilder environment(String name, String value);

    /**
     * Adds environment variables in the order of their names; AWS: {@code environment}.
     *
     * @param variables values by name
     * @return this
     * @throws IllegalArgumentException if a name is not one, or something contains a NUL character
     */
    JobDefinitionBuilder environment(Map<String, String> variables);

    /**
     * Adds an environment variable with a secret value; AWS: {@code secrets[]}.
     *
     * @param variable its name, not beginning with {@code AWS_BATCH}
     * @param secret where the value is kept
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    JobDefinitionBuilder secret(String variable, Secret secret);

    /**
     * Adds a value for each {@link Ref} of this name; AWS: {@code parameters}.
     *
     * @param name its name
     * @param value the value, which a request may replace
     * @return this
     * @throws IllegalArgumentException if the name is not one, or the value contains a NUL character
     */
    JobDefinitionBuilder parameter(String name, String value);

    /**
     * The role that the program acts in; AWS: {@code jobRoleArn}.
     *
     * @param arn the ARN of the role
     * @return this
     * @throws IllegalArgumentException if the text does not begin with {@code arn:}
     */
    JobDefinitionBuilder jobRole(String arn);

    /**
     * The role that the container agent acts in; AWS: {@code executionRoleArn}.
     *
     * @param arn the ARN of the role
     * @return this
     * @throws IllegalArgumentException if the text does not begin with {@code arn:}
     */
    JobDefinitionBuilder executionRole(String arn);

    /**
     * How often the job is tried, and after which ends; AWS: {@code retryStrategy}. It takes the place of the whole
     * strategy said before.
     *
     * @param retry says the strategy
     * @return this
     * @throws IllegalArgumentException if the strategy gives rules, but no number of attempts
     */
    JobDefinitionBuilder retry(UnaryOperator<RetryStrategyBuilder> retry);

    /**
     * How long an attempt may run, from its start to the request to stop; AWS: {@code timeout.attemptDurationSeconds}.
     * AWS wants at least 60 s, here any positive duration will do.
     *
     * @param attempt a positive duration
     * @return this
     * @throws IllegalArgumentException if the duration is not positive
     */
    JobDefinitionBuilder timeout(Duration attempt);

    /**
     * How long the job may wait in its queue, RUNNABLE, until an attempt begins; after that it fails. Every attempt may
     * wait as long; a back-off and a hold do not count. AWS has no such limit.
     *
     * @param wait a positive duration
     * @return this
     * @throws IllegalArgumentException if the duration is not positive
     */
    JobDefinitionBuilder queueTimeout(Duration wait);

    /**
     * How long the program has to end after SIGTERM, before SIGKILL. AWS: {@code stopTimeout}.
     *
     * @param grace from zero to a day
     * @return this
     * @throws IllegalArgumentException if the duration is out of its range
     */
    JobDefinitionBuilder stopGrace(Duration grace);

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriority}.
     *
     * @param priority from 0 to 9999, higher first
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    JobDefinitionBuilder schedulingPriority(int priority);

    /**
     * Takes a quantity of a resource while the job runs; AWS: {@code consumableResourceProperties}.
     *
     * @param resource the resource
     * @param quantity at least 1 and at most its total
     * @return this
     * @throws IllegalArgumentException if there can never be so much of it
     */
    JobDefinitionBuilder consumes(ConsumableResource resource, long quantity);

    /**
     * Adds a tag; AWS: {@code tags}.
     *
     * @param key 1 to 128 characters
     * @param value at most 256 characters
     * @return this
     * @throws IllegalArgumentException if one is too long
     */
    JobDefinitionBuilder tag(String key, String value);

    /**
     * Hands the tags on to what the job runs in; AWS: {@code propagateTags}.
     *
     * @return this
     */
    JobDefinitionBuilder propagateTags();

    /**
     * Adds something that only one kind of backend understands.
     *
     * @param backend the kind of backend, like {@code docker}; others refuse the job
     * @param path the place in the backend's own request, like {@code HostConfig.CpusetCpus}
     * @param json text, a number, true or false, a list or a map of such
     * @return this
     * @throws IllegalArgumentException if the value is not a JSON value, or the path is empty
     */
    JobDefinitionBuilder raw(String backend, String path, Object json);

    /**
     * What becomes of the job when nobody can say how an attempt ended.
     *
     * @param choice the choice
     * @return this
     */
    JobDefinitionBuilder onUnknownOutcome(UnknownOutcome choice);

    /**
     * Completes the definition.
     *
     * @return the definition
     * @throws InvalidModelException if what has been said does not fit together
     */
    JobDefinition build();
}
