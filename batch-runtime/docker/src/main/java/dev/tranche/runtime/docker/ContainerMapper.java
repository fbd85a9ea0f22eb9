package dev.tranche.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.DeviceRequest;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.LogConfig.LoggingType;
import com.github.dockerjava.api.model.RestartPolicy;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import dev.tranche.model.Access;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.HostVolume;
import dev.tranche.model.LogConfiguration;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Mount;
import dev.tranche.runtime.spi.Launch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts what a definition says of a container into the words of the engine's API. No engine is asked: the same launch gives
 * the same request.
 *
 * @param labels marks the container as ours
 * @param traits what the engine is
 * @param outputLimit how much output the engine keeps of a container, in each of two files
 */
record ContainerMapper(Labels labels, EngineTraits traits, MemorySize outputLimit) {
    /** Where jobs of a workflow run find their directory. */
    static final String RUN_DIRECTORY = ProgramFile.DIRECTORY + "/run";

    /** The variable that names it. */
    static final String RUN_DIRECTORY_VARIABLE = "TRANCHE_RUN_DIR";

    private static final int SHARES_OF_A_VCPU = 1_024;
    private static final int FEWEST_SHARES = 2;
    private static final long NANOS_OF_A_MILLIVCPU = 1_000_000;
    private static final String ALL_DEVICE_RIGHTS = "rwm";
    private static final String JSON_FILE = "json-file";
    private static final List<String> ROTATED = List.of(JSON_FILE, "local");

    /** The name of a container, which no other attempt has: a second one cannot be created under it. */
    static String name(AttemptId attempt, String container) {
        String name = "tranche-" + attempt.toString().replace(':', '_');
        return container.isEmpty() ? name : name + "-" + container;
    }

    CreateContainerCmd fill(CreateContainerCmd request, Launch launch, ContainerPlan plan, Surroundings around) {
        ContainerProgram settings = plan.settings();
        List<String> binds = new ArrayList<>();
        HostConfig host = HostConfig.newHostConfig();
        resources(host, launch, plan, around);
        files(host, request, plan, binds, around);
        isolation(host, settings, around);
        host.withRestartPolicy(RestartPolicy.noRestart());
        host.withAutoRemove(false);
        logConfig(settings).ifPresent(host::withLogConfig);
        program(request, plan);
        request.withName(name(launch.attempt(), plan.name()))
                .withImage(settings.image())
                .withEnv(variables(plan, around))
                .withLabels(labels(launch, plan, around))
                .withHostConfig(host);
        RawFields.put(plan.raw(), request, host, binds);
        if (!binds.isEmpty()) {
            DockerObjectAccessor.overrideRawValue(host, "Binds", binds);
        }
        return request;
    }

    private static void program(CreateContainerCmd request, ContainerPlan plan) {
        if (!plan.entrypoint().isEmpty()) {
            request.withEntrypoint(plan.entrypoint());
        }
        if (!plan.command().isEmpty()) {
            request.withCmd(plan.command());
        }
        plan.settings().user().ifPresent(request::withUser);
    }

