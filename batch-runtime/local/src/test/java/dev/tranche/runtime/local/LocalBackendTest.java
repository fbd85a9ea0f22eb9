package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.files.WorkRoot;
import dev.tranche.testkit.RecordingReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What processes of this machine do beyond the contract of all backends. */
class LocalBackendTest {
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.range(PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_EXECUTE);

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(factory());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private LocalBackend factory() {
        return LocalBackend.factory().workDirectory(directory);
    }

    @Test
    void the_capacity_is_that_of_the_machine_unless_the_environment_says_another() {
        ComputeEnvironment small = ComputeEnvironment.named("small")
                .local()
                .vcpus(3)
                .memory(MemorySize.gib(2))
                .build();
        RecordingReports reports = new RecordingReports();
        factory().open(small, Rig.context(1, false, reports)).close();

        Capacity machine = rig.reports.hosts().values().iterator().next();
        Capacity told = reports.hosts().values().iterator().next();

        assertThat(rig.reports.hosts()).containsOnlyKeys(new HostId("here", "localhost"));
        assertThat(reports.hosts()).containsOnlyKeys(new HostId("small", "localhost"));
        assertThat(machine.millivcpus()).isEqualTo(Runtime.getRuntime().availableProcessors() * 1_000);
        assertThat(machine.gpus()).isZero();
        assertThat(told).isEqualTo(new Capacity(3_000, MemorySize.gib(2), 0, told.disk()));
    }

