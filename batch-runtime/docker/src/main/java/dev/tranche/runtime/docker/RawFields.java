package dev.tranche.runtime.docker;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.DockerObjectAccessor;
import com.github.dockerjava.api.model.HostConfig;
import dev.tranche.model.RawSetting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The raw settings of a definition: values put into the request that creates a container, at paths in the words of the
 * engine's API, for example {@code HostConfig.CpusetCpus}. An engine ignores a field that it does not know, so only known
 * ones are let through; what the model has a word for, or what an end is proven by, is refused with the word to say.
 */
final class RawFields {
    static final String BACKEND = "docker";
    static final String PLATFORM = "Platform";
    static final String STOP_SIGNAL = "StopSignal";
    static final String NETWORK_MODE = "NetworkMode";

    private static final String HOST_CONFIG = "HostConfig";
    private static final String BINDS = "Binds";

    private static final Set<String> TEXTS =
            Set.of("Hostname", "Domainname", "WorkingDir", STOP_SIGNAL, "MacAddress", PLATFORM);
    private static final String ENTRYPOINT = "Entrypoint";

    /** The fields of {@code HostConfig} that the model has no word for. */
    private static final Set<String> HOST_FIELDS = Set.of(
            BINDS,
            "BlkioDeviceReadBps",
            "BlkioDeviceReadIOps",
            "BlkioDeviceWriteBps",
            "BlkioDeviceWriteIOps",
            "BlkioWeight",
            "BlkioWeightDevice",
            "CapAdd",
            "CapDrop",
            "CgroupParent",
            "CgroupnsMode",
            "CpuRealtimePeriod",
            "CpuRealtimeRuntime",
            "CpusetCpus",
            "CpusetMems",
            "DeviceCgroupRules",
            "Dns",
            "DnsOptions",
            "DnsSearch",
            "ExtraHosts",
            "GroupAdd",
            "IpcMode",
            "Links",
            "MaskedPaths",
            "MemoryReservation",
            "Mounts",
            NETWORK_MODE,
            "OomScoreAdj",
            "PidMode",
            "PidsLimit",
            "PortBindings",
            "PublishAllPorts",
            "ReadonlyPaths",
            "Runtime",
            "SecurityOpt",
            "StorageOpt",
            "Sysctls",
            "UTSMode",
            "UsernsMode",
            "VolumeDriver",
            "VolumesFrom");

    /** What has a word of its own, or would take the ground from under the backend. */
    private static final Map<String, String> INSTEAD = Map.ofEntries(
            Map.entry("Image", "say image(…)"),
            Map.entry("Cmd", "say command(…)"),
            Map.entry("Env", "say environment(…) or secret(…)"),
            Map.entry("User", "say user(…)"),
            Map.entry("Labels", "say tag(…) and propagateTags()"),
            Map.entry("Volumes", "say mount(…)"),
            Map.entry("Tty", "a terminal would mix both outputs; leave it out"),
            Map.entry("HostConfig.Memory", "say memory(…)"),
            Map.entry("HostConfig.MemorySwap", "say linux(l -> l.swap(…))"),
            Map.entry("HostConfig.MemorySwappiness", "say linux(l -> l.swappiness(…))"),
            Map.entry("HostConfig.CpuShares", "say vcpus(…)"),
            Map.entry("HostConfig.NanoCpus", "say hardCpuLimit()"),
            Map.entry("HostConfig.CpuQuota", "say hardCpuLimit()"),
            Map.entry("HostConfig.CpuPeriod", "say hardCpuLimit()"),
            Map.entry("HostConfig.DeviceRequests", "say gpus(…)"),
            Map.entry("HostConfig.Devices", "say linux(l -> l.device(…))"),
            Map.entry("HostConfig.Init", "say linux(l -> l.init())"),
            Map.entry("HostConfig.Ulimits", "say ulimit(…)"),
            Map.entry("HostConfig.ShmSize", "say sharedMemory(…)"),
            Map.entry("HostConfig.Tmpfs", "say tmpfs(…)"),
            Map.entry("HostConfig.Privileged", "say privileged()"),
            Map.entry("HostConfig.ReadonlyRootfs", "say readOnlyRoot()"),
            Map.entry("HostConfig.LogConfig", "say logDriver(…)"),
            Map.entry("HostConfig.RestartPolicy", "an attempt runs once; say retry(…)"),
            Map.entry("HostConfig.AutoRemove", "a container is removed when its output has been kept; leave it out"),
            Map.entry("HostConfig.OomKillDisable", "a program out of memory would hang; leave it out"));

