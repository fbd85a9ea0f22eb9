package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * The template of a job that runs on one host: what it runs, how much it needs, and what happens when it fails; AWS:
 * {@code RegisterJobDefinition} with {@code type container}.
 *
 * <pre>{@code
 * jobDefinition("train").image("acme/train:1.4", c -> c.command("train", ref("epochs")))
 *         .vcpus(8).memory(gib(32)).gpus(1).parameter("epochs", "3").timeout(Duration.ofHours(2)).build()
 * }</pre>
 */
public final class JobDefinition extends JobSettings {
    /** How long a program has to end after it was asked to, if a definition does not say it: as on AWS. */
    public static final Duration DEFAULT_STOP_GRACE = Duration.ofSeconds(30);

    private static final int MAX_TAGS = 50;

    JobDefinition(Settings settings) {
        super(settings.withoutDefault(RETRY, RetryStrategy.NEVER)
                .withoutDefault(STOP_GRACE, DEFAULT_STOP_GRACE)
                .withoutDefault(ON_UNKNOWN_OUTCOME, UnknownOutcome.HOLD));
    }

    /**
     * Begins a definition.
     *
     * @param name its name: 1 to 128 letters, digits, {@code -} or {@code _}; AWS: {@code jobDefinitionName}
     * @return the next step: what it runs
     * @throws IllegalArgumentException if the name is not one
     */
    public static NeedsProgram named(String name) {
        return new JobDefinitionStart(Check.name("job definition", name));
    }

    /**
     * Begins another definition that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew; variables, tags and the like are added
     */
    public JobDefinitionBuilder toBuilder() {
        return new JobDefinitionChain(spec());
    }

    /**
     * The name; AWS: {@code jobDefinitionName}.
     *
     * @return the name
     */
    public String name() {
        return spec().get(Setting.NAME);
    }

    /**
     * What the job runs; AWS: {@code containerProperties} or {@code ecsProperties}.
     *
     * @return the program
     */
    public Program program() {
        return spec().get(PROGRAM);
    }

    /**
     * Thousandths of a vCPU, of several containers their sum; AWS: {@code resourceRequirements} of type {@code VCPU}.
     *
     * @return at least 1
     */
    public int millivcpus() {
        return program() instanceof ContainerGroup group ? group.millivcpus() : spec().get(MILLIVCPUS);
    }

    /**
     * The memory, of several containers their sum; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @return at least 4 MiB
     */
    public MemorySize memory() {
        return program() instanceof ContainerGroup group ? group.memory() : spec().get(MEMORY);
    }

    /**
     * The number of GPUs, of several containers their sum; AWS: {@code resourceRequirements} of type {@code GPU}.
     *
     * @return 0 by default
     */
    public int gpus() {
        return program() instanceof ContainerGroup group
                ? group.gpus()
                : spec().find(GPUS).orElse(0);
    }

    /**
     * How often the job is tried; AWS: {@code retryStrategy}.
     *
     * @return {@link RetryStrategy#NEVER} by default
     */
    public RetryStrategy retryStrategy() {
        return spec().find(RETRY).orElse(RetryStrategy.NEVER);
    }

    /**
     * How long the program has to end after SIGTERM, before SIGKILL. AWS: {@code stopTimeout} of a container; in JSON
     * under {@code tranche}.
     *
     * @return {@link #DEFAULT_STOP_GRACE} by default
     */
    public Duration stopGrace() {
        return spec().find(STOP_GRACE).orElse(DEFAULT_STOP_GRACE);
    }

    /**
     * What becomes of the job when nobody can say how an attempt ended; in JSON under {@code tranche}.
     *
     * @return {@link UnknownOutcome#HOLD} by default
     */
    public UnknownOutcome onUnknownOutcome() {
        return spec().find(ON_UNKNOWN_OUTCOME).orElse(UnknownOutcome.HOLD);
    }

    /** This definition with a layer of settings on top. */
    JobDefinition overridden(Settings layer, Problems problems) {
        if (layer.isEmpty()) {
            return this;
        }
        Program program = ProgramChange.applied(program(), layer, problems);
        Settings others = layer.without(CONTAINER).without(CONTAINERS);
        var changed = new JobDefinition(spec().plus(others).with(PROGRAM, program));
        changed.report(problems);
        return changed;
    }

