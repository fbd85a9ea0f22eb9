package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.math.LongMath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * The template of a job that runs on several hosts at once; AWS: {@code RegisterJobDefinition} with {@code type
 * multinode}. All nodes start together or not at all, and the end of the main node is the end of the job.
 *
 * <pre>{@code
 * multiNodeJobDefinition("mpi").nodes(8, rank).timeout(Duration.ofHours(1)).build()
 * }</pre>
 */
public final class MultiNodeJobDefinition extends Value {
    static final Setting<Integer> NODE_COUNT = Setting.of("number of nodes");
    static final Setting<Integer> MAIN_NODE = Setting.of("main node");
    static final Setting<JobDefinition> EACH = Setting.of("each node");
    static final Setting<ImmutableList<NodeRange>> EXCEPTIONS = Setting.layered("exceptions", NodeRanges::layered);

    private static final ImmutableList<Setting<?>> WHOLE_JOB = ImmutableList.of(
            JobSettings.RETRY,
            JobSettings.TIMEOUT,
            JobSettings.QUEUE_TIMEOUT,
            JobSettings.STOP_GRACE,
            JobSettings.SCHEDULING_PRIORITY,
            JobSettings.ON_UNKNOWN_OUTCOME);

    private final Settings settings;

    MultiNodeJobDefinition(Settings settings) {
        this.settings = settings.withoutDefault(MAIN_NODE, 0)
                .withoutDefault(JobSettings.RETRY, RetryStrategy.NEVER)
                .withoutDefault(JobSettings.STOP_GRACE, JobDefinition.DEFAULT_STOP_GRACE)
                .withoutDefault(JobSettings.ON_UNKNOWN_OUTCOME, UnknownOutcome.HOLD);
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * Begins a definition.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}; AWS: {@code jobDefinitionName}
     * @return the next step: how many nodes, and what they run
     * @throws IllegalArgumentException if the name is not one
     */
    public static NeedsNodes named(String name) {
        Check.name("job definition", name);
        return (count, each) -> new MultiNodeJobDefinitionChain(
                        Settings.NONE.with(Setting.NAME, name).with(EACH, each))
                .name(name)
                .nodes(count);
    }

    /**
     * Begins another definition that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew; ranges of nodes are added
     */
    public MultiNodeJobDefinitionBuilder toBuilder() {
        return new MultiNodeJobDefinitionChain(settings);
    }

    /**
     * The name; AWS: {@code jobDefinitionName}.
     *
     * @return the name
     */
    public String name() {
        return settings.get(Setting.NAME);
    }

    /**
     * How many nodes; AWS: {@code nodeProperties.numNodes}.
     *
     * @return at least 1
     */
    public int nodes() {
        return settings.get(NODE_COUNT);
    }

    /**
     * The node whose end is the end of the job; AWS: {@code nodeProperties.mainNode}.
     *
     * @return 0 by default
     */
    public int mainNode() {
        return settings.find(MAIN_NODE).orElse(0);
    }

    /**
     * What the nodes run; AWS: {@code nodeProperties.nodeRangeProperties}.
     *
     * @return the ranges in the order they count, the first over all nodes
     */
    public List<NodeRange> ranges() {
        var whole = new NodeRange(0, nodes() - 1, settings.get(EACH));
        return ImmutableList.<NodeRange>builder()
                .add(whole)
                .addAll(exceptions())
                .build();
    }

    /**
     * What one node runs.
     *
     * @param node its index, from 0
     * @return the definition of the last range that contains it
     * @throws IllegalArgumentException if there is no such node
     */
    public JobDefinition definitionOf(int node) {
        Check.range("node", node, 0, nodes() - 1);
        JobDefinition last = settings.get(EACH);
        for (NodeRange exception : exceptions()) {
            last = exception.contains(node) ? exception.definition() : last;
        }
        return last;
    }

    private ImmutableList<NodeRange> exceptions() {
        return settings.find(EXCEPTIONS).orElseGet(ImmutableList::of);
    }

    /**
     * The values for each {@link Ref} in what the nodes run; AWS: {@code parameters}.
     *
     * @return values by name, which go before those of the nodes' definitions
     */
    public Map<String, String> parameters() {
        return settings.map(JobSettings.PARAMETERS);
    }

