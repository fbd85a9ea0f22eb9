package dev.tranche.runtime.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays behind when a process of ours is killed with SIGKILL: nothing, and no lie. */
class KilledTest {
    @TempDir
    Path directory;

    private LocalBackend factory() {
        return LocalBackend.factory().workDirectory(directory);
    }

    @Test
    void nothing_of_a_killed_runtime_runs_on_and_the_next_one_sweeps_its_directory() throws IOException {
        String argument = Rig.uniqueArgument();
        Process runtime = DoomedRuntime.start(directory, daemons(argument));
        List<ProcessHandle> all = runtime.descendants().toList();
        Rig.awaitAlive(argument);
        assertThat(roots()).hasSize(1);

        runtime.destroyForcibly();

        Rig.awaitDead(argument);
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(roots()).hasSize(1);
        try (Rig next = new Rig(factory())) {
            Path own = next.root(directory);
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> roots().equals(List.of(own)));
        }
        assertThat(roots()).isEmpty();
    }

    @Test
    void the_next_opening_also_kills_what_a_killed_supervisor_could_not() throws IOException {
        String argument = Rig.uniqueArgument();
        Process runtime = DoomedRuntime.start(directory, daemons(argument));
        Rig.awaitAlive(argument);
        ProcessHandle supervisor = supervisorOf(runtime.toHandle());
        signal("STOP", runtime.pid());

        supervisor.destroyForcibly();
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> !supervisor.isAlive() || isZombie(supervisor));
        runtime.destroyForcibly();

        assertThat(Rig.isAlive(argument)).isTrue();
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> !runtime.isAlive());
        try (Rig next = new Rig(factory())) {
            Path own = next.root(directory);
            Rig.awaitDead(argument);
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> roots().equals(List.of(own)));
        }
    }

    @Test
    void the_opening_of_another_runtime_leaves_those_of_living_ones_alone() throws IOException {
        try (Rig first = new Rig(factory());
                Rig second = new Rig(factory())) {
            AttemptId attempt = first.script("echo ready; sleep 1000");
            first.awaitOutput(attempt, "ready");

            Process other = DoomedRuntime.start(directory, "echo ready");
            other.getOutputStream().close();
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> !other.isAlive());

            assertThat(roots()).containsExactlyInAnyOrder(first.root(directory), second.root(directory));
            assertThat(first.reports.ends(attempt)).isEmpty();
        }
    }

    @Test
    void what_ran_under_a_killed_supervisor_is_killed_and_lost_and_the_next_launch_gets_another_supervisor() {
        String argument = Rig.uniqueArgument();
        try (Rig rig = new Rig(factory())) {
            AttemptId ended = rig.script("exit 3");
            AttemptId running = rig.script(daemons(argument));
            AttemptEnd end = rig.end(ended);
            rig.awaitOutput(running, "ready");
            Rig.awaitAlive(argument);

            supervisorOf(ProcessHandle.current()).destroyForcibly();

            assertThat(rig.end(running))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Lost.class,
                            lost -> assertThat(lost.statusReason())
                                    .contains("Supervisor of environment here is gone", "137"));
            assertThat(Rig.isAlive(argument)).isFalse();
            assertThat(rig.end(rig.script("exit 5")))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(5));
            assertThat(rig.reports.ends(ended)).containsExactly(end);
        }
    }

    @Test
    void what_ended_while_nobody_could_see_it_is_unknown() throws IOException {
        try (Rig rig = new Rig(factory())) {
            AttemptId attempt =
                    rig.script("echo ready; while [ ! -e %s/go ]; do sleep 0.01; done".formatted(directory));
            rig.awaitOutput(attempt, "ready");
            ProcessHandle supervisor = supervisorOf(ProcessHandle.current());
            ProcessHandle program = supervisor.children().findFirst().orElseThrow();
            signal("STOP", supervisor.pid());
            Files.createFile(directory.resolve("go"));
            Awaitility.await().atMost(Rig.PATIENCE).until(() -> isZombie(program));

            supervisor.destroyForcibly();

            assertThat(rig.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Unknown.class,
                            unknown -> assertThat(unknown.reason()).contains("before it told how the attempt ended"));
            assertThat(rig.reports.ends(attempt)).hasSize(1);
        }
    }

    private static String daemons(String argument) {
        return """
                sleep %s &
                setsid sh -c 'trap "" HUP TERM; setsid sleep %s & exit 0'
                echo ready
                sleep 1000
                """.formatted(argument, argument);
    }

    private List<Path> roots() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.filter(path -> path.getFileName().toString().startsWith("tranche-"))
                    .toList();
        }
    }

    private static ProcessHandle supervisorOf(ProcessHandle runtime) {
        return runtime.children()
                .filter(child ->
                        child.info().arguments().map(List::of).orElse(List.of()).contains(Supervisor.class.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isZombie(ProcessHandle process) {
        return ProcessTable.find((int) process.pid()).map(ProcessEntry::isDead).orElse(true);
    }

    static void signal(String name, long pid) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        Awaitility.await().atMost(Rig.PATIENCE).until(() -> !kill.isAlive());
    }
}
