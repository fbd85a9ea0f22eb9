package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The words of one of several containers, as far as they have been said. */
final class ContainerChain implements Container.NeedsVcpus, Container.NeedsMemory, ContainerBuilder {
    private static final ImmutableList<Setting<?>> FIXED =
            ImmutableList.of(Setting.NAME, Container.NON_ESSENTIAL, Container.START_AFTER);

    private final Settings base;
    private final JobWords words = new JobWords();
    private final Chain container = new Chain();

    ContainerChain(Settings base) {
        this.base = base;
    }

    /** What a lambda says anew of one of the containers of a job, as a layer to put on it. */
    static Settings changes(UnaryOperator<ContainerBuilder> words) {
        Settings said = Chain.nested("container", words, new ContainerChain(Settings.NONE))
                .layer();
        for (Setting<?> setting : FIXED) {
            if (said.has(setting)) {
                throw new IllegalArgumentException(
                        "the " + setting + " of a container in its job cannot change; make another container");
            }
        }
        return said;
    }

    @Override
    public ContainerChain name(String name) {
        words.name("container", name);
        return this;
    }

    @Override
    public ContainerChain image(String image) {
        container.say(ContainerSettings.IMAGE, Check.image(image));
        return this;
    }

    @Override
    public ContainerChain container(UnaryOperator<Container.Options> changes) {
        Chain.nested("container", changes, new ContainerOptions(container, words));
        return this;
    }

    @Override
    public ContainerChain vcpus(int vcpus) {
        words.vcpus(vcpus);
        return this;
    }

    @Override
    public ContainerChain millivcpus(int millis) {
        words.millivcpus(millis);
        return this;
    }

    @Override
    public ContainerChain memory(MemorySize memory) {
        words.memory(memory);
        return this;
    }

    @Override
    public ContainerChain gpus(int gpus) {
        words.gpus(gpus);
        return this;
    }

    @Override
    public ContainerChain environment(String name, String value) {
        words.variable(name, value);
        return this;
    }

    @Override
    public ContainerChain environment(Map<String, String> variables) {
        words.variables(variables);
        return this;
    }

    @Override
    public ContainerChain nonEssential() {
        words.say(Container.NON_ESSENTIAL, true);
        return this;
    }

    @Override
    public ContainerChain startAfter(Container other, Container.Condition condition) {
        if (other.essential() && condition != Container.Condition.START) {
            throw new IllegalArgumentException("startAfter(" + other.name() + ", " + condition
                    + ") can never come true: the end of an essential container is the end of the job");
        }
        words.startAfter(other.name(), condition);
        return this;
    }

    @Override
    public Container build() {
        Container built = new Container(base).plus(layer());
        var problems = Problems.of("container " + built.name());
        built.report(problems);
        problems.throwIfAny();
        return built;
    }

    private Settings layer() {
        return container.said().isEmpty() ? words.said() : words.said().with(JobSettings.CONTAINER, container.said());
    }
}
