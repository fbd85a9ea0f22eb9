package dev.tranche.json;

import com.google.common.collect.ImmutableMap;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.MultiNodeJobDefinition;
import java.util.Optional;

/**
 * What the names in a document stand for. A document that {@link BatchJson} has written holds all that it names; one
 * made for AWS names what was created before it:
 *
 * <pre>{@code
 * var known = References.NONE.jobDefinition(train).jobQueue(spot);
 * Submission job = BatchJson.readSubmission(json, known);
 * }</pre>
 *
 * <p>Names are those of a resource or its ARN. Of two values with the same name the last one counts. What a document
 * holds itself goes before what stands here.
 */
public final class References {
    /** No names at all. */
    public static final References NONE =
            new References(ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of(), ImmutableMap.of());

    /** Of both kinds, as a request does not say which it means. */
    private final ImmutableMap<String, Object> definitions;

    private final ImmutableMap<String, JobQueue> queues;
    private final ImmutableMap<String, ComputeEnvironment> environments;
    private final ImmutableMap<String, ConsumableResource> resources;

    private References(
            ImmutableMap<String, Object> definitions,
            ImmutableMap<String, JobQueue> queues,
            ImmutableMap<String, ComputeEnvironment> environments,
            ImmutableMap<String, ConsumableResource> resources) {
        this.definitions = definitions;
        this.queues = queues;
        this.environments = environments;
        this.resources = resources;
    }

    /**
     * Adds a definition, for {@code jobDefinition} of a request.
     *
     * @param definition the definition
     * @return these references and this one
     */
    public References jobDefinition(JobDefinition definition) {
        return definition(definition);
    }

    /**
     * Adds a definition, for {@code jobDefinition} of a request.
     *
     * @param definition the definition
     * @return these references and this one
     */
    public References jobDefinition(MultiNodeJobDefinition definition) {
        return definition(definition);
    }

    /**
     * Adds a queue, for {@code jobQueue} of a request.
     *
     * @param queue the queue
     * @return these references and this one
     */
    public References jobQueue(JobQueue queue) {
        return new References(definitions, with(queues, queue.name(), queue), environments, resources);
    }

    /**
     * Adds an environment, for {@code computeEnvironmentOrder} of a queue.
     *
     * @param environment the environment
     * @return these references and this one
     */
    public References computeEnvironment(ComputeEnvironment environment) {
        return new References(definitions, queues, with(environments, environment.name(), environment), resources);
    }

    /**
     * Adds a consumable resource, for {@code consumableResourceProperties} of a definition or request.
     *
     * @param resource the resource
     * @return these references and this one
     */
    public References consumableResource(ConsumableResource resource) {
        return new References(definitions, queues, environments, with(resources, resource.name(), resource));
    }

    References definition(Object either) {
        return new References(with(definitions, Catalogue.name(either), either), queues, environments, resources);
    }

    /** A {@link JobDefinition} or a {@link MultiNodeJobDefinition}. */
    Optional<Object> definition(String reference) {
        return Optional.ofNullable(definitions.get(withoutRevision(reference)));
    }

    Optional<JobQueue> jobQueue(String reference) {
        return Optional.ofNullable(queues.get(name(reference)));
    }

    Optional<ComputeEnvironment> computeEnvironment(String reference) {
        return Optional.ofNullable(environments.get(name(reference)));
    }

    Optional<ConsumableResource> consumableResource(String reference) {
        return Optional.ofNullable(resources.get(name(reference)));
    }

    /** The name at the end of an ARN, or the name itself. */
    static String name(String reference) {
        return reference.startsWith("arn:") ? reference.substring(reference.lastIndexOf('/') + 1) : reference;
    }

    /** There is one definition of a name here, so its revision says nothing. */
    static String withoutRevision(String reference) {
        String name = name(reference);
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    private static <V> ImmutableMap<String, V> with(ImmutableMap<String, V> known, String name, V value) {
        return ImmutableMap.<String, V>builder().putAll(known).put(name, value).buildKeepingLast();
    }
}