    /**
     * This definition with every reference replaced, and with its variables handed down to each of its containers;
     * {@code outer} parameters go before its own.
     */
    JobDefinition resolved(ImmutableMap<String, String> outer, Problems problems) {
        ImmutableMap<String, String> parameters = PARAMETERS.layered(spec().map(PARAMETERS), outer);
        Program resolved = ProgramChange.resolved(program(), parameters, problems);
        if (resolved instanceof ContainerGroup group) {
            resolved = group.given(spec().map(ENVIRONMENT), spec().map(SECRETS));
        }
        return resolved.equals(program()) ? this : new JobDefinition(spec().with(PROGRAM, resolved));
    }

    private void report(Problems problems) {
        if (program() instanceof ContainerProgram container) {
            container.report(problems);
        } else if (program() instanceof ContainerGroup group) {
            reportGroup(group, problems);
        }
        reportVariables(spec(), problems);
        reportMemory(problems);
        reportResources(problems);
        if (tags().size() > MAX_TAGS) {
            problems.add("tags", "there may be at most " + MAX_TAGS + ": " + tags().size());
        }
    }

    private void reportGroup(ContainerGroup group, Problems problems) {
        for (Setting<?> setting : new Setting<?>[] {MILLIVCPUS, MEMORY, GPUS}) {
            problems.addIf(spec().has(setting), setting.toString(), "the job has several containers; say it of them");
        }
        group.report(problems);
    }

    private void reportMemory(Problems problems) {
        retryStrategy()
                .moreMemoryCap()
                .ifPresent(cap -> problems.addIf(
                        cap.compareTo(memory()) < 0,
                        "memory",
                        memory() + " is more than the retry strategy's cap of " + cap));
    }

    static void reportVariables(Settings settings, Problems problems) {
        for (String variable : settings.map(SECRETS).keySet()) {
            problems.addIf(
                    settings.map(ENVIRONMENT).containsKey(variable),
                    "environment variable " + variable,
                    "is also a secret; say one of them");
        }
    }

    /** The step that says what the job runs. */
    public interface NeedsProgram {
        /**
         * A shell script.
         *
         * @param text the script; parameters are not replaced in it
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if the script is blank or contains a NUL character
         */
        NeedsVcpus script(String text);

        /**
         * A program of the host.
         *
         * @param path its path, or a name looked up in {@code PATH}
         * @param arguments its arguments, where {@link Ref} may stand
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if the path is blank or something contains a NUL character
         */
        NeedsVcpus executable(String path, String... arguments);

        /**
         * A container that runs what its image says; AWS: {@code containerProperties.image}.
         *
         * @param image the image, of at most 255 characters
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if it cannot be the name of an image
         */
        NeedsVcpus image(String image);

        /**
         * A container; AWS: {@code containerProperties}.
         *
         * @param image the image, of at most 255 characters
         * @param container says how it is set up: its command, mounts, user and the like
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if it cannot be the name of an image
         */
        NeedsVcpus image(String image, UnaryOperator<Container.Options> container);

        /**
         * Several containers that run together; AWS: {@code ecsProperties}. The job needs the sum of what they need.
         *
         * @param first a container
         * @param others more of them
         * @return the builder, since each container says itself how much it needs
         */
        JobDefinitionBuilder containers(Container first, Container... others);
    }

    /** The step that says how many vCPUs the job needs. */
    public interface NeedsVcpus {
        /**
         * Whole vCPUs; AWS: {@code resourceRequirements} of type {@code VCPU}.
         *
         * @param vcpus at least 1
         * @return the next step: how much memory
         * @throws IllegalArgumentException if the number is out of its range
         */
        NeedsMemory vcpus(int vcpus);

        /**
         * Thousandths of a vCPU.
         *
         * @param millis at least 1; 250 is a quarter of a vCPU
         * @return the next step: how much memory
         * @throws IllegalArgumentException if the number is out of its range
         */
        NeedsMemory millivcpus(int millis);
    }

    /** The step that says how much memory the job needs. */
    public interface NeedsMemory {
        /**
         * The memory; AWS: {@code resourceRequirements} of type {@code MEMORY}.
         *
         * @param memory at least 4 MiB
         * @return the builder: everything else is optional
         * @throws IllegalArgumentException if the size is out of its range
         */
        JobDefinitionBuilder memory(MemorySize memory);
    }
}
