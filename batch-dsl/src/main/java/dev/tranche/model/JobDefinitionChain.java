package dev.tranche.model;

import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The words of a definition, as far as they have been said: on top of nothing but a program, of a definition that is
 * changed, or of nothing at all for the overrides of a request.
 */
final class JobDefinitionChain implements JobDefinition.NeedsVcpus, JobDefinition.NeedsMemory, JobDefinitionBuilder {
    private final Settings base;
    private final JobWords job = new JobWords();
    private final Chain container = new Chain();

    JobDefinitionChain(Settings base) {
        this.base = base;
    }

    /** What the lambda of an override says, as a layer to put on a definition. */
    static Settings overrides(UnaryOperator<JobDefinitionBuilder> words) {
        return JobWords.refuseName(Chain.nested("override", words, new JobDefinitionChain(Settings.NONE))
                .layer());
    }

    @Override
    public JobDefinitionChain name(String name) {
        job.name("job definition", name);
        return this;
    }

    @Override
    public JobDefinitionChain image(String image) {
        container.say(ContainerSettings.IMAGE, Check.image(image));
        return this;
    }

    @Override
    public JobDefinitionChain command(String program, String... arguments) {
        return container(options -> options.command(program, arguments));
    }

    @Override
    public JobDefinitionChain container(UnaryOperator<Container.Options> changes) {
        Chain.nested("container", changes, new ContainerOptions(container, job));
        return this;
    }

    @Override
    public JobDefinitionChain container(String name, UnaryOperator<ContainerBuilder> changes) {
        job.container(name, ContainerChain.changes(changes));
        return this;
    }

    @Override
    public JobDefinitionChain vcpus(int vcpus) {
        job.vcpus(vcpus);
        return this;
    }

    @Override
    public JobDefinitionChain millivcpus(int millis) {
        job.millivcpus(millis);
        return this;
    }

    @Override
    public JobDefinitionChain memory(MemorySize memory) {
        job.memory(memory);
        return this;
    }

    @Override
    public JobDefinitionChain gpus(int gpus) {
        job.gpus(gpus);
        return this;
    }

    @Override
    public JobDefinitionChain disk(MemorySize disk) {
        job.disk(disk);
        return this;
    }

    @Override
    public JobDefinitionChain hardCpuLimit() {
        job.say(JobSettings.HARD_CPU_LIMIT, true);
        return this;
    }

    @Override
    public JobDefinitionChain environment(String name, String value) {
        job.variable(name, value);
        return this;
    }

    @Override
    public JobDefinitionChain environment(Map<String, String> variables) {
        job.variables(variables);
        return this;
    }

    @Override
    public JobDefinitionChain secret(String variable, Secret secret) {
        job.secret(variable, secret);
        return this;
    }

    @Override
    public JobDefinitionChain parameter(String name, String value) {
        job.parameter(name, value);
        return this;
    }

    @Override
    public JobDefinitionChain jobRole(String arn) {
        job.role(JobSettings.JOB_ROLE, arn);
        return this;
    }

    @Override
    public JobDefinitionChain executionRole(String arn) {
        job.role(JobSettings.EXECUTION_ROLE, arn);
        return this;
    }

    @Override
    public JobDefinitionChain retry(UnaryOperator<RetryStrategyBuilder> retry) {
        job.retry(retry);
        return this;
    }

    @Override
    public JobDefinitionChain timeout(Duration attempt) {
        job.timeout(attempt);
        return this;
    }

    @Override
    public JobDefinitionChain queueTimeout(Duration wait) {
        job.queueTimeout(wait);
        return this;
    }

    @Override
    public JobDefinitionChain stopGrace(Duration grace) {
        job.stopGrace(grace);
        return this;
    }

    @Override
    public JobDefinitionChain schedulingPriority(int priority) {
        job.schedulingPriority(priority);
        return this;
    }

    @Override
    public JobDefinitionChain consumes(ConsumableResource resource, long quantity) {
        job.consumes(resource, quantity);
        return this;
    }

    @Override
    public JobDefinitionChain tag(String key, String value) {
        job.tag(key, value);
        return this;
    }

    @Override
    public JobDefinitionChain propagateTags() {
        job.say(JobSettings.PROPAGATE_TAGS, true);
        return this;
    }

    @Override
    public JobDefinitionChain raw(String backend, String path, Object json) {
        job.raw(backend, path, json);
        return this;
    }

    @Override
    public JobDefinitionChain onUnknownOutcome(UnknownOutcome choice) {
        job.say(JobSettings.ON_UNKNOWN_OUTCOME, choice);
        return this;
    }

    @Override
    public JobDefinition build() {
        var problems = Problems.of("job definition " + base.plus(job.said()).get(Setting.NAME));
        JobDefinition built = new JobDefinition(base).overridden(layer(), problems);
        problems.throwIfAny();
        return built;
    }

    private Settings layer() {
        return container.said().isEmpty() ? job.said() : job.said().with(JobSettings.CONTAINER, container.said());
    }
}
