package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What a request says anew of a multi-node definition as a whole. Only what has been said is present. */
public final class MultiNodeOverrides extends Value {
    static final MultiNodeOverrides NONE = new MultiNodeOverrides(Settings.NONE);

    private final Settings settings;

    MultiNodeOverrides(Settings settings) {
        this.settings = settings;
    }

    MultiNodeOverrides plus(Settings later) {
        return new MultiNodeOverrides(settings.plus(later));
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * Whether the request takes its definition as it is, but for its nodes.
     *
     * @return true if nothing is overridden
     */
    public boolean isEmpty() {
        return settings.isEmpty();
    }

    /**
     * The number of nodes; AWS: {@code nodeOverrides.numNodes}.
     *
     * @return the number, if overridden
     */
    public OptionalInt nodes() {
        return settings.number(MultiNodeJobDefinition.NODE_COUNT);
    }

    /**
     * The main node; in JSON under {@code tranche}.
     *
     * @return its index, if overridden
     */
    public OptionalInt mainNode() {
        return settings.number(MultiNodeJobDefinition.MAIN_NODE);
    }

    /**
     * Nodes that run something else than in the definition; in JSON under {@code tranche}.
     *
     * @return the added ranges
     */
    public List<NodeRange> ranges() {
        return settings.find(MultiNodeJobDefinition.EXCEPTIONS).orElseGet(ImmutableList::of);
    }

    /**
     * Values of parameters; AWS: {@code parameters}.
     *
     * @return values by name, in the order they were said
     */
    public Map<String, String> parameters() {
        return settings.map(JobSettings.PARAMETERS);
    }

    /**
     * The retry strategy, which replaces the whole of the definition's; AWS: {@code retryStrategy}.
     *
     * @return the strategy, if overridden
     */
    public Optional<RetryStrategy> retryStrategy() {
        return settings.find(JobSettings.RETRY);
    }

    /**
     * How long an attempt may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @return a positive duration, if overridden
     */
    public Optional<Duration> timeout() {
        return settings.find(JobSettings.TIMEOUT);
    }

    /**
     * How long the job may wait in its queue for an attempt to begin; in JSON under {@code tranche}.
     *
     * @return a positive duration, if overridden
     */
    public Optional<Duration> queueTimeout() {
        return settings.find(JobSettings.QUEUE_TIMEOUT);
    }

    /**
     * How long the programs have to end after they were asked to; in JSON under {@code tranche}.
     *
     * @return zero or more, if overridden
     */
    public Optional<Duration> stopGrace() {
        return settings.find(JobSettings.STOP_GRACE);
    }

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriorityOverride}.
     *
     * @return from 0 to 9999, if overridden
     */
    public OptionalInt schedulingPriority() {
        return settings.number(JobSettings.SCHEDULING_PRIORITY);
    }

    /**
     * The tags; AWS: {@code tags}.
     *
     * @return values by key, in the order they were said
     */
    public Map<String, String> tags() {
        return settings.map(JobSettings.TAGS);
    }

    /**
     * Whether the tags go on to what the job runs in; AWS: {@code propagateTags}.
     *
     * @return true if it has been said
     */
    public boolean propagateTags() {
        return settings.has(JobSettings.PROPAGATE_TAGS);
    }

    /**
     * What becomes of the job when nobody can say how an attempt ended; in JSON under {@code tranche}.
     *
     * @return the choice, if overridden
     */
    public Optional<UnknownOutcome> onUnknownOutcome() {
        return settings.find(JobSettings.ON_UNKNOWN_OUTCOME);
    }
}
