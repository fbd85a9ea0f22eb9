package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.Info;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DockerClientConfig;
import dev.tranche.model.MemorySize;
import org.junit.jupiter.api.Test;

/** What engines say of themselves, as they say it. */
class EngineProbeTest {
    private static final ObjectMapper JSON = DockerClientConfig.getDefaultObjectMapper();
    private static final String VERSION = """
            {"Version": "20.10.24", "ApiVersion": "1.41", "Arch": "amd64", "Components": [{"Name": "Engine"}]}""";
    private static final String INFO = """
            {"OSType": "linux", "Architecture": "x86_64", "NCPU": 4, "MemTotal": 8589934592, "CgroupVersion": "1",
             "MemoryLimit": true, "SwapLimit": true, "CPUShares": true, "CpuCfsQuota": true,
             "LoggingDriver": "json-file", "Plugins": {"Log": ["json-file", "local"]},
             "DockerRootDir": "/var/lib/docker", "SecurityOptions": ["name=seccomp,profile=default"]}""";

    private static EngineTraits traits(String info, String version) {
        try {
            return EngineProbe.traits(JSON.readValue(info, Info.class), JSON.readValue(version, Version.class));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void an_ordinary_engine_is_as_it_says() {
        EngineTraits traits = traits(INFO, VERSION);

        assertThat(traits.problems()).isEmpty();
        assertThat(traits.cpus()).isEqualTo(4);
        assertThat(traits.memory()).isEqualTo(MemorySize.gib(8));
        assertThat(traits.architecture()).isEqualTo("amd64");
        assertThat(traits.gpus()).isEmpty();
        assertThat(traits.rootless()).isFalse();
        assertThat(traits.summary()).contains("Docker 20.10.24", "cgroup v1", "4 CPUs");
    }

    @Test
    void podman_is_refused_by_name() {
        EngineTraits traits = traits(INFO, VERSION.replace("\"Engine\"", "\"Podman Engine\""));

        assertThat(traits.problems()).singleElement().asString().contains("Podman", "not supported");
    }

    @Test
    void a_rootless_engine_without_limits_is_refused_with_what_it_lacks() {
        EngineTraits traits = traits(
                INFO.replace("\"MemoryLimit\": true", "\"MemoryLimit\": false")
                        .replace("\"CPUShares\": true", "\"CPUShares\": false")
                        .replace("name=seccomp", "name=rootless"),
                VERSION);

        assertThat(traits.rootless()).isTrue();
        assertThat(traits.problems())
                .hasSize(2)
                .allSatisfy(problem -> assertThat(problem).contains("would ignore", "cgroup v2"));
    }

    @Test
    void a_limit_that_an_engine_does_not_speak_of_counts_as_missing() {
        assertThat(traits("{}", VERSION).problems())
                .anySatisfy(problem -> assertThat(problem).contains("would ignore memory limits"));
    }

    @Test
    void old_engines_and_other_systems_are_refused() {
        assertThat(traits(INFO, VERSION.replace("1.41", "1.40")).problems())
                .singleElement()
                .asString()
                .contains("1.40", "oldest");
        assertThat(traits(INFO, VERSION.replace("1.41", "1.100")).problems()).isEmpty();
        assertThat(traits(INFO.replace("\"linux\"", "\"windows\""), VERSION).problems())
                .singleElement()
                .asString()
                .contains("windows");
    }

    @Test
    void gpus_are_those_that_the_engine_announces() {
        String resources = """
                {"GenericResources": [{"NamedResourceSpec": {"Kind": "NVIDIA-GPU", "Value": "GPU-45cbf7b"}},
                 {"NamedResourceSpec": {"Kind": "FPGA", "Value": "f1"}},
                 {"DiscreteResourceSpec": {"Kind": "SSD", "Value": 3}}], "OSType""";

        assertThat(traits(INFO.replace("{\"OSType", resources), VERSION).gpus()).containsExactly("GPU-45cbf7b");
    }

    @Test
    void docker_desktop_and_cgroup_2_are_told_apart() {
        EngineTraits traits = traits(
                INFO.replace(
                        "\"CgroupVersion\": \"1\"",
                        "\"CgroupVersion\": \"2\", \"OperatingSystem\": \"Docker Desktop\""),
                VERSION.replace("amd64", "aarch64"));

        assertThat(traits.kind()).isEqualTo("Docker Desktop");
        assertThat(traits.cgroupVersion()).isEqualTo(2);
        assertThat(traits.architecture()).isEqualTo("arm64");
        assertThat(traits.problems()).isEmpty();
    }
}
