package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.Access;
import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.AttemptEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a definition says of its container is so, seen from inside of it, on a real engine. */
@NeedsEngine
class ContainerFieldsTest {
    /** In the network of the host, where a container costs half as much. */
    private static Rig rig;

    @TempDir
    Path directory;

    @BeforeAll
    static void open() {
        rig = new Rig(DockerBackend.factory().network("host"));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static String seen(String script, UnaryOperator<Container.Options> container) {
        return rig.output(rig.shell(script, container));
    }

    private static String seen(String script, String path, Object value) {
        return seen(script, c -> c.raw("docker", path, value));
    }

    private static String cgroup(String file) {
        return "cat /sys/fs/cgroup/" + file + " 2>/dev/null || echo unseen";
    }

    // ---- what runs

    @Test
    void a_command_arrives_word_for_word_and_no_shell_reads_it() {
        JobDefinition definition = Rig.sized(JobDefinition.named("test")
                .image(Rig.IMAGE, c -> c.command("printf", "%s|", "a b", "$(id)", "`id`", "; exit 9", "*", "", "\n")));

        assertThat(rig.output(rig.launch(definition))).isEqualTo("a b|$(id)|`id`|; exit 9|*||\n|");
    }

    @Test
    void an_entrypoint_and_a_working_directory_can_be_said_raw() {
        JobDefinition definition = Rig.sized(JobDefinition.named("test")
                .image(
                        Rig.IMAGE,
                        c -> c.command("-c", "pwd")
                                .raw("docker", "Entrypoint", List.of("/bin/sh"))
                                .raw("docker", "WorkingDir", "/usr/bin")));

        assertThat(rig.output(rig.launch(definition))).isEqualTo("/usr/bin\n");
    }

    @Test
    void an_executable_of_this_machine_is_copied_into_a_container_of_the_base_image() throws IOException {
        Path program = Files.writeString(directory.resolve("say it"), "#!/bin/sh\necho \"$0: $1\"\n");

        AttemptId attempt =
                rig.launch(Rig.sized(JobDefinition.named("test").executable(program.toString(), "$(id) ; exit 9")));

        assertThat(rig.output(attempt)).isEqualTo("/tranche/say it: $(id) ; exit 9\n");
    }

    @Test
    void a_script_runs_as_whoever_the_container_runs_as_and_on_a_root_that_is_read_only() {
        String script = "id -u; touch /file 2>/dev/null || echo read-only";

        assertThat(seen(script, c -> c.user("65534:65534").readOnlyRoot())).isEqualTo("65534\nread-only\n");
    }

    // ---- resources

    @Test
    void memory_is_a_limit_and_vcpus_are_shares() {
        Assumptions.assumeThat(Files.exists(Path.of("/sys/fs/cgroup/memory")))
                .as("cgroup v1")
                .isTrue();
        JobDefinition definition = JobDefinition.named("test")
                .image(
                        Rig.IMAGE,
                        c -> c.command(
                                "sh",
                                "-c",
                                "cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/cpu/cpu.shares "
                                        + "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"))
                .millivcpus(1_500)
                .memory(MemorySize.mib(48))
                .build();

        assertThat(rig.output(rig.launch(definition))).isEqualTo((48 << 20) + "\n1536\n-1\n");
        assertThat(rig.output(rig.launch(definition.toBuilder().hardCpuLimit().build())))
                .isEqualTo((48 << 20) + "\n1536\n150000\n");
    }

    @Test
    void swap_is_what_is_said_above_the_memory() {
        Assumptions.assumeThat(Files.exists(Path.of("/sys/fs/cgroup/memory")))
                .as("cgroup v1")
                .isTrue();

        assertThat(seen(
                        cgroup("memory/memory.memsw.limit_in_bytes") + "; " + cgroup("memory/memory.swappiness"),
                        c -> c.linux(l -> l.swap(MemorySize.mib(16)).swappiness(7))))
                .isEqualTo((48 << 20) + "\n7\n");
    }

    @Test
    void gpus_are_refused_where_there_are_none_and_fail_to_start_if_insisted_on() {
        JobDefinition definition =
                Rig.definition("true", c -> c).toBuilder().gpus(1).build();

        assertThat(rig.backend.refusal(definition))
                .hasValueSatisfying(refusal -> assertThat(refusal).contains("gpus", "no engine"));
        assertThat(rig.end(rig.launch(definition)))
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason()).contains("gpus"));
    }

    @Test
    void ulimits_and_shared_memory_are_as_said() {
        String script = "ulimit -n; ulimit -Hn; df -k /dev/shm | tail -1 | awk '{ print $2 }'";

        assertThat(seen(script, c -> c.ulimit("nofile", 123, 456).sharedMemory(MemorySize.mib(3))))
                .isEqualTo("123\n456\n3072\n");
    }

    // ---- files

    @Test
    void a_directory_of_the_host_is_mounted_to_write_or_only_to_read() throws IOException {
        Files.writeString(directory.resolve("in"), "hello");
        Volume volume = Volume.host("data", directory);
        String script = "cat /data/in; touch /data/out 2>/dev/null || echo ' read-only'";

        assertThat(seen(script, c -> c.mount(volume, "/data", Access.READ_ONLY)))
                .isEqualTo("hello read-only\n");
        assertThat(directory.resolve("out")).doesNotExist();
        assertThat(seen(script, c -> c.mount(volume, "/data"))).isEqualTo("hello");
        assertThat(directory.resolve("out")).exists();
    }

    @Test
    void a_bind_with_the_mark_of_selinux_can_be_said_raw_beside_others() throws IOException {
        Files.writeString(directory.resolve("in"), "hello");
        Volume volume = Volume.host("data", directory);

        assertThat(seen(
                        "cat /data/in /more/in",
                        c -> c.mount(volume, "/data")
                                .raw("docker", "HostConfig.Binds", List.of(directory + ":/more:ro,z"))))
                .isEqualTo("hellohello");
    }

    @Test
    void a_named_volume_outlives_its_container() {
        Volume volume = Volume.named("tranche-test-" + rig.runtimeId);
        try {
            assertThat(seen("echo kept > /data/file", c -> c.mount(volume, "/data")))
                    .isEmpty();
            assertThat(seen("cat /data/file", c -> c.mount(volume, "/data"))).isEqualTo("kept\n");
        } finally {
            rig.shell("rm /data/file", c -> c.mount(volume, "/data"));
        }
    }

    @Test
    void a_tmpfs_has_its_size() {
        assertThat(seen(
                        "df -k /scratch | tail -1 | awk '{ print $1, $2 }'",
                        c -> c.tmpfs("/scratch", MemorySize.mib(2))))
                .isEqualTo("tmpfs 2048\n");
    }

    @Test
    void a_device_of_the_host_is_seen_under_its_path() {
        assertThat(seen(
                        "head -c 3 /dev/nought | od -An -tx1 | tr -d ' '",
                        c -> c.linux(l -> l.device("/dev/zero", "/dev/nought"))))
                .isEqualTo("000000\n");
    }

    // ---- isolation

    @Test
    void an_init_process_is_the_first_and_the_user_is_as_said() {
        assertThat(seen(
                        "cat /proc/1/comm; id -u; id -g",
                        c -> c.linux(l -> l.init()).user("1234:567")))
                .isEqualTo("docker-init\n1234\n567\n");
    }

    @Test
    void privileged_containers_have_all_capabilities_where_the_engine_can_give_them() {
        AttemptId attempt = rig.shell("grep CapEff /proc/self/status", c -> c.privileged());
        AttemptEnd end = rig.end(attempt);
        Assumptions.assumeThat(end)
                .as("this machine cannot run privileged containers: " + end)
                .isInstanceOf(AttemptEnd.Exited.class);

        assertThat(rig.out(attempt)).isNotEqualTo(seen("grep CapEff /proc/self/status", c -> c));
    }

    @Test
    void capabilities_and_networks_can_be_said_raw() {
        String capabilities = "grep CapEff /proc/self/status";

        assertThat(seen(capabilities, "HostConfig.CapDrop", List.of("ALL"))).contains("0000000000000000");
        assertThat(seen("ls /sys/class/net", "HostConfig.NetworkMode", "none")).isEqualTo("lo\n");
        assertThat(seen(
                        "hostname",
                        c -> c.raw("docker", "Hostname", "chosen").raw("docker", "HostConfig.NetworkMode", "bridge")))
                .isEqualTo("chosen\n");
        assertThat(seen("cat /proc/sys/kernel/msgmax", "HostConfig.Sysctls", Map.of("kernel.msgmax", "4321")))
                .isEqualTo("4321\n");
    }

    @Test
    void the_network_of_the_backend_holds_where_a_job_says_none() {
        try (Rig apart = new Rig(DockerBackend.factory().network("none"))) {
            assertThat(apart.output(apart.shell("ls /sys/class/net"))).isEqualTo("lo\n");
        }
    }

    // ---- what is around it

    @Test
    void log_options_are_the_engines_and_the_output_is_read_back() {
        assertThat(seen("echo said", c -> c.logDriver("json-file", Map.of("max-size", "1m"))))
                .isEqualTo("said\n");
    }

    @Test
    void labels_say_whose_a_container_is_and_tags_are_handed_on() {
        AttemptId attempt = rig.launch(Rig.definition("echo ready; sleep 1000", c -> c).toBuilder()
                .tag("team", "a=b; $(id)")
                .propagateTags()
                .build());
        rig.awaitOutput(attempt, "ready");
        try (ContainerEngine engine = Rig.engine()) {
            Map<String, String> labels =
                    engine.inspect(rig.containerName(attempt)).orElseThrow().labels();

            assertThat(labels)
                    .containsEntry(Labels.RUNTIME, Long.toHexString(rig.runtimeId))
                    .containsEntry(Labels.ENVIRONMENT, "engine")
                    .containsEntry(Labels.ATTEMPT, attempt.toString())
                    .containsEntry(Labels.JOB_NAME, "a job")
                    .containsEntry(Labels.MILLIVCPUS, "1000")
                    .containsEntry(Labels.MEMORY, Integer.toString(32 << 20))
                    .containsEntry("team", "a=b; $(id)");
        }
        rig.backend.stop(attempt, Duration.ZERO);
        assertThat(rig.end(attempt)).isNotNull();
    }

    @Test
    void secrets_are_variables_and_no_labels() {
        AttemptId attempt = rig.next();
        rig.launch(
                attempt,
                Rig.definition("[ \"$TOKEN\" = hidden-word ] && sleep 1000", c -> c),
                Map.of("TOKEN", "hidden-word"),
                Optional.empty());
        rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE);
        try (ContainerEngine engine = Rig.engine()) {
            assertThat(engine.inspect(rig.containerName(attempt))
                            .orElseThrow()
                            .labels()
                            .toString())
                    .doesNotContain("hidden-word");
        }
        assertThat(rig.reports.ends(attempt)).isEmpty();
        rig.backend.stop(attempt, Duration.ZERO);
        assertThat(rig.end(attempt).toString()).doesNotContain("hidden-word");
    }
}
