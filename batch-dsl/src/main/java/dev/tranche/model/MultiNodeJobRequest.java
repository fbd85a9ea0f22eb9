package dev.tranche.model;

import com.google.common.collect.Lists;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * One submit of a multi-node definition; AWS: {@code SubmitJob} with {@code nodeOverrides}. It is complete from its first
 * word, and every method returns a new request. Of two words about the same thing the last one wins.
 *
 * <pre>{@code
 * job("simulate", mpi).nodes(16).eachNode(node -> node.memory(gib(64))).after(prepared)
 * }</pre>
 */
public final class MultiNodeJobRequest extends Request implements Submission {
    static final Setting<MultiNodeJobDefinition> DEFINITION = Setting.of("definition");
    static final Setting<MultiNodeOverrides> OVERRIDES = Setting.of("overrides");
    static final Setting<JobOverrides> EACH_NODE = Setting.of("each node");

    private MultiNodeJobRequest(Settings settings) {
        super(settings);
    }

    /**
     * A request as its definition says.
     *
     * @param name the name of the job: 1 to 128 letters, digits, {@code -} or {@code _}, the first a letter or digit
     * @param definition the template
     * @return the request
     * @throws IllegalArgumentException if the name is not one
     */
    public static MultiNodeJobRequest of(String name, MultiNodeJobDefinition definition) {
        return new MultiNodeJobRequest(
                Settings.NONE.with(Setting.NAME, Check.jobName(name)).with(DEFINITION, definition));
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public MultiNodeJobRequest after(Predecessor first, Predecessor... others) {
        return after(Lists.asList(first, others));
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param all what to wait for, perhaps nothing
     * @return the new request
     */
    public MultiNodeJobRequest after(Iterable<? extends Predecessor> all) {
        return new MultiNodeJobRequest(waiting(Dependency.Kind.AFTER, all));
    }

    /**
     * Waits until all of them have ended, well or not. AWS has no such dependency.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public MultiNodeJobRequest afterAny(Predecessor first, Predecessor... others) {
        return new MultiNodeJobRequest(waiting(Dependency.Kind.AFTER_ANY, Lists.asList(first, others)));
    }

    /**
     * Waits until all of them have failed. AWS has no such dependency.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public MultiNodeJobRequest afterFailure(Predecessor first, Predecessor... others) {
        return new MultiNodeJobRequest(waiting(Dependency.Kind.AFTER_FAILURE, Lists.asList(first, others)));
    }

    /**
     * The queue, for a job of a workflow that is not to wait in the queue of the others; AWS: {@code jobQueue}.
     *
     * @param queue the queue
     * @return the new request
     */
    public MultiNodeJobRequest queue(JobQueue queue) {
        return new MultiNodeJobRequest(spec().with(QUEUE, queue));
    }

    /**
     * On whose account the job runs in a queue with a fair-share policy; AWS: {@code shareIdentifier}.
     *
     * @param shareIdentifier 1 to 255 letters or digits
     * @return the new request
     * @throws IllegalArgumentException if it is not one
     */
    public MultiNodeJobRequest share(String shareIdentifier) {
        return new MultiNodeJobRequest(sharing(shareIdentifier));
    }

    /**
     * Makes submits with the same token the same job.
     *
     * @param token 1 to 255 characters
     * @return the new request
     * @throws IllegalArgumentException if the token is blank or too long
     */
    public MultiNodeJobRequest clientToken(String token) {
        return new MultiNodeJobRequest(identified(token));
    }

    /**
     * Submits the job held: it waits until somebody releases it. Of an array, no child starts. AWS cannot hold a job.
     *
     * @return the new request
     */
    public MultiNodeJobRequest held() {
        return new MultiNodeJobRequest(spec().with(HELD, true));
    }

    /**
     * Another number of nodes; AWS: {@code nodeOverrides.numNodes}.
     *
     * @param count from 1 to 10000
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public MultiNodeJobRequest nodes(int count) {
        return override(definition -> definition.nodes(count));
    }

    /**
     * A value for each {@link Ref} of this name in what the nodes run; AWS: {@code parameters}.
     *
     * @param name its name
     * @param value the value
     * @return the new request
     * @throws IllegalArgumentException if the name is not one, or the value contains a NUL character
     */
    public MultiNodeJobRequest parameter(String name, String value) {
        return override(definition -> definition.parameter(name, value));
    }

    /**
     * An environment variable of every node; AWS: {@code nodePropertyOverrides[].containerOverrides.environment}.
     *
     * @param name its name, not beginning with {@code AWS_BATCH}
     * @param value its value
     * @return the new request
     * @throws IllegalArgumentException if the name is not one, or something contains a NUL character
     */
    public MultiNodeJobRequest environment(String name, String value) {
        return eachNode(node -> node.environment(name, value));
    }

    /**
     * How long an attempt of the whole job may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @param attempt a positive duration
     * @return the new request
     * @throws IllegalArgumentException if the duration is not positive
     */
    public MultiNodeJobRequest timeout(Duration attempt) {
        return override(definition -> definition.timeout(attempt));
    }

    /**
     * How long the job may wait in its queue, RUNNABLE, until an attempt begins; after that it fails. AWS has no such
     * limit.
     *
     * @param wait a positive duration
     * @return the new request
     * @throws IllegalArgumentException if the duration is not positive
     */
    public MultiNodeJobRequest queueTimeout(Duration wait) {
        return override(definition -> definition.queueTimeout(wait));
    }

    /**
     * How often the job is tried, in place of the whole strategy of the definition; AWS: {@code retryStrategy}.
     *
     * @param retry says the strategy
     * @return the new request
     * @throws IllegalArgumentException if the strategy gives rules, but no number of attempts
     */
    public MultiNodeJobRequest retry(UnaryOperator<RetryStrategyBuilder> retry) {
        return override(definition -> definition.retry(retry));
    }

    /**
     * Says anew whatever the definition of the whole job can say, but for its name.
     *
     * @param words says it, with the words of a multi-node definition; {@code build()} is not for them
     * @return the new request
     * @throws IllegalArgumentException if a value is not what it should be, or the definition is renamed
     */
    public MultiNodeJobRequest override(UnaryOperator<MultiNodeJobDefinitionBuilder> words) {
        Settings changes = MultiNodeJobDefinitionChain.overrides(words);
        return new MultiNodeJobRequest(
                spec().with(OVERRIDES, overrides().plus(changes)).withoutDefault(OVERRIDES, MultiNodeOverrides.NONE));
    }

    /**
     * Says anew what every node runs and needs; AWS: {@code nodeOverrides.nodePropertyOverrides}.
     *
     * @param words says it, with the words of a definition; {@code build()} is not for them
     * @return the new request
     * @throws IllegalArgumentException if a value is not what it should be, or the definition is renamed
     */
    public MultiNodeJobRequest eachNode(UnaryOperator<JobDefinitionBuilder> words) {
        JobOverrides changed = eachNode().plus(JobDefinitionChain.overrides(words));
        return new MultiNodeJobRequest(spec().with(EACH_NODE, changed).withoutDefault(EACH_NODE, JobOverrides.NONE));
    }

    /**
     * The template; AWS: {@code jobDefinition}.
     *
     * @return the definition, without what this request overrides
     */
    public MultiNodeJobDefinition definition() {
        return spec().get(DEFINITION);
    }

    /**
     * What the request says anew of the whole job.
     *
     * @return the overrides, perhaps none
     */
    public MultiNodeOverrides overrides() {
        return spec().find(OVERRIDES).orElse(MultiNodeOverrides.NONE);
    }

    /**
     * What the request says anew of every node.
     *
     * @return the overrides, perhaps none
     */
    public JobOverrides eachNode() {
        return spec().find(EACH_NODE).orElse(JobOverrides.NONE);
    }

    /**
     * What will run: the definition with all overrides applied and each {@link Ref} replaced.
     *
     * @return the definition of this one job
     * @throws InvalidModelException if something does not fit together, or a parameter has no value
     */
    public MultiNodeJobDefinition effectiveDefinition() {
        var problems = Problems.of("job " + name());
        MultiNodeJobDefinition effective = effective(problems);
        problems.throwIfAny();
        return effective;
    }

    @CanIgnoreReturnValue // to collect problems only
    MultiNodeJobDefinition effective(Problems problems) {
        reportDependencies(problems);
        return definition()
                .overridden(overrides().spec(), eachNode().spec(), problems)
                .resolved(problems);
    }
}
