package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tranche.dsl.Batch;
import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Secret;
import dev.tranche.model.Volume;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Launch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Text that a shell would act upon is text in every field, and what is secret is in no text at all. */
@NeedsEngine
@ResourceLock(Resources.SYSTEM_ERR)
class HostileTextTest {
    private static final String HOSTILE = "a $(exit 9) `exit 9`; exit 9 & | > x < y * ? ~ # '\" \\ ${HOME} end";
    private static final String HIDDEN = "hidden-word-of-this-test";

    @TempDir
    Path directory;

    private Rig rig;

    @BeforeEach
    void open() {
        rig = new Rig(DockerBackend.factory().network("host"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private AttemptId launch(JobDefinition definition) {
        AttemptId attempt = rig.next();
        rig.backend.launch(new Launch(
                attempt,
                rig.host(),
                HOSTILE,
                definition,
                definition.environment(),
                Map.of("SECRET", HOSTILE),
                Optional.empty()));
        return attempt;
    }

    @Test
    void it_arrives_as_it_is_in_names_variables_secrets_labels_and_paths() throws Exception {
        Path host = Files.createDirectory(directory.resolve(HOSTILE));
        Files.writeString(host.resolve("file"), "of the host\n");
        JobDefinition definition = Rig.definition(
                        """
                        printf '%s\\n' "$TEXT" "$SECRET"
                        pwd
                        cat "/host/$TEXT/file"
                        ls -d "/tmpfs/$TEXT"
                        """,
                        c -> c.mount(Volume.host("host", host), "/host/" + HOSTILE)
                                .tmpfs("/tmpfs/" + HOSTILE, MemorySize.mib(1))
                                .raw("docker", "WorkingDir", "/work/" + HOSTILE))
                .toBuilder()
                .environment("TEXT", HOSTILE)
                .tag("team", HOSTILE)
                .propagateTags()
                .build();

        AttemptId attempt = launch(definition);

        assertThat(rig.output(attempt))
                .isEqualTo(String.join(
                        "\n", HOSTILE, HOSTILE, "/work/" + HOSTILE, "of the host", "/tmpfs/" + HOSTILE, ""));
        try (ContainerEngine engine = Rig.engine()) {
            assertThat(engine.inspect(rig.containerName(attempt)).orElseThrow().labels())
                    .containsEntry(Labels.JOB_NAME, HOSTILE)
                    .containsEntry("team", HOSTILE);
        }
    }

    @Test
    void it_arrives_as_it_is_in_commands_entrypoints_and_names_of_executables() throws Exception {
        Path program = Files.writeString(directory.resolve(HOSTILE), "#!/bin/sh\nprintf '%s|' \"$0\" \"$@\"\n");
        JobDefinition image = Rig.sized(JobDefinition.named("test")
                .image(
                        Rig.IMAGE,
                        c -> c.command(HOSTILE, "$HOME")
                                .raw("docker", "Entrypoint", List.of("printf", "%s|", HOSTILE))));

        assertThat(rig.output(launch(image))).isEqualTo(HOSTILE + "|" + HOSTILE + "|$HOME|");
        assertThat(rig.output(launch(Rig.sized(JobDefinition.named("test").executable(program.toString(), HOSTILE)))))
                .isEqualTo("/tranche/" + HOSTILE + "|" + HOSTILE + "|");
    }

    @Test
    void where_no_such_text_can_stand_the_end_says_which() {
        assertThat(failure(c -> c.user(HOSTILE))).contains("user");
        assertThat(failure(c -> c.raw("docker", "HostConfig.NetworkMode", HOSTILE)))
                .contains("network");
        assertThat(failure(c -> c.raw("docker", "StopSignal", HOSTILE))).containsIgnoringCase("signal");
        assertThat(end(Rig.sized(JobDefinition.named("test").image("busybox:$(exit`exit`;&|>x"))))
                .startsWith("CannotPullContainerError: ");
        assertThatThrownBy(() -> JobDefinition.named("test").image(HOSTILE)).hasMessageContaining("white space");
    }

    private String failure(UnaryOperator<Container.Options> container) {
        return end(Rig.definition("exit 0", container));
    }

    private String end(JobDefinition definition) {
        AttemptEnd end = rig.end(launch(definition));
        assertThat(end).isInstanceOf(AttemptEnd.StartFailed.class);
        return ((AttemptEnd.StartFailed) end).reason();
    }

    // ---- secrets

    @Test
    void a_secret_is_in_no_log_description_or_error() throws Exception {
        Path file = Files.writeString(directory.resolve("token"), HIDDEN);
        var queue = Batch.jobQueue("queue")
                .computeEnvironmentOrder(Rig.environment())
                .build();
        JobDefinition fails =
                secret(file, Rig.definition("[ ${#TOKEN} -eq " + HIDDEN.length() + " ] && exit 3; exit 4", c -> c));
        JobDefinition cannotStart = secret(
                file, Rig.sized(JobDefinition.named("test").image(Rig.IMAGE, c -> c.command("/no/such/command"))));
        JobDefinition cannotBeCreated =
                secret(file, Rig.definition("true", c -> c.raw("docker", "StopSignal", "NOSIGNAL")));

        try (CapturedLog log = new CapturedLog();
                BatchRuntime runtime = BatchRuntime.inMemory().queues(queue).open()) {
            for (JobDefinition definition : List.of(fails, cannotStart, cannotBeCreated)) {
                var handle = runtime.submit(Batch.job("job", definition), queue);
                Throwable failure =
                        catchThrowable(() -> handle.await(Duration.ofMinutes(5)).orThrow());

                assertThat(failure).isNotNull();
                assertThat(failure.toString()
                                + handle.describe()
                                + handle.explain()
                                + handle.log().text()
                                + definition)
                        .doesNotContain(HIDDEN);
            }
            var ended = runtime.submit(Batch.job("job", fails), queue).await(Duration.ofMinutes(5));
            assertThat(ended.exitCode()).as("the secret has arrived").hasValue(3);
            assertThat(log.text()).doesNotContain(HIDDEN);
        }
    }

    private static JobDefinition secret(Path file, JobDefinition definition) {
        return definition.toBuilder().secret("TOKEN", Secret.file(file)).build();
    }
}
