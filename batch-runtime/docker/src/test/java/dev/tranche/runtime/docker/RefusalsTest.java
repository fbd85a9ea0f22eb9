package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusalsTest {
    private final Refusals refusals = new Refusals(Optional.of("base:1"), List.of(Traits.docker()));

    @TempDir
    Path directory;

    private static JobDefinition definition(UnaryOperator<Container.Options> container) {
        return sized(JobDefinition.named("d").image("i:1", container));
    }

    private static JobDefinition sized(JobDefinition.NeedsVcpus program) {
        return program.vcpus(1).memory(MemorySize.mib(64)).build();
    }

    private String refusal(JobDefinition definition) {
        return refusals.refusal(definition).orElse("");
    }

    private String refusal(UnaryOperator<Container.Options> container) {
        return refusal(definition(container));
    }

    @Test
    void what_an_engine_can_do_is_not_refused() throws IOException {
        Path tool = Files.createFile(directory.resolve("tool"));

        assertThat(refusal(sized(JobDefinition.named("d").script("true")))).isEmpty();
        assertThat(refusal(sized(JobDefinition.named("d").executable("awk")))).isEmpty();
        assertThat(refusal(sized(JobDefinition.named("d").executable(tool.toString()))))
                .isEmpty();
        assertThat(refusal(c -> c.mount(Volume.named("v"), "/v")
                        .linux(l -> l.swap(MemorySize.mib(1)).swappiness(1))))
                .isEmpty();
    }

    @Test
    void scripts_and_executables_need_an_image_to_run_in() {
        Refusals without = new Refusals(Optional.empty(), List.of(Traits.docker()));

        assertThat(without.refusal(sized(JobDefinition.named("d").script("true"))))
                .hasValueSatisfying(
                        text -> assertThat(text).startsWith("script: ").contains("baseImage"));
        assertThat(without.refusal(sized(JobDefinition.named("d").executable("awk"))))
                .hasValueSatisfying(
                        text -> assertThat(text).startsWith("executable: ").contains("baseImage"));
    }

    @Test
    void an_executable_by_path_has_to_be_a_file_of_this_machine() {
        assertThat(refusal(sized(JobDefinition.named("d").executable("/no/such/tool"))))
                .contains("executable", "/no/such/tool", "no file of this machine");
        assertThat(refusal(sized(JobDefinition.named("d").executable("bin/tool"))))
                .contains("relative path");
        assertThat(refusal(sized(JobDefinition.named("d").executable(directory.toString()))))
                .contains("no file");
    }

    @Test
    void what_an_engine_would_ignore_is_refused() {
        Refusals cgroup2 = new Refusals(
                Optional.empty(), List.of(Traits.docker(), Traits.with(EngineTraits.DOCKER, "1.44", 2, List.of())));

        assertThat(cgroup2.refusal(definition(c -> c.linux(l -> l.swap(MemorySize.mib(1))))))
                .hasValueSatisfying(text -> assertThat(text).startsWith("swap: "));
        assertThat(refusal(definition(c -> c).toBuilder().gpus(1).build())).startsWith("gpus: ");
        assertThat(refusal(
                        definition(c -> c).toBuilder().memory(MemorySize.mib(5)).build()))
                .startsWith("memory: ")
                .contains("6 MiB");
        assertThat(refusal(definition(c -> c).toBuilder()
                        .jobRole("arn:aws:iam::1:role/r")
                        .build()))
                .startsWith("jobRole: ");
        assertThat(refusal(c -> c.mount(Volume.efs("e", "fs-01"), "/e")))
                .startsWith("mount: ")
                .contains("EFS");
        assertThat(refusal(c -> c.mount(Volume.host("h", Path.of("/a:b")), "/e")))
                .contains("colon");
    }

    @Test
    void a_log_that_cannot_be_read_back_is_refused() {
        assertThat(refusal(c -> c.logDriver("none", Map.of())))
                .startsWith("logDriver: ")
                .contains("no log");
        assertThat(refusal(c -> c.logDriver("gelf", Map.of()))).contains("has no driver gelf");
        assertThat(refusal(c -> c.logDriver("awslogs", Map.of("cache-disabled", "true"))))
                .contains("cache-disabled");
        assertThat(refusal(c -> c.logDriver("awslogs", Map.of("awslogs-group", "g"))))
                .isEmpty();
    }

    @Test
    void names_that_are_ours_are_refused() {
        assertThat(refusal(definition(c -> c).toBuilder()
                        .environment("TRANCHE_RUN_DIR", "/x")
                        .build()))
                .startsWith("environment: ");
        assertThat(refusal(definition(c -> c).toBuilder()
                        .tag("dev.tranche.runtime", "x")
                        .propagateTags()
                        .build()))
                .startsWith("tag: ");
    }

    @Test
    void raw_fields_are_refused_unless_they_are_known_and_nobody_elses() {
        assertThat(refusal(c -> c.raw("docker", "HostConfig.CpusetCpus", "0"))).isEmpty();
        assertThat(refusal(c -> c.raw("ec2", "anything", "0"))).contains("for ec2", "environment of kind ec2");
        assertThat(refusal(c -> c.raw("docker", "HostConfig.Memory", 1))).contains("say memory(…)");
        assertThat(refusal(c -> c.raw("docker", "HostConfig.RestartPolicy", Map.of())))
                .contains("say retry(…)");
        assertThat(refusal(c -> c.raw("docker", "HostConfig.NoSuchField", 1))).contains("not a field");
        assertThat(refusal(c -> c.raw("docker", "NoSuchField", 1))).contains("not a field");
        assertThat(refusal(c -> c.raw("docker", "WorkingDir", 1))).contains("must be a text");
        assertThat(refusal(c -> c.raw("docker", "Entrypoint", "sh"))).contains("must be a list");
    }

    @Test
    void of_several_containers_the_one_that_is_refused_is_named() {
        Container bad = Container.named("bad")
                .image("i:1", c -> c.logDriver("none", Map.of()))
                .vcpus(1)
                .memory(MemorySize.mib(64))
                .build();

        assertThat(refusal(JobDefinition.named("d").containers(bad).build())).startsWith("container bad: logDriver: ");
    }
}
