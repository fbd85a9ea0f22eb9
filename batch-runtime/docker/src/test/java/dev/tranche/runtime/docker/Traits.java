package dev.tranche.runtime.docker;

import dev.tranche.model.MemorySize;
import java.util.List;
import java.util.Set;

/** Engines as tests need them. */
final class Traits {
    private Traits() {}

    static EngineTraits docker() {
        return with(EngineTraits.DOCKER, "1.41", 1, List.of());
    }

    static EngineTraits with(String kind, String apiVersion, int cgroupVersion, List<String> gpus) {
        return new EngineTraits(
                kind,
                "20.10.24",
                apiVersion,
                "linux",
                "amd64",
                4,
                MemorySize.gib(8),
                gpus,
                cgroupVersion,
                false,
                false,
                true,
                cgroupVersion == 1,
                true,
                true,
                "json-file",
                Set.of("json-file", "journald", "awslogs"),
                "/var/lib/docker");
    }
}
