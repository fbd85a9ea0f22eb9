package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Capacity;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong around containers, on a real engine. */
@NeedsEngine
class DockerFaultsTest {
    /** In the network of the host a container costs half as much. */
    private static final DockerBackend BACKEND = DockerBackend.factory().network("host");

    @TempDir
    Path directory;

    private Rig rig;
    private ContainerEngine engine;

    @BeforeEach
    void open() {
        rig = new Rig(BACKEND.workDirectory(directory));
        engine = Rig.engine();
    }

    @AfterEach
    void close() {
        rig.close();
        engine.close();
    }

    private static ComputeEnvironment at(String uri) {
        return ComputeEnvironment.named("engine")
                .docker()
                .engine(URI.create(uri))
                .build();
    }

    private AttemptId ready() {
        AttemptId attempt = rig.shell("echo ready; sleep 1000");
        rig.awaitOutput(attempt, "ready");
        rig.reports.awaitStarts(attempt, 1, Rig.PATIENCE);
        return attempt;
    }

    @Test
    void where_no_engine_answers_the_opening_says_what_was_tried() {
        assertThatThrownBy(() -> new Rig(BACKEND, at("unix:///nowhere/docker.sock"), Rig.newRuntimeId(), false))
                .hasMessageContaining("no Docker engine answers at /nowhere/docker.sock")
                .hasMessageContaining("set DOCKER_HOST");
        assertThatThrownBy(() -> new Rig(BACKEND, at("tcp://127.0.0.1:1"), Rig.newRuntimeId(), false))
                .hasMessageContaining("no Docker engine answers at 127.0.0.1:1");
    }