    private static List<String> variables(ContainerPlan plan, Surroundings around) {
        Map<String, String> variables = new LinkedHashMap<>(plan.variables());
        around.runDirectory().ifPresent(directory -> variables.put(RUN_DIRECTORY_VARIABLE, RUN_DIRECTORY));
        around.mainNode().ifPresent(address -> variables.put(Launch.Node.MAIN_ADDRESS, address));
        return variables.entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private Map<String, String> labels(Launch launch, ContainerPlan plan, Surroundings around) {
        Map<String, String> all = labels.of(launch, plan);
        all.putAll(around.labels());
        if (!around.gpus().isEmpty()) {
            all.put(Labels.GPUS, String.join(",", around.gpus()));
        }
        return all;
    }

    private static void resources(HostConfig host, Launch launch, ContainerPlan plan, Surroundings around) {
        long shares = (long) plan.millivcpus() * SHARES_OF_A_VCPU / 1_000;
        host.withCpuShares((int) Math.max(FEWEST_SHARES, Math.min(shares, Integer.MAX_VALUE)));
        if (launch.definition().hardCpuLimit()) {
            host.withNanoCPUs(plan.millivcpus() * NANOS_OF_A_MILLIVCPU);
        }
        long bytes = plan.memory().bytes();
        host.withMemory(bytes);
        plan.settings().maxSwap().ifPresent(swap -> host.withMemorySwap(bytes + swap.bytes()));
        plan.settings().swappiness().ifPresent(percent -> host.withMemorySwappiness((long) percent));
        plan.settings().sharedMemory().ifPresent(size -> host.withShmSize(size.bytes()));
        if (plan.gpus() > 0) {
            host.withDeviceRequests(List.of(gpus(plan.gpus(), around.gpus())));
        }
    }

    private static DeviceRequest gpus(int count, List<String> identities) {
        DeviceRequest request = new DeviceRequest().withCapabilities(List.of(List.of("gpu")));
        return identities.isEmpty() ? request.withCount(count) : request.withDeviceIds(identities);
    }

    private void files(
            HostConfig host, CreateContainerCmd request, ContainerPlan plan, List<String> binds, Surroundings around) {
        ContainerProgram settings = plan.settings();
        settings.mounts().forEach(mount -> binds.add(bind(mount)));
        around.runDirectory().ifPresent(directory -> binds.add(runDirectory(directory)));
        Map<String, String> tmpfs = new LinkedHashMap<>();
        settings.tmpfs().forEach((path, size) -> tmpfs.put(path, "size=" + size.bytes()));
        if (!tmpfs.isEmpty()) {
            host.withTmpFs(tmpfs);
        }
        if (settings.readOnlyRoot()) {
            host.withReadonlyRootfs(true);
            // an engine copies nothing into a root that is read-only, but it does into a volume
            plan.file().ifPresent(file -> request.withVolumes(new Volume(ProgramFile.DIRECTORY)));
        }
    }

    private static String bind(Mount mount) {
        String source = mount.volume() instanceof HostVolume directory
                ? directory.source().toString()
                : mount.volume().name();
        return source + ":" + mount.containerPath() + ":" + (mount.access() == Access.READ_ONLY ? "ro" : "rw");
    }

    private String runDirectory(Path directory) {
        return directory + ":" + RUN_DIRECTORY + ":rw" + (traits.selinux() ? ",z" : "");
    }

    private static void isolation(HostConfig host, ContainerProgram settings, Surroundings around) {
        if (settings.privileged()) {
            host.withPrivileged(true);
        }
        if (settings.init()) {
            host.withInit(true);
        }
        host.withUlimits(settings.ulimits().stream()
                .map(limit -> new Ulimit(limit.name(), limit.soft(), limit.hard()))
                .toList());
        host.withDevices(settings.devices().entrySet().stream()
                .map(device -> new Device(ALL_DEVICE_RIGHTS, device.getValue(), device.getKey()))
                .toList());
        around.network().ifPresent(host::withNetworkMode);
        if (!around.hosts().isEmpty()) {
            host.withExtraHosts(around.hosts().entrySet().stream()
                    .map(known -> known.getKey() + ":" + known.getValue())
                    .toArray(String[]::new));
        }
    }

    /**
     * What the definition says; else the engine's own driver, with a bound where we know the word for it; else, if that
     * driver keeps nothing, one that does.
     */
    private Optional<LogConfig> logConfig(ContainerProgram settings) {
        if (settings.log().isPresent()) {
            return settings.log().map(ContainerMapper::logConfig);
        }
        String driver = traits.canReadBack(traits.logDriver()) ? traits.logDriver() : JSON_FILE;
        return ROTATED.contains(driver)
                ? Optional.of(new LogConfig(
                        LoggingType.fromValue(driver),
                        Map.of("max-size", Long.toString(outputLimit.bytes()), "max-file", "2")))
                : Optional.empty();
    }

    private static LogConfig logConfig(LogConfiguration said) {
        LoggingType known = LoggingType.fromValue(said.driver());
        LogConfig config = new LogConfig(known, said.options());
        if (known == null) {
            DockerObjectAccessor.overrideRawValue(config, "Type", said.driver());
        }
        return config;
    }
}
