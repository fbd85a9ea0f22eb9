package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The words of a multi-node definition, as far as they have been said. */
final class MultiNodeJobDefinitionChain implements MultiNodeJobDefinitionBuilder {
    private final Settings base;
    private final JobWords words = new JobWords();
    private final ImmutableList.Builder<NodeRange> exceptions = ImmutableList.builder();

    MultiNodeJobDefinitionChain(Settings base) {
        this.base = base;
    }

    /** What the lambda of an override says, as a layer to put on a definition. */
    static Settings overrides(UnaryOperator<MultiNodeJobDefinitionBuilder> words) {
        var problems = Problems.of("override");
        Settings layer = Chain.nested("override", words, new MultiNodeJobDefinitionChain(Settings.NONE))
                .layer(problems);
        problems.throwIfAny();
        return JobWords.refuseName(layer);
    }

    @Override
    public MultiNodeJobDefinitionChain name(String name) {
        words.name("job definition", name);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain nodes(int count) {
        words.say(MultiNodeJobDefinition.NODE_COUNT, Check.range("number of nodes", count, 1, 10_000));
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain nodes(int from, int to, JobDefinition definition) {
        Check.range("first node", from, 0, Integer.MAX_VALUE);
        Check.range("last node", to, from, Integer.MAX_VALUE);
        exceptions.add(new NodeRange(from, to, definition));
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain mainNode(int index) {
        words.say(MultiNodeJobDefinition.MAIN_NODE, Check.range("main node", index, 0, Integer.MAX_VALUE));
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain parameter(String name, String value) {
        words.parameter(name, value);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain retry(UnaryOperator<RetryStrategyBuilder> retry) {
        words.retry(retry);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain timeout(Duration attempt) {
        words.timeout(attempt);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain queueTimeout(Duration wait) {
        words.queueTimeout(wait);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain stopGrace(Duration grace) {
        words.stopGrace(grace);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain schedulingPriority(int priority) {
        words.schedulingPriority(priority);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain tag(String key, String value) {
        words.tag(key, value);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain propagateTags() {
        words.say(JobSettings.PROPAGATE_TAGS, true);
        return this;
    }

    @Override
    public MultiNodeJobDefinitionChain onUnknownOutcome(UnknownOutcome choice) {
        words.say(JobSettings.ON_UNKNOWN_OUTCOME, choice);
        return this;
    }

    @Override
    public MultiNodeJobDefinition build() {
        var problems = Problems.of(
                "job definition " + words.said().find(Setting.NAME).orElseGet(() -> base.get(Setting.NAME)));
        var built = new MultiNodeJobDefinition(base.plus(layer(problems)));
        built.report(problems);
        problems.throwIfAny();
        return built;
    }

    private Settings layer(Problems problems) {
        ImmutableList<NodeRange> all = exceptions.build();
        NodeRanges.reportHidden(all, problems);
        return all.isEmpty()
                ? words.said()
                : words.said().with(MultiNodeJobDefinition.EXCEPTIONS, NodeRanges.layered(ImmutableList.of(), all));
    }
}
