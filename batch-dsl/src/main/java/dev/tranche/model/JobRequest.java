package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Lists;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * One submit of a definition; AWS: {@code SubmitJob}. It is complete from its first word, and every method returns a new
 * request, so a request can be kept and submitted often. Of two words about the same thing the last one wins.
 *
 * <pre>{@code
 * job("align-7", align).parameter("sample", "7").memory(gib(16)).after(split)
 * }</pre>
 *
 * <p>The words here are those that jobs of one definition usually differ in; {@link #override} has all others.
 */
public final class JobRequest extends Request implements Submission {
    static final Setting<JobDefinition> DEFINITION = Setting.of("definition");
    static final Setting<JobOverrides> OVERRIDES = Setting.of("overrides");

    private JobRequest(Settings settings) {
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
    public static JobRequest of(String name, JobDefinition definition) {
        return new JobRequest(
                Settings.NONE.with(Setting.NAME, Check.jobName(name)).with(DEFINITION, definition));
    }

    /**
     * Many jobs of the same kind, each with an index; AWS: {@code arrayProperties.size}.
     *
     * @param size how many, at least 2
     * @return the request of an array job, each child of which is as this request says
     * @throws IllegalArgumentException if the size is less than 2
     */
    public ArrayJobRequest array(int size) {
        return ArrayJobRequest.of(this, size);
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public JobRequest after(Predecessor first, Predecessor... others) {
        return after(Lists.asList(first, others));
    }

    /**
     * Waits until all of them have succeeded; AWS: {@code dependsOn}.
     *
     * @param all what to wait for, perhaps nothing
     * @return the new request
     */
    public JobRequest after(Iterable<? extends Predecessor> all) {
        return new JobRequest(waiting(Dependency.Kind.AFTER, all));
    }

    /**
     * Waits until all of them have ended, well or not. AWS has no such dependency.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public JobRequest afterAny(Predecessor first, Predecessor... others) {
        return afterAny(Lists.asList(first, others));
    }

    /**
     * Waits until all of them have ended, well or not. AWS has no such dependency.
     *
     * @param all what to wait for, perhaps nothing
     * @return the new request
     */
    public JobRequest afterAny(Iterable<? extends Predecessor> all) {
        return new JobRequest(waiting(Dependency.Kind.AFTER_ANY, all));
    }

    /**
     * Waits until all of them have failed. AWS has no such dependency.
     *
     * @param first what to wait for
     * @param others more of them
     * @return the new request
     */
    public JobRequest afterFailure(Predecessor first, Predecessor... others) {
        return new JobRequest(waiting(Dependency.Kind.AFTER_FAILURE, Lists.asList(first, others)));
    }

    /**
     * The queue, for a job of a workflow that is not to wait in the queue of the others; AWS: {@code jobQueue}.
     *
     * @param queue the queue
     * @return the new request
     */
    public JobRequest queue(JobQueue queue) {
        return new JobRequest(spec().with(QUEUE, queue));
    }

    /**
     * On whose account the job runs in a queue with a fair-share policy; AWS: {@code shareIdentifier}.
     *
     * @param shareIdentifier 1 to 255 letters or digits
     * @return the new request
     * @throws IllegalArgumentException if it is not one
     */
    public JobRequest share(String shareIdentifier) {
        return new JobRequest(sharing(shareIdentifier));
    }

    /**
     * Makes submits with the same token the same job.
     *
     * @param token 1 to 255 characters
     * @return the new request
     * @throws IllegalArgumentException if the token is blank or too long
     */
    public JobRequest clientToken(String token) {
        return new JobRequest(identified(token));
    }

    /**
     * Submits the job held: it waits until somebody releases it. Of an array, no child starts. AWS cannot hold a job.
     *
     * @return the new request
     */
    public JobRequest held() {
        return new JobRequest(spec().with(HELD, true));
    }

    /**
     * A value for each {@link Ref} of this name; AWS: {@code parameters}.
     *
     * @param name its name
     * @param value the value
     * @return the new request
     * @throws IllegalArgumentException if the name is not one, or the value contains a NUL character
     */
    public JobRequest parameter(String name, String value) {
        return override(definition -> definition.parameter(name, value));
    }

    /**
     * An environment variable; AWS: {@code containerOverrides.environment}.
     *
     * @param name its name, not beginning with {@code AWS_BATCH}
     * @param value its value
     * @return the new request
     * @throws IllegalArgumentException if the name is not one, or something contains a NUL character
     */
    public JobRequest environment(String name, String value) {
        return override(definition -> definition.environment(name, value));
    }

    /**
     * Another command; AWS: {@code containerOverrides.command}. Of an executable the first word is the path and the
     * others are the arguments.
     *
     * @param program the first word
     * @param arguments the others, where {@link Ref} may stand
     * @return the new request
     * @throws IllegalArgumentException if a word contains a NUL character
     */
    public JobRequest command(String program, String... arguments) {
        return override(definition -> definition.command(program, arguments));
    }

    /**
     * Another image. AWS cannot override it.
     *
     * @param image the image, of at most 255 characters
     * @return the new request
     * @throws IllegalArgumentException if it cannot be the name of an image
     */
    public JobRequest image(String image) {
        return override(definition -> definition.image(image));
    }

    /**
     * Whole vCPUs; AWS: {@code containerOverrides.resourceRequirements} of type {@code VCPU}.
     *
     * @param vcpus at least 1
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public JobRequest vcpus(int vcpus) {
        return override(definition -> definition.vcpus(vcpus));
    }

    /**
     * Thousandths of a vCPU.
     *
     * @param millis at least 1; 250 is a quarter of a vCPU
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public JobRequest millivcpus(int millis) {
        return override(definition -> definition.millivcpus(millis));
    }

    /**
     * The memory; AWS: {@code containerOverrides.resourceRequirements} of type {@code MEMORY}.
     *
     * @param memory at least 4 MiB
     * @return the new request
     * @throws IllegalArgumentException if the size is out of its range
     */
    public JobRequest memory(MemorySize memory) {
        return override(definition -> definition.memory(memory));
    }

    /**
     * Whole GPUs; AWS: {@code containerOverrides.resourceRequirements} of type {@code GPU}.
     *
     * @param gpus at least 1
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public JobRequest gpus(int gpus) {
        return override(definition -> definition.gpus(gpus));
    }

    /**
     * The disk space that the job needs. AWS does not schedule disk.
     *
     * @param disk at least 1 MiB
     * @return the new request
     * @throws IllegalArgumentException if the size is out of its range
     */
    public JobRequest disk(MemorySize disk) {
        return override(definition -> definition.disk(disk));
    }

    /**
     * How long an attempt may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @param attempt a positive duration
     * @return the new request
     * @throws IllegalArgumentException if the duration is not positive
     */
    public JobRequest timeout(Duration attempt) {
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
    public JobRequest queueTimeout(Duration wait) {
        return override(definition -> definition.queueTimeout(wait));
    }

    /**
     * How often the job is tried, in place of the whole strategy of the definition; AWS: {@code retryStrategy}.
     *
     * @param retry says the strategy
     * @return the new request
     * @throws IllegalArgumentException if the strategy gives rules, but no number of attempts
     */
    public JobRequest retry(UnaryOperator<RetryStrategyBuilder> retry) {
        return override(definition -> definition.retry(retry));
    }

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriorityOverride}.
     *
     * @param priority from 0 to 9999, higher first
     * @return the new request
     * @throws IllegalArgumentException if the number is out of its range
     */
    public JobRequest schedulingPriority(int priority) {
        return override(definition -> definition.schedulingPriority(priority));
    }

    /**
     * A tag; AWS: {@code tags}.
     *
     * @param key 1 to 128 characters
     * @param value at most 256 characters
     * @return the new request
     * @throws IllegalArgumentException if one is too long
     */
    public JobRequest tag(String key, String value) {
        return override(definition -> definition.tag(key, value));
    }

    /**
     * Says anew whatever a definition can say, but for its name:
     * {@code override(d -> d.stopGrace(Duration.ZERO).container(c -> c.user("1000")))}.
     *
     * @param words says it, with the words of a definition; {@code build()} is not for them
     * @return the new request
     * @throws IllegalArgumentException if a value is not what it should be, or the definition is renamed
     */
    public JobRequest override(UnaryOperator<JobDefinitionBuilder> words) {
        JobOverrides changed = overrides().plus(JobDefinitionChain.overrides(words));
        return new JobRequest(spec().with(OVERRIDES, changed).withoutDefault(OVERRIDES, JobOverrides.NONE));
    }

    JobRequest childByChild(ArrayPredecessor array) {
        return new JobRequest(waiting(Dependency.Kind.AFTER_EACH, List.of(array)));
    }

    /**
     * The template; AWS: {@code jobDefinition}.
     *
     * @return the definition, without what this request overrides
     */
    public JobDefinition definition() {
        return spec().get(DEFINITION);
    }

    /**
     * What the request says anew; AWS: {@code containerOverrides} and its neighbours.
     *
     * @return the overrides, perhaps none
     */
    public JobOverrides overrides() {
        return spec().find(OVERRIDES).orElse(JobOverrides.NONE);
    }

    /**
     * What will run: the definition with all overrides applied, each {@link Ref} of its command or arguments replaced by
     * the value of its parameter, and the variables of the job handed down to each of several containers.
     *
     * @return the definition of this one job
     * @throws InvalidModelException if something does not fit together, or a parameter has no value
     */
    public JobDefinition effectiveDefinition() {
        var problems = Problems.of("job " + name());
        JobDefinition effective = effective(problems);
        problems.throwIfAny();
        return effective;
    }

    @CanIgnoreReturnValue // to collect problems only
    JobDefinition effective(Problems problems) {
        reportDependencies(problems);
        return definition().overridden(overrides().spec(), problems).resolved(ImmutableMap.of(), problems);
    }
}
