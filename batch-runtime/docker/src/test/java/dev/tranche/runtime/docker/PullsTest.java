package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.AttemptId;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Images that have to be fetched first, from a registry beside a real engine. */
@NeedsEngine
@ResourceLock(Resources.SYSTEM_ERR)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PullsTest {
    private static final String USER = "somebody";
    private static final String PASSWORD = "hidden-word";

    private static SSLContext tls;

    @TempDir
    Path directory;

    private final List<String> pulled = new ArrayList<>();
    private ContainerEngine engine;

    @BeforeAll
    static void makeCertificate(@TempDir Path certificates) throws Exception {
        tls = Certificates.make(certificates).engineSide();
    }

    @BeforeEach
    void open() {
        engine = Rig.engine();
    }

    @AfterEach
    void close() {
        pulled.stream().filter(image -> engine.image(image).isPresent()).forEach(engine::removeImage);
        engine.close();
    }

    private static Rig rig(DockerBackend factory) {
        DockerEnvironment pulling = Rig.environment().toBuilder()
                .pull(DockerEnvironment.Pull.IF_MISSING)
                .build();
        return new Rig(factory.network("host"), pulling, Rig.newRuntimeId(), false);
    }

    private static Rig rig() {
        return rig(DockerBackend.factory());
    }

    private String toPull(String image) {
        pulled.add(image);
        return image;
    }

    private static AttemptId launch(Rig rig, String image) {
        return rig.launch(Rig.sized(
                JobDefinition.named("test").image(image, c -> c.command(TestImage.PROGRAM, "echo", "ran"))));
    }

    private static void ran(Rig rig, AttemptId attempt) {
        assertThat(rig.output(attempt)).isEqualTo("ran\n");
        rig.backend.release(attempt);
    }

    private static Consumer<AttemptEnd> cannotPull(String... words) {
        return end -> assertThat(end)
                .isInstanceOfSatisfying(
                        AttemptEnd.StartFailed.class,
                        failed -> assertThat(failed.reason())
                                .startsWith("CannotPullContainerError: ")
                                .contains(words));
    }

    @Test
    void an_image_is_pulled_once_however_many_want_it_and_the_log_shows_it() throws Exception {
        try (TestRegistry registry = TestRegistry.open(tls);
                CapturedLog log = new CapturedLog();
                Rig rig = rig()) {
            String image = toPull(registry.hold("wanted", TestImage.make(engine)));
            List<AttemptId> attempts = new ArrayList<>();
            attempts.add(launch(rig, image));
            registry.awaitFetching("wanted");
            Stream.generate(() -> launch(rig, image)).limit(4).forEach(attempts::add);
            assertThat(attempts).allSatisfy(attempt -> {
                assertThat(rig.reports.starts(attempt)).isEmpty();
                assertThat(rig.reports.ends(attempt)).isEmpty();
            });

            registry.release("wanted");

            attempts.forEach(attempt -> ran(rig, attempt));
            assertThat(registry.pulls("wanted")).isEqualTo(1);
            assertThat(log.text()).contains("pulls " + image, "has pulled " + image);
        }
    }

    @Test
    void a_pull_that_nobody_wants_any_more_is_given_up_and_the_image_can_be_pulled_again() throws Exception {
        try (TestRegistry registry = TestRegistry.open(tls);
                Rig rig = rig()) {
            TestImage content = TestImage.make(engine);
            String image = toPull(registry.hold("cancelled", content));
            AttemptId attempt = launch(rig, image);
            registry.awaitFetching("cancelled");

            rig.backend.stop(attempt, Duration.ofMinutes(10));

            assertThat(rig.end(attempt))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason()).isEqualTo(DockerAttempt.STOPPED_EARLY));
            registry.awaitGivenUp("cancelled");
            assertThat(engine.image(image)).isEmpty();

            registry.serve("cancelled", content);
            ran(rig, launch(rig, image));
            assertThat(rig.reports.ends(attempt)).hasSize(1);
        }
    }

    @Test
    void a_pull_goes_on_for_those_who_still_want_it() throws Exception {
        try (TestRegistry registry = TestRegistry.open(tls);
                Rig rig = rig()) {
            String image = toPull(registry.hold("shared", TestImage.make(engine)));
            AttemptId one = launch(rig, image);
            AttemptId other = launch(rig, image);
            registry.awaitFetching("shared");

            rig.backend.stop(one, Duration.ZERO);
            assertThat(rig.end(one)).isInstanceOf(AttemptEnd.StartFailed.class);
            registry.release("shared");

            ran(rig, other);
            assertThat(registry.pulls("shared")).isEqualTo(1);
        }
    }

    @Test
    void an_image_that_the_registry_does_not_have_cannot_be_pulled() throws Exception {
        try (TestRegistry registry = TestRegistry.open(tls);
                Rig rig = rig()) {
            String image = registry.host() + "/nothing/here:1";

            assertThat(rig.end(launch(rig, image))).satisfies(cannotPull(image));
        }
    }

    @Test
    void a_login_that_the_application_gave_is_used() throws Exception {
        try (TestRegistry registry = TestRegistry.openTo(tls, USER, PASSWORD);
                Rig rig = rig(DockerBackend.factory().login(registry.host(), USER, () -> PASSWORD))) {
            ran(rig, launch(rig, toPull(registry.serve("private", TestImage.make(engine)))));
        }
    }

    @Test
    void a_login_of_dockers_own_configuration_is_used() throws Exception {
        try (TestRegistry registry = TestRegistry.openTo(tls, USER, PASSWORD)) {
            String login = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            Files.writeString(
                    directory.resolve("config.json"),
                    "{\"auths\":{\"" + registry.host() + "\":{\"auth\":\"" + login + "\"}}}");
            System.setProperty("DOCKER_CONFIG", directory.toString());
            try (Rig rig = rig()) {
                ran(rig, launch(rig, toPull(registry.serve("private", TestImage.make(engine)))));
            } finally {
                System.clearProperty("DOCKER_CONFIG");
            }
        }
    }

    @Test
    void a_wrong_login_cannot_pull_and_stands_in_no_text() throws Exception {
        try (TestRegistry registry = TestRegistry.openTo(tls, USER, "another");
                CapturedLog log = new CapturedLog();
                Rig rig = rig(DockerBackend.factory().login(registry.host(), USER, () -> PASSWORD))) {
            String image = registry.serve("private", TestImage.make(engine));

            AttemptEnd end = rig.end(launch(rig, image));

            assertThat(end).satisfies(cannotPull(image));
            assertThat(end.toString() + log.text()).doesNotContain(PASSWORD);
        }
    }

    @Test
    void a_login_that_cannot_be_had_is_the_reason_without_what_it_knows() throws Exception {
        try (TestRegistry registry = TestRegistry.openTo(tls, USER, PASSWORD);
                Rig rig = rig(DockerBackend.factory().login(registry.host(), USER, () -> {
                    throw new IllegalStateException("the vault is closed");
                }))) {
            String image = registry.serve("private", TestImage.make(engine));

            assertThat(rig.end(launch(rig, image))).satisfies(cannotPull(image, "the vault is closed"));
        }
    }
}