    @Test
    void a_journaled_runtime_needs_a_work_directory_whose_path_has_room_for_a_socket() {
        LocalBackend deep = LocalBackend.factory().workDirectory(directory.resolve("d".repeat(90)));
        assertThatThrownBy(() -> deep.open(Rig.environment(), Rig.context(1, true, rig.reports)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("supervisor.sock")
                .hasMessageContaining("choose a shorter workDirectory");
    }

    @Test
    void an_environment_of_another_kind_is_refused() {
        ComputeEnvironment docker = ComputeEnvironment.named("engine").docker().build();

        assertThatThrownBy(() -> factory().open(docker, Rig.context(1, false, rig.reports)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("engine");
    }

    @Test
    void what_cannot_be_honoured_is_refused_by_name() throws IOException {
        JobDefinition.NeedsProgram named = JobDefinition.named("test");
        Path file = Files.createFile(directory.resolve("not-executable"));

        assertThat(refusal(named.image("busybox"))).startsWith("image: ").contains("docker()");
        assertThat(refusal(named.executable("relative/path"))).contains("relative");
        assertThat(refusal(named.executable("no-such-program-anywhere"))).contains("no-such-program-anywhere", "PATH");
        assertThat(refusal(named.executable("/etc"))).contains("/etc is a directory");
        assertThat(refusal(named.executable(file.toString()))).contains("not executable", "chmod");
        assertThat(refusal(named.script("#!/no/such/interpreter -x\n")))
                .startsWith("script: ")
                .contains("/no/such/interpreter");
        JobDefinition plain = Rig.definition(named.script("true"));
        assertThat(rig.backend.refusal(plain)).isEmpty();
        assertThat(rig.backend.refusal(plain.toBuilder().gpus(1).build()))
                .hasValueSatisfying(text -> assertThat(text).startsWith("gpus: "));
        assertThat(rig.backend.refusal(plain.toBuilder().hardCpuLimit().build()))
                .hasValueSatisfying(text -> assertThat(text).startsWith("hardCpuLimit: "));
        assertThat(rig.backend.refusal(plain.toBuilder().raw("local", "nice", 5).build()))
                .hasValueSatisfying(text -> assertThat(text).startsWith("raw: ").contains("nice"));
        assertThat(rig.backend.refusal(
                        plain.toBuilder().environment("TRANCHE_RUN_DIR", "/x").build()))
                .hasValueSatisfying(text -> assertThat(text).contains("TRANCHE_RUN_DIR"));
    }

    private String refusal(JobDefinition.NeedsVcpus program) {
        return rig.backend.refusal(Rig.definition(program)).orElse("not refused");
    }

    @Test
    void a_program_that_cannot_be_executed_does_not_start_and_says_why() throws IOException {
        Path noFormat = Files.writeString(directory.resolve("no-format"), "neither a binary nor a script");
        Files.setPosixFilePermissions(noFormat, EnumSet.allOf(PosixFilePermission.class));

        assertThat(startFailure(JobDefinition.named("test").executable("/no/such")))
                .isEqualTo("CannotStartExecutableError: /no/such: No such file or directory");
        assertThat(startFailure(JobDefinition.named("test").executable("/etc")))
                .isEqualTo("CannotStartExecutableError: /etc: Permission denied");
        assertThat(startFailure(JobDefinition.named("test").executable(noFormat.toString())))
                .isEqualTo("CannotStartExecutableError: " + noFormat + ": Exec format error");
        assertThat(startFailure(JobDefinition.named("test").executable("/bin/echo", "x".repeat(200_000))))
                .isEqualTo("CannotStartExecutableError: /bin/echo: Argument list too long");
        assertThat(startFailure(JobDefinition.named("test").executable("no-such-program-anywhere")))
                .startsWith("CannotStartExecutableError: no program 'no-such-program-anywhere' on PATH (");
    }

    private String startFailure(JobDefinition.NeedsVcpus program) {
        AttemptEnd end = rig.end(rig.launch(Rig.definition(program), Optional.empty()));
        return end instanceof AttemptEnd.StartFailed failed ? failed.reason() : end.toString();
    }

    @Test
    void a_program_gets_a_clean_place_to_run_in() {
        // descriptor 3 is the directory that ls reads
        AttemptId attempt = rig.script("""
                ls -A | wc -l
                ls /proc/self/fd
                grep SigIgn /proc/self/status
                read stat < /proc/$$/stat; set -- $stat; [ $1 = $5 ] && [ $1 = $6 ] && echo leads session and group
                umask
                """);

        assertThat(rig.end(attempt)).isInstanceOf(AttemptEnd.Exited.class);
        assertThat(rig.out(attempt).lines().map(String::strip).toList())
                .startsWith("0", "0", "1", "2", "3", "SigIgn:\t0000000000000000", "leads session and group");
    }

    @Test
    void of_the_variables_of_the_runtime_only_a_fixed_few_are_inherited() {
        AttemptId attempt =
                rig.launch(Rig.definition(JobDefinition.named("test").executable("env")), Optional.empty());

        assertThat(rig.end(attempt)).isInstanceOf(AttemptEnd.Exited.class);
        assertThat(rig.out(attempt).lines().map(line -> line.substring(0, line.indexOf('='))))
                .contains("PATH", "TRANCHE_ATTEMPT")
                .isSubsetOf(
                        "PATH",
                        "HOME",
                        "USER",
                        "LOGNAME",
                        "SHELL",
                        "LANG",
                        "LC_ALL",
                        "LC_CTYPE",
                        "TZ",
                        "TMPDIR",
                        "TRANCHE_ATTEMPT");
    }

    @Test
    void everything_on_disk_is_for_its_owner_only() throws IOException {
        AttemptId attempt = rig.launch(
                Rig.definition(JobDefinition.named("test").script("echo out; sleep 1000")), Optional.of(rig.job()));
        rig.awaitOutput(attempt, "out");

        try (Stream<Path> files = Files.walk(rig.root(directory))) {
            assertThat(files.filter(file -> !file.toString().endsWith(".so")
                                    && !file.toString().contains("jna"))
                            .toList())
                    .hasSizeGreaterThan(8)
                    .allSatisfy(file ->
                            assertThat(Files.getPosixFilePermissions(file)).doesNotContainAnyElementsOf(OTHERS));
        }
    }

    @Test
    void an_attempt_that_writes_too_much_is_killed() {
        try (Rig small = new Rig(factory().outputLimit(MemorySize.mib(1)))) {
            AttemptId out = small.script("exec cat /dev/zero");
            AttemptId err = small.script("exec cat /dev/zero >&2");

            assertThat(small.end(out)).isInstanceOfSatisfying(AttemptEnd.Signaled.class, killed -> {
                assertThat(killed.signal()).isEqualTo(9);
                assertThat(killed.reason()).contains("LogLimitError: stdout exceeded 1 MiB");
            });
            assertThat(small.end(err))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Signaled.class,
                            killed -> assertThat(killed.reason()).contains("LogLimitError: stderr exceeded 1 MiB"));
        }
    }

    @Test
    void a_daemon_without_any_trace_of_its_attempt_ends_with_it() {
        String argument = Rig.uniqueArgument();
        AttemptId attempt = rig.script("""
                env -i /usr/bin/setsid sh -c 'env -i setsid sleep %s & exit 0'
                while ! grep -qs %s /proc/[0-9]*/cmdline; do :; done
                """.formatted(argument, argument));

        assertThat(rig.end(attempt))
                .isEqualTo(new AttemptEnd.Exited(0, rig.end(attempt).at()));
        assertThat(Rig.isAlive(argument)).isFalse();
    }

    @Test
    void a_daemon_of_one_attempt_outlives_the_end_of_another() {
        String argument = Rig.uniqueArgument();
        AttemptId first = rig.script("setsid sh -c 'setsid sleep " + argument + " & exit 0'; echo ready; sleep 1000");
        rig.awaitOutput(first, "ready");
        Rig.awaitAlive(argument);

        assertThat(rig.end(rig.script("true"))).isInstanceOf(AttemptEnd.Exited.class);

        assertThat(Rig.isAlive(argument)).isTrue();
        assertThat(rig.reports.ends(first)).isEmpty();
    }

    @Test
    void scripts_with_an_interpreter_start_while_others_are_being_written() {
        List<AttemptId> attempts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            attempts.add(rig.script("#!/bin/sh\nexit 0"));
        }

        assertThat(attempts)
                .allSatisfy(attempt -> assertThat(rig.end(attempt))
                        .isInstanceOfSatisfying(
                                AttemptEnd.Exited.class,
                                end -> assertThat(end.code()).isZero()));
    }

    @Test
    void a_release_removes_the_working_directory_and_follows_no_link() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Path precious = Files.createFile(outside.resolve("precious"));
        AttemptId attempt = rig.script("""
                mkdir -p deep/er; touch deep/er/file; ln -s %s link; ln -s %s deep/link; chmod 0 deep
                """.formatted(outside, precious));
        assertThat(rig.end(attempt)).isInstanceOf(AttemptEnd.Exited.class);
        AttemptPaths paths = new AttemptPaths(rig.root(directory));
        assertThat(paths.work(attempt.toString())).isDirectory();

        rig.backend.release(attempt);

        Awaitility.await().atMost(Rig.PATIENCE).until(() -> Files.notExists(paths.work(attempt.toString())));
        assertThat(precious).exists();
        assertThat(paths.output(attempt.toString(), AttemptPaths.STDOUT)).exists();
    }

    @Test
    void the_directory_of_a_failed_run_is_kept_beyond_the_runtime() throws IOException {
        JobId run = rig.job();
        AttemptId attempt = rig.launch(
                Rig.definition(JobDefinition.named("test").script("echo evidence > $TRANCHE_RUN_DIR/file; exit 1")),
                Optional.of(run));
        assertThat(rig.end(attempt)).isInstanceOf(AttemptEnd.Exited.class);

        rig.backend.runEnded(run, true);
        rig.close();

        Path kept = directory.resolve(WorkRoot.prefix("local") + "kept").resolve(run.toString());
        assertThat(kept.resolve("file")).hasContent("evidence\n");
        assertThat(kept.getParent())
                .satisfies(parent ->
                        assertThat(Files.getPosixFilePermissions(parent)).doesNotContainAnyElementsOf(OTHERS));
        new Rig(factory()).close();
        assertThat(kept.resolve("file")).exists();
        assertThat(rig.root(directory)).doesNotExist();
    }

    @Test
    void a_close_leaves_no_file_behind() throws IOException {
        AttemptId attempt = rig.script("touch file; sleep 1000");
        rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE);

        rig.close();

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void the_directory_of_an_attempt_that_wrote_nothing_serves_another() throws IOException {
        AttemptPaths paths = new AttemptPaths(rig.root(directory));
        AttemptId silent = rig.script("true");
        assertThat(rig.end(silent)).isInstanceOf(AttemptEnd.Exited.class);
        rig.backend.release(silent);
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> Files.notExists(paths.attempt(silent.toString())));

        AttemptId next = rig.script("ls -A . ..; exit 7");

        assertThat(rig.end(next)).isInstanceOf(AttemptEnd.Exited.class);
        assertThat(rig.out(next).lines())
                .containsExactlyInAnyOrder(".:", "", "..:", "script", "stderr", "stdout", "work");
        assertThat(rig.out(silent)).isEmpty();
        assertThat(paths.spares()).isEmptyDirectory();
    }

    @Test
    void a_directory_that_a_program_changed_serves_no_other() throws IOException {
        AttemptPaths paths = new AttemptPaths(rig.root(directory));
        for (String change : List.of(
                "touch file",
                "touch .hidden",
                "chmod 755 .",
                "touch ../file",
                "rm ../stdout; ln -s /dev/null ../stdout",
                "rm ../stderr; mkdir ../stderr",
                "chmod 644 ../stdout",
                "echo word",
                "echo word >&2")) {
            AttemptId attempt = rig.script(change);
            assertThat(rig.end(attempt)).as(change).isInstanceOf(AttemptEnd.Exited.class);

            rig.backend.release(attempt);

            Awaitility.await().atMost(Rig.PATIENCE).until(() -> Files.notExists(paths.work(attempt.toString())));
            assertThat(paths.attempt(attempt.toString())).as(change).exists();
        }
        assertThat(paths.spares()).isEmptyDirectory();
    }
}
