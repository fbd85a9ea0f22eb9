package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** What a definition says of a job beside its name and program, and what a request may say anew. */
public abstract sealed class JobSettings extends Value permits JobDefinition, JobOverrides {
    static final Setting<Program> PROGRAM = Setting.of("program");
    static final Setting<Integer> MILLIVCPUS = Setting.of("millivcpus");
    static final Setting<MemorySize> MEMORY = Setting.of("memory");
    static final Setting<Integer> GPUS = Setting.of("gpus");
    static final Setting<MemorySize> DISK = Setting.of("disk");
    static final Setting<Boolean> HARD_CPU_LIMIT = Setting.of("hard CPU limit");
    static final Setting<ImmutableMap<String, String>> ENVIRONMENT = Setting.map("environment");
    static final Setting<ImmutableMap<String, Secret>> SECRETS = Setting.map("secrets");
    static final Setting<ImmutableMap<String, String>> PARAMETERS = Setting.map("parameters");
    static final Setting<String> JOB_ROLE = Setting.of("job role");
    static final Setting<String> EXECUTION_ROLE = Setting.of("execution role");
    static final Setting<RetryStrategy> RETRY = Setting.of("retry");
    static final Setting<Duration> TIMEOUT = Setting.of("timeout");
    static final Setting<Duration> QUEUE_TIMEOUT = Setting.of("queue timeout");
    static final Setting<Duration> STOP_GRACE = Setting.of("stop grace");
    static final Setting<Integer> SCHEDULING_PRIORITY = Setting.of("scheduling priority");
    static final Setting<ImmutableMap<ConsumableResource, Long>> CONSUMES = Setting.map("consumes");
    static final Setting<ImmutableMap<String, String>> TAGS = Setting.map("tags");
    static final Setting<Boolean> PROPAGATE_TAGS = Setting.of("propagate tags");
    static final Setting<ImmutableMap<String, RawSetting>> RAW = Setting.map("raw");
    static final Setting<UnknownOutcome> ON_UNKNOWN_OUTCOME = Setting.of("on unknown outcome");

    /*
     * What is said of the program of a definition, and of one of several containers by its name. Only builders and
     * overrides have it; in a definition it has been applied to the program.
     */
    static final Setting<Settings> CONTAINER = Setting.layered("container", ContainerSettings::layered);
    static final Setting<ImmutableMap<String, Settings>> CONTAINERS =
            Setting.layered("containers", JobSettings::layered);

    private final Settings settings;

    JobSettings(Settings settings) {
        this.settings = settings;
    }

    /** AWS knows a resource by its name, so there may be only one of each. */
    final void reportResources(Problems problems) {
        Set<String> names = new HashSet<>();
        for (ConsumableResource resource : consumes().keySet()) {
            problems.addIf(!names.add(resource.name()), "consumes", "two resources have the name " + resource.name());
        }
    }

    private static ImmutableMap<String, Settings> layered(
            ImmutableMap<String, Settings> earlier, ImmutableMap<String, Settings> later) {
        var all = ImmutableMap.<String, Settings>builder().putAll(earlier);
        later.forEach((name, changes) ->
                all.put(name, earlier.getOrDefault(name, Settings.NONE).plus(changes)));
        return all.buildKeepingLast();
    }

    @Override
    final Settings spec() {
        return settings;
    }

    /**
     * The disk space that the job needs beside its image. AWS does not schedule disk; in JSON under {@code tranche}.
     *
     * @return the size, if set
     */
    public Optional<MemorySize> disk() {
        return settings.find(DISK);
    }

    /**
     * Whether the job may never use more than its vCPUs, also when others leave theirs idle. AWS has shares only; in
     * JSON under {@code tranche}.
     *
     * @return true if it has been said
     */
    public boolean hardCpuLimit() {
        return settings.has(HARD_CPU_LIMIT);
    }

    /**
     * The environment variables; AWS: {@code environment}.
     *
     * @return values by name, in the order they were said; of several containers each gets them all
     */
    public Map<String, String> environment() {
        return settings.map(ENVIRONMENT);
    }

    /**
     * The environment variables whose values are secret; AWS: {@code secrets}.
     *
     * @return references by name, in the order they were said
     */
    public Map<String, Secret> secrets() {
        return settings.map(SECRETS);
    }

    /**
     * The values for each {@link Ref} in the command or arguments; AWS: {@code parameters}.
     *
     * @return values by name, in the order they were said
     */
    public Map<String, String> parameters() {
        return settings.map(PARAMETERS);
    }

    /**
     * The role that the program acts in; AWS: {@code jobRoleArn}.
     *
     * @return an ARN, if set
     */
    public Optional<String> jobRole() {
        return settings.find(JOB_ROLE);
    }

    /**
     * The role that the container agent acts in; AWS: {@code executionRoleArn}.
     *
     * @return an ARN, if set
     */
    public Optional<String> executionRole() {
        return settings.find(EXECUTION_ROLE);
    }

    /**
     * How long an attempt may run; AWS: {@code timeout.attemptDurationSeconds}.
     *
     * @return a positive duration, if set
     */
    public Optional<Duration> timeout() {
        return settings.find(TIMEOUT);
    }

    /**
     * How long the job may wait in its queue for an attempt to begin. AWS has no such limit; in JSON under
     * {@code tranche}.
     *
     * @return a positive duration, if set
     */
    public Optional<Duration> queueTimeout() {
        return settings.find(QUEUE_TIMEOUT);
    }

    /**
     * The priority among jobs of the same share; AWS: {@code schedulingPriority}, {@code schedulingPriorityOverride}.
     *
     * @return from 0 to 9999, higher first, if set
     */
    public OptionalInt schedulingPriority() {
        return settings.number(SCHEDULING_PRIORITY);
    }

    /**
     * The consumable resources that the job takes; AWS: {@code consumableResourceProperties}.
     *
     * @return quantities by resource, in the order they were said
     */
    public Map<ConsumableResource, Long> consumes() {
        return settings.map(CONSUMES);
    }

    /**
     * The tags; AWS: {@code tags}.
     *
     * @return values by key, in the order they were said
     */
    public Map<String, String> tags() {
        return settings.map(TAGS);
    }

    /**
     * Whether the tags go on to what the job runs in; AWS: {@code propagateTags}.
     *
     * @return true if it has been said
     */
    public boolean propagateTags() {
        return settings.has(PROPAGATE_TAGS);
    }

    /**
     * What only one kind of backend understands; in JSON under {@code tranche}.
     *
     * @return the raw settings, in the order they were said
     */
    public List<RawSetting> raw() {
        return settings.map(RAW).values().asList();
    }
}