    private RawFields() {}

    /** Why a raw setting cannot be honoured, with the way out. */
    static Optional<String> problem(RawSetting setting) {
        String path = setting.path();
        if (!setting.backend().equals(BACKEND)) {
            return Optional.of("raw: '" + path + "' is for " + setting.backend()
                    + " and would be ignored; leave it out, or use an environment of kind " + setting.backend());
        }
        if (INSTEAD.containsKey(path)) {
            return Optional.of("raw: " + path + " is not yours to set; " + INSTEAD.get(path));
        }
        if (TEXTS.contains(path)) {
            return setting.value() instanceof String ? Optional.empty() : Optional.of(mustBe(path, "a text"));
        }
        if (path.equals(ENTRYPOINT)) {
            return isTexts(setting.value()) ? Optional.empty() : Optional.of(mustBe(path, "a list of texts"));
        }
        if (path.equals(HOST_CONFIG + "." + BINDS)) {
            return isTexts(setting.value()) ? Optional.empty() : Optional.of(mustBe(path, "a list of texts"));
        }
        List<String> parts = List.of(path.split("\\.", -1));
        boolean known = parts.get(0).equals(HOST_CONFIG) && parts.size() > 1 && HOST_FIELDS.contains(parts.get(1));
        return known
                ? Optional.empty()
                : Optional.of("raw: " + path + " is not a field that can be set; known are Entrypoint, "
                        + String.join(", ", TEXTS.stream().sorted().toList()) + " and HostConfig. with one of "
                        + String.join(", ", HOST_FIELDS.stream().sorted().toList()));
    }

    private static String mustBe(String path, String what) {
        return "raw: the value of " + path + " must be " + what;
    }

    private static boolean isTexts(Object value) {
        return value instanceof List<?> list && list.stream().allMatch(String.class::isInstance);
    }

    /** The text at a path, if it is set. */
    static Optional<String> text(List<RawSetting> settings, String path) {
        return settings.stream()
                .filter(setting -> setting.path().equals(path))
                .map(setting -> String.valueOf(setting.value()))
                .findFirst();
    }

    static boolean has(List<RawSetting> settings, String hostField) {
        return settings.stream().anyMatch(setting -> setting.path().equals(HOST_CONFIG + "." + hostField));
    }

    /** Puts the settings into a request; each has been checked by {@link #problem}. */
    static void put(List<RawSetting> settings, CreateContainerCmd request, HostConfig host, List<String> binds) {
        Map<String, Object> hostFields = new LinkedHashMap<>();
        for (RawSetting setting : settings) {
            List<String> parts = List.of(setting.path().split("\\.", -1));
            if (parts.get(0).equals(HOST_CONFIG)) {
                put(hostFields, parts.subList(1, parts.size()), setting.value());
            } else {
                put(request, setting.path(), setting.value());
            }
        }
        Object more = hostFields.remove(BINDS);
        if (more instanceof List<?> list) {
            list.forEach(bind -> binds.add(String.valueOf(bind)));
        }
        hostFields.forEach((name, value) -> DockerObjectAccessor.overrideRawValue(host, name, value));
    }

    private static void put(Map<String, Object> fields, List<String> path, Object value) {
        Map<String, Object> inner = fields;
        for (String name : path.subList(0, path.size() - 1)) {
            inner = inside(inner, name);
        }
        inner.put(path.get(path.size() - 1), value);
    }

    private static Map<String, Object> inside(Map<String, Object> fields, String name) {
        Map<String, Object> copy = new LinkedHashMap<>();
        if (fields.get(name) instanceof Map<?, ?> earlier) {
            earlier.forEach((key, value) -> copy.put(String.valueOf(key), value));
        }
        fields.put(name, copy);
        return copy;
    }

    private static void put(CreateContainerCmd request, String path, Object value) {
        switch (path) {
            case "Hostname" -> request.withHostName(value.toString());
            case "Domainname" -> request.withDomainName(value.toString());
            case "WorkingDir" -> request.withWorkingDir(value.toString());
            case STOP_SIGNAL -> request.withStopSignal(value.toString());
            case "MacAddress" -> request.withMacAddress(value.toString());
            case PLATFORM -> request.withPlatform(value.toString());
            case ENTRYPOINT ->
                request.withEntrypoint(
                        ((List<?>) value).stream().map(String::valueOf).toList());
            default -> throw new IllegalArgumentException("raw: " + path + " is not a field that can be set");
        }
    }
}