    /**
     * How often the job is tried; AWS: {@code retryStrategy}.
     *
     * @return {@link RetryStrategy#NEVER} by default
     */
    public RetryStrategy retryStrategy() {
        return settings.find(JobSettings.RETRY).orElse(RetryStrategy.NEVER);
    }

    /**
     * How long an attempt of the whole job may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @return a positive duration, if set
     */
    public Optional<Duration> timeout() {
        return settings.find(JobSettings.TIMEOUT);
    }

    /**
     * How long the job may wait in its queue for an attempt to begin; in JSON under {@code tranche}.
     *
     * @return a positive duration, if set
     */
    public Optional<Duration> queueTimeout() {
        return settings.find(JobSettings.QUEUE_TIMEOUT);
    }

    /**
     * How long the programs have to end after SIGTERM, before SIGKILL; in JSON under {@code tranche}.
     *
     * @return {@link JobDefinition#DEFAULT_STOP_GRACE} by default
     */
    public Duration stopGrace() {
        return settings.find(JobSettings.STOP_GRACE).orElse(JobDefinition.DEFAULT_STOP_GRACE);
    }

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriority}.
     *
     * @return from 0 to 9999, higher first, if set
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
     * @return {@link UnknownOutcome#HOLD} by default
     */
    public UnknownOutcome onUnknownOutcome() {
        return settings.find(JobSettings.ON_UNKNOWN_OUTCOME).orElse(UnknownOutcome.HOLD);
    }

    /** This definition with settings of the job and of each node on top. */
    MultiNodeJobDefinition overridden(Settings job, Settings eachNode, Problems problems) {
        var changed = new MultiNodeJobDefinition(settings.plus(job))
                .nodes((definition, inside) -> definition.overridden(eachNode, inside), problems);
        changed.report(problems);
        return changed;
    }

    /** This definition with every reference of its nodes replaced. */
    MultiNodeJobDefinition resolved(Problems problems) {
        var parameters = settings.map(JobSettings.PARAMETERS);
        return nodes((definition, inside) -> definition.resolved(parameters, inside), problems);
    }

    private MultiNodeJobDefinition nodes(BiFunction<JobDefinition, Problems, JobDefinition> change, Problems problems) {
        JobDefinition each = change.apply(settings.get(EACH), problems.in("nodes"));
        ImmutableList<NodeRange> changed = exceptions().stream()
                .map(range -> range.with(change.apply(range.definition(), problems.in(range.path()))))
                .collect(ImmutableList.toImmutableList());
        Settings all = settings.with(EACH, each);
        return new MultiNodeJobDefinition(changed.isEmpty() ? all : all.with(EXCEPTIONS, changed));
    }

    void report(Problems problems) {
        reportTotals(problems);
        problems.addIf(
                mainNode() >= nodes(),
                "main node",
                "must be less than the number of nodes, " + nodes() + ": " + mainNode());
        for (NodeRange range : ranges()) {
            Problems inside = problems.in(range.path());
            inside.addIf(
                    range.to() >= nodes(),
                    "to",
                    "must be less than the number of nodes, " + nodes() + ": " + range.to());
            for (Setting<?> setting : WHOLE_JOB) {
                inside.addIf(
                        range.definition().spec().has(setting),
                        setting.toString(),
                        "belongs to the whole job; say it there");
            }
        }
    }

    private void reportTotals(Problems problems) {
        long millivcpus = 0;
        long bytes = 0;
        for (int node = 0; node < nodes(); node++) {
            JobDefinition definition = definitionOf(node);
            millivcpus += definition.millivcpus();
            bytes = LongMath.saturatedAdd(bytes, definition.memory().bytes());
        }
        Check.totals(millivcpus, new MemorySize(bytes), "the nodes", problems);
    }

    /** The step that says how many nodes there are, and what they run. */
    @FunctionalInterface
    public interface NeedsNodes {
        /**
         * So many nodes that all run the same; AWS: {@code nodeProperties}.
         *
         * @param count from 1 to 10000
         * @param each what a node runs and how much it needs
         * @return the builder: everything else is optional
         * @throws IllegalArgumentException if the number is out of its range
         */
        MultiNodeJobDefinitionBuilder nodes(int count, JobDefinition each);
    }
}
