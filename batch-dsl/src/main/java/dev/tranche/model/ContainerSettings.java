package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What can be said of a container beside its image and command; AWS: {@code containerProperties} or one of
 * {@code taskProperties[].containers[]}. Everything is optional, and what is not said is left to the container engine.
 */
public abstract sealed class ContainerSettings extends Value permits ContainerProgram, ContainerOverrides {
    static final Setting<String> IMAGE = Setting.of("image");
    static final Setting<ImmutableList<String>> COMMAND = Setting.of("command");
    static final Setting<String> SCRIPT = Setting.of("script");
    static final Setting<ImmutableMap<String, Mount>> MOUNTS = Setting.map("mounts");
    static final Setting<ImmutableMap<String, MemorySize>> TMPFS = Setting.map("tmpfs");
    static final Setting<MemorySize> SHARED_MEMORY = Setting.of("shared memory");
    static final Setting<ImmutableMap<String, Ulimit>> ULIMITS = Setting.map("ulimits");
    static final Setting<String> USER = Setting.of("user");
    static final Setting<Boolean> PRIVILEGED = Setting.of("privileged");
    static final Setting<Boolean> READ_ONLY_ROOT = Setting.of("read-only root");
    static final Setting<ImmutableMap<String, String>> DEVICES = Setting.map("devices");
    static final Setting<Boolean> INIT = Setting.of("init");
    static final Setting<MemorySize> MAX_SWAP = Setting.of("swap");
    static final Setting<Integer> SWAPPINESS = Setting.of("swappiness");
    static final Setting<LogConfiguration> LOG = Setting.of("log driver");

    private final Settings settings;

    ContainerSettings(Settings settings) {
        this.settings = settings;
    }

    @Override
    final Settings spec() {
        return settings;
    }

    /** A later command takes the place of an earlier script, and the other way round. */
    static Settings layered(Settings earlier, Settings later) {
        Settings kept = later.has(COMMAND) ? earlier.without(SCRIPT) : earlier;
        return (later.has(SCRIPT) ? kept.without(COMMAND) : kept).plus(later);
    }

    /** AWS knows a volume by its name, so there may be only one of each. */
    final void reportVolumes(Problems problems) {
        Map<String, Volume> byName = new HashMap<>();
        for (Mount mount : mounts()) {
            Volume same = byName.putIfAbsent(mount.volume().name(), mount.volume());
            problems.addIf(
                    same != null && !same.equals(mount.volume()),
                    "volume " + mount.volume().name(),
                    "two volumes have this name: " + same + " and " + mount.volume());
        }
    }

    /**
     * The script that the container runs with {@code /bin/sh} instead of a command.
     *
     * @return the script, empty if the container runs a command or what its image says; in JSON under {@code tranche}
     */
    public Optional<String> script() {
        return settings.find(SCRIPT);
    }

    /**
     * The volumes that the container sees; AWS: {@code mountPoints} and {@code volumes}.
     *
     * @return the mounts, each on a path of its own
     */
    public List<Mount> mounts() {
        return settings.map(MOUNTS).values().asList();
    }

    /**
     * File systems in memory; AWS: {@code linuxParameters.tmpfs}.
     *
     * @return their sizes by path in the container
     */
    public Map<String, MemorySize> tmpfs() {
        return settings.map(TMPFS);
    }

    /**
     * The size of {@code /dev/shm}; AWS: {@code linuxParameters.sharedMemorySize}.
     *
     * @return the size, if set
     */
    public Optional<MemorySize> sharedMemory() {
        return settings.find(SHARED_MEMORY);
    }

    /**
     * The limits of the container's processes; AWS: {@code ulimits}.
     *
     * @return the limits, one per name
     */
    public List<Ulimit> ulimits() {
        return settings.map(ULIMITS).values().asList();
    }

    /**
     * The user that the container runs as; AWS: {@code user}.
     *
     * @return {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}, if set
     */
    public Optional<String> user() {
        return settings.find(USER);
    }

    /**
     * Whether the container has the rights of its host's root; AWS: {@code privileged}.
     *
     * @return true if it has been said
     */
    public boolean privileged() {
        return settings.has(PRIVILEGED);
    }

    /**
     * Whether the container cannot write to its root file system; AWS: {@code readonlyRootFilesystem}.
     *
     * @return true if it has been said
     */
    public boolean readOnlyRoot() {
        return settings.has(READ_ONLY_ROOT);
    }

    /**
     * Devices of the host; AWS: {@code linuxParameters.devices}.
     *
     * @return the path in the container by the path on the host
     */
    public Map<String, String> devices() {
        return settings.map(DEVICES);
    }

    /**
     * Whether an init process forwards signals and reaps; AWS: {@code linuxParameters.initProcessEnabled}.
     *
     * @return true if it has been said
     */
    public boolean init() {
        return settings.has(INIT);
    }

    /**
     * How much the container may swap; AWS: {@code linuxParameters.maxSwap}.
     *
     * @return the size, if set; 0 means no swap
     */
    public Optional<MemorySize> maxSwap() {
        return settings.find(MAX_SWAP);
    }

    /**
     * How readily the container swaps; AWS: {@code linuxParameters.swappiness}.
     *
     * @return from 0 to 100, if set
     */
    public OptionalInt swappiness() {
        return settings.number(SWAPPINESS);
    }

    /**
     * Where the container's output goes beside the log of the job; AWS: {@code logConfiguration}.
     *
     * @return the log driver with its options, if set
     */
    public Optional<LogConfiguration> log() {
        return settings.find(LOG);
    }
}