    @Test
    void a_command_that_is_not_there_fails_to_start_and_says_so() {
        AttemptId attempt =
                rig.launch(Rig.sized(JobDefinition.named("test").image(Rig.IMAGE, c -> c.command("/no/such/command"))));

        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("CannotStartContainerError: ")
                                .contains("/no/such/command"));
        assertThat(rig.reports.starts(attempt)).isEmpty();
    }

    @Test
    void a_script_in_an_image_without_a_shell_fails_to_start_and_says_what_is_missing() {
        String image = "tranche-test-without-shell:" + Long.toHexString(rig.runtimeId);
        engine.loadImage(TestImage.make(engine).saved(image));
        try {
            AttemptId attempt =
                    rig.launch(Rig.sized(JobDefinition.named("test").image(image, c -> c.script("echo never"))));

            assertThat(rig.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("CannotStartContainerError: ")
                                    .contains("/bin/sh"));
            assertThat(rig.reports.starts(attempt)).isEmpty();
        } finally {
            rig.close();
            engine.removeImage(image);
        }
    }

    @Test
    void an_image_that_may_not_be_pulled_and_is_not_there_cannot_be_pulled() {
        AttemptId attempt = rig.launch(Rig.sized(JobDefinition.named("test").image("no-such-image:1")));

        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("CannotPullContainerError: ")
                                .contains("no-such-image:1", "NEVER"));
    }

    @Test
    void a_registry_that_does_not_answer_cannot_be_pulled_from() {
        DockerEnvironment pulling = Rig.environment().toBuilder()
                .pull(DockerEnvironment.Pull.IF_MISSING)
                .build();
        try (Rig other = new Rig(BACKEND, pulling, Rig.newRuntimeId(), false)) {
            AttemptId attempt =
                    other.launch(Rig.sized(JobDefinition.named("test").image("127.0.0.1:1/no/image:1")));

            assertThat(other.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("CannotPullContainerError: ")
                                    .contains("127.0.0.1:1"));
        }
    }

    @Test
    void a_container_that_was_removed_from_outside_was_killed() {
        AttemptId attempt = ready();

        engine.remove(rig.containerName(attempt));

        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(137));
        rig.backend.release(attempt);
        assertThat(rig.reports.ends(attempt)).hasSize(1);
    }

    @Test
    void a_name_that_somebody_else_has_taken_is_a_conflict_and_his_container_stays() {
        AttemptId attempt = rig.next();
        String theirs = engine.create(command -> command.withImage(Rig.IMAGE).withName(rig.containerName(attempt)));
        try {
            rig.launch(attempt, Rig.definition("true", c -> c), Map.of(), Optional.empty());

            assertThat(rig.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("CannotCreateContainerError: ")
                                    .contains("already in use"));
            rig.backend.release(attempt);
            assertThat(engine.inspect(theirs)).isPresent();
        } finally {
            engine.remove(theirs);
        }
    }

    @Test
    void two_runtimes_share_an_engine_and_count_each_other() {
        Capacity alone = rig.reports.hosts().values().iterator().next();
        try (Rig other = new Rig(BACKEND)) {
            AttemptId theirs = other.shell("echo ready; sleep 1000");
            other.awaitOutput(theirs, "ready");

            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .untilAsserted(() -> assertThat(rig.reports
                                    .hosts()
                                    .values()
                                    .iterator()
                                    .next()
                                    .millivcpus())
                            .isEqualTo(alone.millivcpus() - 1_000));
        }
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .untilAsserted(
                        () -> assertThat(rig.reports.hosts().values().iterator().next())
                                .isEqualTo(alone));
    }

    @Test
    void what_a_journaled_runtime_left_running_is_adopted_by_its_next_opening() {
        long runtimeId = Rig.newRuntimeId();
        AttemptId running;
        AttemptId ended;
        try (Rig first = new Rig(BACKEND, Rig.environment(), runtimeId, true)) {
            running = first.shell("trap 'exit 5' TERM; echo ready; while :; do sleep 1 & wait $!; done");
            ended = first.shell("echo out; exit 6");
            first.awaitOutput(running, "ready");
            assertThat(first.end(ended)).isNotNull();
        }

        try (Rig second = new Rig(BACKEND, Rig.environment(), runtimeId, false)) {
            AttemptId unheardOf = new AttemptId(new JobId(runtimeId, 99, JobId.NO_INDEX), 1);
            Map<AttemptId, AttemptState> states = second.backend
                    .inventory(List.of(running, ended, unheardOf))
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();

            assertThat(states.get(running)).isInstanceOf(AttemptState.Running.class);
            assertThat(states.get(unheardOf)).isInstanceOf(AttemptState.NeverStarted.class);
            assertThat(second.end(ended))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(6));
            assertThat(second.out(ended)).isEqualTo("out\n");
            second.backend.stop(running, Duration.ofMinutes(5));
            assertThat(second.end(running))
                    .isInstanceOfSatisfying(
                            AttemptEnd.Exited.class,
                            exited -> assertThat(exited.code()).isEqualTo(5));
        }
        assertThat(engine.list(new Labels(runtimeId, "engine").filter()))
                .as("the lease of the first opening too")
                .isEmpty();
    }

    @Test
    void what_a_dead_runtime_left_is_swept_when_its_lease_has_run_out_and_nothing_else() {
        String strangers = engine.create(command -> command.withImage(Rig.IMAGE));
        Labels dead = new Labels(Rig.newRuntimeId(), "engine");
        Lease lease = Lease.take(engine, dead, engine.time().plusSeconds(2));
        String left = engine.create(command -> command.withImage(Rig.IMAGE).withLabels(dead.common()));
        try (Rig next = new Rig(BACKEND)) {
            assertThat(next.reports.hosts()).hasSize(1);
            Awaitility.await()
                    .atMost(Rig.PATIENCE)
                    .until(() -> engine.list(dead.filter()).isEmpty());

            assertThat(engine.inspect(left)).isEmpty();
            assertThat(engine.inspect(strangers)).isPresent();
        } finally {
            lease.end();
            engine.remove(left);
            engine.remove(strangers);
        }
    }

    @Test
    void a_paused_container_can_be_stopped() throws Exception {
        AttemptId attempt = ready();
        new ProcessBuilder("docker", "pause", rig.containerName(attempt))
                .start()
                .waitFor();

        rig.backend.stop(attempt, Duration.ofSeconds(1));

        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(137));
    }

    @Test
    void nothing_is_left_on_the_engine_after_a_close() {
        AttemptId running = ready();
        AttemptId released = rig.shell("echo done");
        assertThat(rig.end(released)).isNotNull();
        rig.backend.release(released);

        rig.close();

        assertThat(engine.list(new Labels(rig.runtimeId, "engine").filter())).isEmpty();
        assertThat(directory).isEmptyDirectory();
        assertThat(rig.reports.ends(running)).isEmpty();
    }

    @Test
    void output_is_kept_when_the_container_is_gone() {
        AttemptId attempt = rig.shell("echo out; echo err >&2; exit 3");
        assertThat(rig.end(attempt)).isNotNull();

        rig.backend.release(attempt);
        Awaitility.await()
                .atMost(Rig.PATIENCE)
                .until(() -> engine.inspect(rig.containerName(attempt)).isEmpty());

        assertThat(rig.out(attempt)).isEqualTo("out\n");
        assertThat(rig.err(attempt)).isEqualTo("err\n");
    }
}
