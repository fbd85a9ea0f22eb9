package dev.tranche.runtime.docker;

import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.api.model.VersionComponent;
import dev.tranche.model.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what an engine says of itself. What it leaves out counts as missing: a limit is there when the engine says so. */
final class EngineProbe {
    private static final String PODMAN = "Podman";

    private EngineProbe() {}

    static EngineTraits traits(Info info, Version version) {
        return new EngineTraits(
                kind(info, version),
                text(version.getVersion()),
                text(version.getApiVersion()),
                text(info.getOsType()),
                architecture(text(version.getArch()), text(info.getArchitecture())),
                Optional.ofNullable(info.getNCPU()).orElse(0),
                new MemorySize(Optional.ofNullable(info.getMemTotal()).orElse(0L)),
                gpus(info.getRawValues().get("GenericResources")),
                "2".equals(info.getCGroupVersion()) ? 2 : 1,
                hasOption(info, "name=rootless"),
                hasOption(info, "name=selinux"),
                isTrue(info.getMemoryLimit()),
                isTrue(info.getSwapLimit()),
                isTrue(info.getCpuShares()),
                isTrue(info.getCpuCfsQuota()),
                text(info.getLoggingDriver()),
                logDrivers(info),
                text(info.getDockerRootDir()));
    }

    private static String kind(Info info, Version version) {
        List<VersionComponent> components = version.getComponents();
        boolean podman = components != null
                && components.stream()
                        .map(VersionComponent::getName)
                        .filter(Objects::nonNull)
                        .anyMatch(name -> name.startsWith(PODMAN));
        if (podman) {
            return PODMAN;
        }
        return text(info.getOperatingSystem()).contains(EngineTraits.DESKTOP)
                ? EngineTraits.DESKTOP
                : EngineTraits.DOCKER;
    }

    /** The word that images use; the kernel has others for the same thing. */
    static String architecture(String ofVersion, String ofKernel) {
        String name = ofVersion.isEmpty() ? ofKernel : ofVersion;
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            default -> name;
        };
    }

    /** What {@code node-generic-resources} of the engine's settings calls {@code NVIDIA-GPU} or {@code gpu}. */
    private static List<String> gpus(@Nullable Object resources) {
        List<String> gpus = new ArrayList<>();
        if (resources instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> resource
                        && resource.get("NamedResourceSpec") instanceof Map<?, ?> named) {
                    String kind = String.valueOf(named.get("Kind")).toLowerCase(Locale.ROOT);
                    if (kind.equals("nvidia-gpu") || kind.equals("gpu")) {
                        gpus.add(String.valueOf(named.get("Value")));
                    }
                }
            }
        }
        return gpus;
    }

    private static boolean hasOption(Info info, String option) {
        List<String> options = info.getSecurityOptions();
        return options != null && options.stream().anyMatch(each -> each.contains(option));
    }

    private static Set<String> logDrivers(Info info) {
        Map<String, List<String>> plugins = info.getPlugins();
        List<String> drivers = plugins == null ? null : plugins.get("Log");
        return drivers == null ? Set.of() : Set.copyOf(drivers);
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
