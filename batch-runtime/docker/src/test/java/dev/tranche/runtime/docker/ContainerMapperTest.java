package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.core.command.CreateContainerCmdImpl;
import dev.tranche.model.Access;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is sent to an engine, as the JSON that it gets; no engine is there. */
class ContainerMapperTest {
    private static final AttemptId ID = new AttemptId(new JobId(0xabc, 5, 7), 2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ContainerMapper mapper =
            new ContainerMapper(new Labels(0xabc, "engine"), Traits.docker(), MemorySize.mib(2));

    private JsonNode request(JobDefinition definition, Surroundings around) {
        Launch launch = new Launch(
                ID,
                new HostId("engine", "e"),
                "a job",
                definition,
                definition.environment(),
                Map.of(),
                Optional.empty());
        ContainerPlan plan =
                new ContainerPlans(Optional.of("base:1")).of(launch).get(0);
        CreateContainerCmd request = mapper.fill(
                new CreateContainerCmdImpl(
                        command -> {
                            throw new AssertionError("no engine is there");
                        },
                        null,
                        ""),
                launch,
                plan,
                around);
        assertThat(request.getName()).isEqualTo("tranche-" + ID.toString().replace(':', '_'));
        return JSON.valueToTree(request);
    }

    private JsonNode request(JobDefinition.NeedsVcpus program) {
        return request(program.vcpus(1).memory(MemorySize.mib(64)).build(), Surroundings.NONE);
    }

    @Test
    void an_attempt_runs_once_and_its_container_stays_until_we_remove_it() {
        JsonNode host = request(JobDefinition.named("d").image("i:1")).path("HostConfig");

        assertThat(host.path("RestartPolicy").path("Name").asText()).isIn("", "no");
        assertThat(host.path("AutoRemove").asBoolean()).isFalse();
    }

    @Test
    void vcpus_are_shares_and_a_limit_only_on_request() {
        JobDefinition definition = JobDefinition.named("d")
                .image("i:1")
                .millivcpus(250)
                .memory(MemorySize.mib(64))
                .build();

        JsonNode shares = request(definition, Surroundings.NONE).path("HostConfig");
        JsonNode limit = request(definition.toBuilder().hardCpuLimit().build(), Surroundings.NONE)
                .path("HostConfig");

        assertThat(shares.path("CpuShares").asInt()).isEqualTo(256);
        assertThat(shares.path("NanoCpus").isNull()).isTrue();
        assertThat(limit.path("CpuShares").asInt()).isEqualTo(256);
        assertThat(limit.path("NanoCpus").asLong()).isEqualTo(250_000_000L);
        assertThat(shares.path("Memory").asLong()).isEqualTo(64L << 20);
        assertThat(shares.path("MemorySwap").isNull()).isTrue();
    }

    @Test
    void swap_is_said_as_the_sum_with_memory() {
        JsonNode host = request(JobDefinition.named("d")
                        .image(
                                "i:1",
                                c -> c.linux(l -> l.swap(MemorySize.mib(0)).swappiness(0))))
                .path("HostConfig");

        assertThat(host.path("MemorySwap").asLong()).isEqualTo(64L << 20);
        assertThat(host.path("MemorySwappiness").asInt(-1)).isZero();
    }

    @Test
    void a_command_leaves_the_entrypoint_of_the_image_and_a_script_replaces_it() {
        JsonNode command = request(JobDefinition.named("d").image("i:1", c -> c.command("run", "it")));
        JsonNode script = request(JobDefinition.named("d").script("echo $(id)"));
        JsonNode interpreted = request(JobDefinition.named("d").script("#!/usr/bin/awk -f\nBEGIN {}"));

        assertThat(command.path("Cmd").toString()).isEqualTo("[\"run\",\"it\"]");
        assertThat(command.path("Entrypoint").isNull()).isTrue();
        assertThat(script.path("Image").asText()).isEqualTo("base:1");
        assertThat(script.path("Entrypoint").toString()).isEqualTo("[\"/bin/sh\",\"/tranche/script\"]");
        assertThat(script.toString()).doesNotContain("$(id)");
        assertThat(interpreted.path("Entrypoint").toString()).isEqualTo("[\"/tranche/script\"]");
    }

    @Test
    void an_executable_by_name_is_looked_up_in_the_container_and_one_by_path_is_a_file_of_ours() {
        JsonNode byName = request(JobDefinition.named("d").executable("awk", "x y"));
        JsonNode byPath = request(JobDefinition.named("d").executable("/opt/bin/tool", "x y"));

        assertThat(byName.path("Entrypoint").toString()).isEqualTo("[\"awk\"]");
        assertThat(byPath.path("Entrypoint").toString()).isEqualTo("[\"/tranche/tool\"]");
        assertThat(byPath.path("Cmd").toString()).isEqualTo("[\"x y\"]");
    }

    @Test
    void volumes_are_bound_with_their_access_and_raw_binds_beside_them() {
        JsonNode host = request(JobDefinition.named("d")
                        .image(
                                "i:1",
                                c -> c.mount(Volume.host("h", Path.of("/data")), "/in", Access.READ_ONLY)
                                        .mount(Volume.named("cache"), "/cache")
                                        .tmpfs("/scratch", MemorySize.mib(1))
                                        .raw("docker", "HostConfig.Binds", List.of("/x:/x:ro,z"))))
                .path("HostConfig");

        assertThat((Object) JSON.convertValue(host.path("Binds"), List.class))
                .isEqualTo(List.of("/data:/in:ro", "cache:/cache:rw", "/x:/x:ro,z"));
        assertThat(host.path("Tmpfs").path("/scratch").asText()).isEqualTo("size=1048576");
    }

    @Test
    void the_directory_of_a_run_is_bound_and_named_and_the_main_node_too() {
        Surroundings around = new Surroundings(
                Optional.of("net"),
                Optional.of("172.18.0.2"),
                Map.of("db", "127.0.0.1"),
                List.of("GPU-1"),
                Optional.of(Path.of("/srv/runs/r")),
                Map.of("more", "label"));
        JobDefinition definition = JobDefinition.named("d")
                .image("i:1")
                .vcpus(1)
                .memory(MemorySize.mib(64))
                .gpus(1)
                .environment("A", "b=c")
                .build();

        JsonNode request = request(definition, around);

        assertThat((Object) JSON.convertValue(request.path("Env"), List.class))
                .isEqualTo(List.of(
                        "A=b=c",
                        "TRANCHE_RUN_DIR=/tranche/run",
                        "AWS_BATCH_JOB_MAIN_NODE_PRIVATE_IPV4_ADDRESS=172.18.0.2"));
        assertThat(request.path("HostConfig").path("Binds").toString()).isEqualTo("[\"/srv/runs/r:/tranche/run:rw\"]");
        assertThat(request.path("HostConfig").path("NetworkMode").asText()).isEqualTo("net");
        assertThat(request.path("HostConfig").path("ExtraHosts").toString()).isEqualTo("[\"db:127.0.0.1\"]");
        assertThat(request.path("HostConfig")
                        .path("DeviceRequests")
                        .get(0)
                        .path("DeviceIDs")
                        .toString())
                .isEqualTo("[\"GPU-1\"]");
        assertThat(request.path("Labels").path("more").asText()).isEqualTo("label");
        assertThat(request.path("Labels").path(Labels.GPUS).asText()).isEqualTo("GPU-1");
    }

    @Test
    void output_is_bounded_on_the_engine_unless_the_definition_says_where_it_goes() {
        JsonNode silent = request(JobDefinition.named("d").image("i:1"))
                .path("HostConfig")
                .path("LogConfig");
        JsonNode said = request(JobDefinition.named("d")
                        .image("i:1", c -> c.logDriver("acme/plugin", Map.of("to", "there"))))
                .path("HostConfig")
                .path("LogConfig");

        assertThat(silent.path("Type").asText()).isEqualTo("json-file");
        assertThat(silent.path("Config").path("max-size").asText()).isEqualTo(Integer.toString(2 << 20));
        assertThat(said.path("Type").asText()).isEqualTo("acme/plugin");
        assertThat(said.path("Config").path("to").asText()).isEqualTo("there");
    }

    @Test
    void raw_fields_are_put_where_they_belong_and_nested_ones_together() {
        JsonNode request = request(JobDefinition.named("d")
                .image(
                        "i:1",
                        c -> c.raw("docker", "HostConfig.CpusetCpus", "0-3")
                                .raw("docker", "HostConfig.BlkioWeight", 300)
                                .raw("docker", "HostConfig.StorageOpt.size", "1G")
                                .raw("docker", "Hostname", "h")));

        assertThat(request.path("HostConfig").path("CpusetCpus").asText()).isEqualTo("0-3");
        assertThat(request.path("HostConfig").path("BlkioWeight").asInt()).isEqualTo(300);
        assertThat(request.path("HostConfig").path("StorageOpt").path("size").asText())
                .isEqualTo("1G");
        assertThat(request.path("Hostname").asText()).isEqualTo("h");
    }

    @Test
    void text_that_looks_like_shell_stays_text_in_every_field() {
        String evil = "$(rm -rf /);`id`|'\"\\";

        JsonNode request = request(JobDefinition.named("d")
                .image(
                        "i:1",
                        c -> c.command(evil, evil).user(evil).mount(Volume.host("h", Path.of("/" + evil)), "/m")));

        assertThat(request.path("Cmd").get(0).asText()).isEqualTo(evil);
        assertThat(request.path("User").asText()).isEqualTo(evil);
        assertThat(request.path("HostConfig").path("Binds").get(0).asText()).isEqualTo("/" + evil + ":/m:rw");
    }
}
