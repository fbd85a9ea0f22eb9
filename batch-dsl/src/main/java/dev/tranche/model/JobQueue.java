package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where jobs wait for one of some compute environments; AWS: {@code CreateJobQueue}.
 *
 * <pre>{@code
 * jobQueue("nightly").computeEnvironmentOrder(spot, onDemand).priority(10).build()
 * }</pre>
 */
public final class JobQueue extends Value {
    /** How long jobs may pass one that does not fit, if a queue does not say it. */
    public static final Duration DEFAULT_PATIENCE = Duration.ofMinutes(10);

    /** The priority of a queue that does not say it. */
    public static final int DEFAULT_PRIORITY = 1;

    static final Setting<ImmutableList<ComputeEnvironment>> ENVIRONMENTS = Setting.of("compute environment order");
    static final Setting<Integer> PRIORITY = Setting.of("priority");
    static final Setting<QueueOrder> ORDER = Setting.of("order");
    static final Setting<Duration> PATIENCE = Setting.of("patience");
    static final Setting<FairSharePolicy> FAIR_SHARE = Setting.of("fair share");
    static final Setting<Integer> MAX_CONCURRENT = Setting.of("max concurrent");
    static final Setting<Integer> ATTEMPTS_ON_INTERRUPTION = Setting.of("attempts on interruption");
    static final Setting<ImmutableMap<String, Duration>> STATE_TIME_LIMITS = Setting.map("job state time limits");
    static final Setting<Boolean> DISABLED = Setting.of("disabled");

    private final Settings settings;

    JobQueue(Settings settings) {
        boolean strict =
                settings.find(ORDER).filter(QueueOrder.STRICT_FIFO::equals).isPresent();
        this.settings = (strict ? settings.without(PATIENCE) : settings)
                .withoutDefault(PRIORITY, DEFAULT_PRIORITY)
                .withoutDefault(ORDER, QueueOrder.BACKFILL)
                .withoutDefault(PATIENCE, DEFAULT_PATIENCE);
    }

    /**
     * Begins a queue.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}; AWS: {@code jobQueueName}
     * @return the next step: which environments
     * @throws IllegalArgumentException if the name is not one
     */
    public static NeedsEnvironment named(String name) {
        Check.name("job queue", name);
        return (first, then) -> new JobQueueChain(Settings.NONE).name(name).computeEnvironmentOrder(first, then);
    }

    /**
     * Begins another queue that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew
     */
    public JobQueueBuilder toBuilder() {
        return new JobQueueChain(settings);
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * The name; AWS: {@code jobQueueName}.
     *
     * @return the name
     */
    public String name() {
        return settings.get(Setting.NAME);
    }

    /**
     * The environments in the order they are tried; AWS: {@code computeEnvironmentOrder}.
     *
     * @return at least one
     */
    public List<ComputeEnvironment> computeEnvironmentOrder() {
        return settings.get(ENVIRONMENTS);
    }

    /**
     * Which of the queues that share an environment is served first; AWS: {@code priority}.
     *
     * @return the priority, higher first; {@link #DEFAULT_PRIORITY} by default
     */
    public int priority() {
        return settings.find(PRIORITY).orElse(DEFAULT_PRIORITY);
    }

    /**
     * What happens to the jobs behind one that does not fit. AWS knows only the strict order; in JSON under
     * {@code tranche}.
     *
     * @return {@link QueueOrder#BACKFILL} by default
     */
    public QueueOrder order() {
        return settings.find(ORDER).orElse(QueueOrder.BACKFILL);
    }

    /**
     * For how long jobs may pass one that does not fit before hosts are kept for it; in JSON under {@code tranche}. In
     * strict order nothing passes in the queue itself; there it protects from the jobs of other queues.
     *
     * @return {@link #DEFAULT_PATIENCE} by default, and always in strict order
     */
    public Duration patience() {
        return settings.find(PATIENCE).orElse(DEFAULT_PATIENCE);
    }

    /**
     * How the queue divides its environments among shares; AWS: {@code schedulingPolicyArn}.
     *
     * @return the policy; empty if jobs go in the order they were submitted
     */
    public Optional<FairSharePolicy> fairShare() {
        return settings.find(FAIR_SHARE);
    }

    /**
     * How many jobs of the queue may be starting or running at once. AWS has no such limit; in JSON under
     * {@code tranche}.
     *
     * @return at least 1, if limited
     */
    public OptionalInt maxConcurrent() {
        return settings.number(MAX_CONCURRENT);
    }

    /**
     * The separate budget for attempts that end by the loss of a host, for jobs that do not have one of their own; in
     * JSON under {@code tranche}.
     *
     * @return how many attempts may end so, the first included; empty if they count as all others do
     */
    public OptionalInt attemptsOnInterruption() {
        return settings.number(ATTEMPTS_ON_INTERRUPTION);
    }

    /**
     * How long the first job of the queue may be blocked before it is cancelled; AWS: {@code jobStateTimeLimitActions}.
     *
     * @return time limits by the reason for which the job is blocked
     */
    public Map<String, Duration> jobStateTimeLimits() {
        return settings.map(STATE_TIME_LIMITS);
    }

    /**
     * Whether the queue takes no new jobs; AWS: {@code state DISABLED}.
     *
     * @return true if it has been said
     */
    public boolean disabled() {
        return settings.has(DISABLED);
    }

    /** The step that says where the jobs of the queue run. */
    @FunctionalInterface
    public interface NeedsEnvironment {
        /**
         * The environments in the order they are tried; AWS: {@code computeEnvironmentOrder}.
         *
         * @param first the environment that is tried first
         * @param then those that are tried when a job does not fit into the one before
         * @return the builder: everything else is optional
         */
        JobQueueBuilder computeEnvironmentOrder(ComputeEnvironment first, ComputeEnvironment... then);
    }

    /** The words of a fair-share policy. Each can be said once, each share once. */
    public interface FairShare {
        /**
         * A share of weight 1; AWS: {@code shareDistribution[]}.
         *
         * @param identifier 1 to 255 letters or digits; with {@code *} at its end, a prefix, whose shares have its weight
         *     together
         * @return this
         * @throws IllegalArgumentException if it is not one
         */
        FairShare share(String identifier);

        /**
         * A share; AWS: {@code shareDistribution[]}.
         *
         * @param identifier 1 to 255 letters or digits; with {@code *} at its end, a prefix
         * @param weight from 0.0001 to 999.9999; half the weight gets twice as much. AWS: {@code weightFactor}
         * @return this
         * @throws IllegalArgumentException if one of the two is not what it should be
         */
        FairShare share(String identifier, double weight);

        /**
         * The half-life of past usage; AWS: {@code shareDecaySeconds}.
         *
         * @param halfLife from zero, for what runs only, to seven days
         * @return this
         * @throws IllegalArgumentException if the duration is out of its range
         */
        FairShare decay(Duration halfLife);

        /**
         * Holds back a part for shares that are not active yet; AWS: {@code computeReservation}.
         *
         * @param percent from 0 to 99
         * @return this
         * @throws IllegalArgumentException if the number is out of its range
         */
        FairShare computeReservation(int percent);

        /**
         * Counts only vCPUs as usage, as AWS does, and not the resource of which a share has the largest part.
         *
         * @return this
         */
        FairShare vcpusOnly();
    }
}
