package dev.tranche.model;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * One of several containers of a job; AWS: {@code ecsProperties.taskProperties[0].containers[]}.
 *
 * <pre>{@code
 * var db  = container("db").image("postgres:17").vcpus(1).memory(gib(1)).nonEssential().build();
 * var app = container("app").image("acme/app:2").vcpus(1).memory(gib(2)).startAfter(db, Condition.START).build();
 * jobDefinition("migrate").containers(db, app).build()
 * }</pre>
 */
public final class Container extends Value {
    static final Setting<Boolean> NON_ESSENTIAL = Setting.of("non-essential");
    static final Setting<ImmutableMap<String, Condition>> START_AFTER = Setting.map("start after");

    private final Settings settings;

    Container(Settings settings) {
        this.settings = settings;
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * Begins a container.
     *
     * @param name its name in the job: 1 to 128 letters, digits, {@code -} or {@code _}; AWS: {@code name}
     * @return the next step: which image
     * @throws IllegalArgumentException if the name is not one
     */
    public static NeedsImage named(String name) {
        return new ContainerStart(Check.name("container", name));
    }

    /**
     * Begins another container that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew
     */
    public ContainerBuilder toBuilder() {
        return new ContainerChain(settings);
    }

    /**
     * The name; AWS: {@code name}.
     *
     * @return the name in the job
     */
    public String name() {
        return settings.get(Setting.NAME);
    }

    /**
     * The image with its command and how it is set up.
     *
     * @return the program
     */
    public ContainerProgram program() {
        return (ContainerProgram) settings.get(JobSettings.PROGRAM);
    }

    /**
     * Thousandths of a vCPU; AWS: {@code resourceRequirements} of type {@code VCPU}.
     *
     * @return at least 1
     */
    public int millivcpus() {
        return settings.get(JobSettings.MILLIVCPUS);
    }

    /**
     * The memory; AWS: {@code resourceRequirements} of type {@code MEMORY}.
     *
     * @return at least 4 MiB
     */
    public MemorySize memory() {
        return settings.get(JobSettings.MEMORY);
    }

    /**
     * The number of GPUs; AWS: {@code resourceRequirements} of type {@code GPU}.
     *
     * @return 0 by default
     */
    public int gpus() {
        return settings.find(JobSettings.GPUS).orElse(0);
    }

    /**
     * The environment variables; AWS: {@code environment}.
     *
     * @return values by name, in the order they were said
     */
    public Map<String, String> environment() {
        return settings.map(JobSettings.ENVIRONMENT);
    }

    /**
     * The environment variables whose values are secret; AWS: {@code secrets[]}.
     *
     * @return references by name, in the order they were said
     */
    public Map<String, Secret> secrets() {
        return settings.map(JobSettings.SECRETS);
    }

    /**
     * Whether the end of this container is the end of the job; AWS: {@code essential}.
     *
     * @return true by default
     */
    public boolean essential() {
        return !settings.has(NON_ESSENTIAL);
    }

    /**
     * What this container waits for; AWS: {@code dependsOn}.
     *
     * @return conditions by the name of the other container
     */
    public Map<String, Condition> startAfter() {
        return settings.map(START_AFTER);
    }

    /**
     * What only one kind of backend understands; in JSON under {@code tranche}.
     *
     * @return the raw settings, in the order they were said
     */
    public List<RawSetting> raw() {
        return settings.map(JobSettings.RAW).values().asList();
    }

    /** This container with a layer of settings on top. */
    Container plus(Settings layer) {
        Settings changes = layer.find(JobSettings.CONTAINER).orElse(Settings.NONE);
        return new Container(settings.plus(layer.without(JobSettings.CONTAINER))
                .with(JobSettings.PROGRAM, program().plus(changes)));
    }

    /** This container with the variables of its job; its own go before. */
    Container given(ImmutableMap<String, String> environment, ImmutableMap<String, Secret> secrets) {
        return new Container(settings.under(JobSettings.ENVIRONMENT, except(secrets(), environment))
                .under(JobSettings.SECRETS, except(environment(), secrets)));
    }

    private static <V> ImmutableMap<String, V> except(Map<String, ?> own, Map<String, V> given) {
        return ImmutableMap.copyOf(Maps.filterKeys(given, name -> !own.containsKey(name)));
    }

    Container resolved(Map<String, String> parameters, Problems problems) {
        return new Container(settings.with(JobSettings.PROGRAM, program().resolved(parameters, problems)));
    }

    void report(Problems problems) {
        program().report(problems);
        JobDefinition.reportVariables(settings, problems);
    }

    /** What another container has to have reached before this one starts; AWS: {@code dependsOn[].condition}. */
    public enum Condition {
        /** It has started. */
        START,
        /** It has ended, whatever its exit code; only of one that is not essential. */
        COMPLETE,
        /** It has ended with exit code 0; only of one that is not essential. */
        SUCCESS
    }

    /** How a container is set up. Each setting can be said once, each path, variable or limit once per name. */
    public interface Options {
        /**
         * The command; AWS: {@code command}.
         *
         * @param program the first word
         * @param arguments the others, where {@link Ref} may stand, also in the first
         * @return this
         * @throws IllegalArgumentException if a word contains a NUL character
         */
        Options command(String program, String... arguments);

        /**
         * A script that {@code /bin/sh} of the image runs instead of a command. AWS has no scripts.
         *
         * @param text the script; parameters are not replaced in it
         * @return this
         * @throws IllegalArgumentException if the script is blank or contains a NUL character
         */
        Options script(String text);

        /**
         * Mounts a volume to read and write; AWS: {@code mountPoints[]} and {@code volumes[]}.
         *
         * @param volume the volume
         * @param containerPath where the container sees it, an absolute path
         * @return this
         * @throws IllegalArgumentException if the path is not absolute
         */
        Options mount(Volume volume, String containerPath);

        /**
         * Mounts a volume; AWS: {@code mountPoints[]} and {@code volumes[]}.
         *
         * @param volume the volume
         * @param containerPath where the container sees it, an absolute path
         * @param access whether the container may write to it
         * @return this
         * @throws IllegalArgumentException if the path is not absolute
         */
        Options mount(Volume volume, String containerPath, Access access);

        /**
         * A file system in memory; AWS: {@code linuxParameters.tmpfs}.
         *
         * @param containerPath where the container sees it, an absolute path
         * @param size at least 1 MiB
         * @return this
         * @throws IllegalArgumentException if the path is not absolute or the size is out of its range
         */
        Options tmpfs(String containerPath, MemorySize size);

        /**
         * The size of {@code /dev/shm}; AWS: {@code linuxParameters.sharedMemorySize}.
         *
         * @param size at least 1 MiB
         * @return this
         * @throws IllegalArgumentException if the size is out of its range
         */
        Options sharedMemory(MemorySize size);

        /**
         * A limit of the container's processes; AWS: {@code ulimits}.
         *
         * @param name which resource, like {@code nofile}
         * @param soft the limit, -1 for unlimited
         * @param hard the limit of the limit, -1 for unlimited
         * @return this
         * @throws IllegalArgumentException if there is no such limit, or the soft one is above the hard
         */
        Options ulimit(String name, long soft, long hard);

        /**
         * The user that the container runs as; AWS: {@code user}.
         *
         * @param user {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}
         * @return this
         * @throws IllegalArgumentException if the text is blank
         */
        Options user(String user);

        /**
         * Gives the container the rights of its host's root; AWS: {@code privileged}.
         *
         * @return this
         */
        Options privileged();

        /**
         * Keeps the container from writing to its root file system; AWS: {@code readonlyRootFilesystem}.
         *
         * @return this
         */
        Options readOnlyRoot();

        /**
         * The corners that only Linux has; AWS: {@code linuxParameters}.
         *
         * @param linux says them
         * @return this
         */
        Options linux(UnaryOperator<LinuxOptions> linux);

        /**
         * Sends the output to a log driver too; AWS: {@code logConfiguration}.
         *
         * @param driver the driver, like {@code awslogs}
         * @param options its options by name
         * @return this
         * @throws IllegalArgumentException if the name is blank
         */
        Options logDriver(String driver, Map<String, String> options);

        /**
         * Adds an environment variable with a secret value; AWS: {@code secrets[]}.
         *
         * @param variable its name, not beginning with {@code AWS_BATCH}
         * @param secret where the value is kept
         * @return this
         * @throws IllegalArgumentException if the name is not one
         */
        Options secret(String variable, Secret secret);

        /**
         * Adds something that only one kind of backend understands.
         *
         * @param backend the kind of backend, like {@code docker}; others refuse the job
         * @param path the place in the backend's own request, like {@code HostConfig.CpusetCpus}
         * @param json text, a number, true or false, a list or a map of such
         * @return this
         * @throws IllegalArgumentException if the value is not a JSON value, or the path is empty
         */
        Options raw(String backend, String path, Object json);
    }

    /** What only Linux has; AWS: {@code linuxParameters}. Each setting can be said once. */
    public interface LinuxOptions {
        /**
         * Shows a device of the host under the same path; AWS: {@code devices}.
         *
         * @param hostPath its path, absolute
         * @return this
         * @throws IllegalArgumentException if the path is not absolute
         */
        LinuxOptions device(String hostPath);

        /**
         * Shows a device of the host under another path; AWS: {@code devices}.
         *
         * @param hostPath its path on the host, absolute
         * @param containerPath its path in the container, absolute
         * @return this
         * @throws IllegalArgumentException if a path is not absolute
         */
        LinuxOptions device(String hostPath, String containerPath);

        /**
         * Runs an init process that forwards signals and reaps; AWS: {@code initProcessEnabled}.
         *
         * @return this
         */
        LinuxOptions init();

        /**
         * How much the container may swap; AWS: {@code maxSwap}.
         *
         * @param max the size; 0 for no swap
         * @return this
         * @throws IllegalArgumentException if the size is out of its range
         */
        LinuxOptions swap(MemorySize max);

        /**
         * How readily the container swaps; AWS: {@code swappiness}. It needs {@link #swap}.
         *
         * @param percent from 0 to 100
         * @return this
         * @throws IllegalArgumentException if the number is out of its range
         */
        LinuxOptions swappiness(int percent);
    }

    /** The step that says which image the container runs. */
    public interface NeedsImage {
        /**
         * An image that runs what it says itself; AWS: {@code image}.
         *
         * @param image the image, of at most 255 characters
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if it cannot be the name of an image
         */
        NeedsVcpus image(String image);

        /**
         * An image; AWS: {@code image}.
         *
         * @param image the image, of at most 255 characters
         * @param container says how the container is set up
         * @return the next step: how many vCPUs
         * @throws IllegalArgumentException if it cannot be the name of an image
         */
        NeedsVcpus image(String image, UnaryOperator<Options> container);
    }

    /** The step that says how many vCPUs the container needs. */
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

    /** The step that says how much memory the container needs. */
    public interface NeedsMemory {
        /**
         * The memory; AWS: {@code resourceRequirements} of type {@code MEMORY}.
         *
         * @param memory at least 4 MiB
         * @return the builder: everything else is optional
         * @throws IllegalArgumentException if the size is out of its range
         */
        ContainerBuilder memory(MemorySize memory);
    }
}
