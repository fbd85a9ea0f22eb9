package dev.tranche.model;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Everything optional of a {@link MultiNodeJobDefinition}. Each setting can be said once in a chain. Retry, timeout,
 * stop grace and priority belong to the whole job; the definitions of its nodes must not say them.
 */
public interface MultiNodeJobDefinitionBuilder {
    /**
     * Another name, for a definition made from another; AWS: {@code jobDefinitionName}.
     *
     * @param name 1 to 128 letters, digits, {@code -} or {@code _}
     * @return this
     * @throws IllegalArgumentException if the name is not one
     */
    MultiNodeJobDefinitionBuilder name(String name);

    /**
     * Another number of nodes, for a definition made from another; AWS: {@code numNodes}.
     *
     * @param count from 1 to 10000
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    MultiNodeJobDefinitionBuilder nodes(int count);

    /**
     * Lets some nodes run something else; AWS: {@code nodeRangeProperties[]}. Where ranges overlap, the one written
     * last counts.
     *
     * @param from the first of these nodes, from 0
     * @param to the last of these nodes
     * @param definition what they run and how much each needs
     * @return this
     * @throws IllegalArgumentException if the last comes before the first
     */
    MultiNodeJobDefinitionBuilder nodes(int from, int to, JobDefinition definition);

    /**
     * The node whose end is the end of the job; AWS: {@code mainNode}. Node 0 if nothing is said.
     *
     * @param index from 0, less than the number of nodes
     * @return this
     * @throws IllegalArgumentException if the index is negative
     */
    MultiNodeJobDefinitionBuilder mainNode(int index);

    /**
     * Adds a value for each {@link Ref} of this name in what the nodes run; AWS: {@code parameters}.
     *
     * @param name its name
     * @param value the value, which a request may replace
     * @return this
     * @throws IllegalArgumentException if the name is not one, or the value contains a NUL character
     */
    MultiNodeJobDefinitionBuilder parameter(String name, String value);

    /**
     * How often the job is tried, and after which ends of its main node; AWS: {@code retryStrategy}.
     *
     * @param retry says the strategy
     * @return this
     * @throws IllegalArgumentException if the strategy gives rules, but no number of attempts
     */
    MultiNodeJobDefinitionBuilder retry(UnaryOperator<RetryStrategyBuilder> retry);

    /**
     * How long an attempt of the whole job may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @param attempt a positive duration
     * @return this
     * @throws IllegalArgumentException if the duration is not positive
     */
    MultiNodeJobDefinitionBuilder timeout(Duration attempt);

    /**
     * How long the job may wait in its queue, RUNNABLE, until an attempt begins; after that it fails. Every attempt may
     * wait as long; a back-off and a hold do not count. AWS has no such limit.
     *
     * @param wait a positive duration
     * @return this
     * @throws IllegalArgumentException if the duration is not positive
     */
    MultiNodeJobDefinitionBuilder queueTimeout(Duration wait);

    /**
     * How long the programs have to end after SIGTERM, before SIGKILL.
     *
     * @param grace from zero to a day
     * @return this
     * @throws IllegalArgumentException if the duration is out of its range
     */
    MultiNodeJobDefinitionBuilder stopGrace(Duration grace);

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriority}.
     *
     * @param priority from 0 to 9999, higher first
     * @return this
     * @throws IllegalArgumentException if the number is out of its range
     */
    MultiNodeJobDefinitionBuilder schedulingPriority(int priority);

    /**
     * Adds a tag; AWS: {@code tags}.
     *
     * @param key 1 to 128 characters
     * @param value at most 256 characters
     * @return this
     * @throws IllegalArgumentException if one is too long
     */
    MultiNodeJobDefinitionBuilder tag(String key, String value);

    /**
     * Hands the tags on to what the job runs in; AWS: {@code propagateTags}.
     *
     * @return this
     */
    MultiNodeJobDefinitionBuilder propagateTags();

    /**
     * What becomes of the job when nobody can say how an attempt ended.
     *
     * @param choice the choice
     * @return this
     */
    MultiNodeJobDefinitionBuilder onUnknownOutcome(UnknownOutcome choice);

    /**
     * Completes the definition.
     *
     * @return the definition
     * @throws InvalidModelException if what has been said does not fit together
     */
    MultiNodeJobDefinition build();
}
