package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.dsl.Batch;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.JobRefusedException;
import dev.tranche.runtime.spi.AttemptEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which image is meant by a name, and for which processors it is, on a real engine. */
@NeedsEngine
class PinnedImagesTest {
    private static final String MOVING = "tranche-pinned:moving";
    private static final String ELSEWHERE = "tranche-elsewhere:1";

    private final List<String> made = new ArrayList<>(List.of(MOVING, ELSEWHERE));
    private final ContainerEngine engine = Rig.engine();

    @AfterEach
    void close() {
        for (String image : made) {
            if (engine.image(image).isPresent()) {
                engine.removeImage(image);
            }
        }
        engine.close();
    }

    private static DockerEnvironment pinning() {
        return Rig.environment().toBuilder().pinDigests().build();
    }

    /** Moves a tag to a new image, which is like the usual one but for a variable. */
    private void moveTo(String word) throws Exception {
        String container = engine.create(command -> command.withImage(Rig.IMAGE));
        docker("commit", "--change", "ENV WORD=" + word, container, MOVING);
        engine.remove(container);
    }

    @CanIgnoreReturnValue
    private static byte[] docker(String... words) throws IOException, InterruptedException {
        String[] command = new String[words.length + 1];
        command[0] = "docker";
        System.arraycopy(words, 0, command, 1, words.length);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        byte[] output = process.getInputStream().readAllBytes();
        assertThat(process.waitFor()).isZero();
        return output;
    }

    @Test
    void a_job_runs_the_image_that_its_tag_meant_at_the_submit() throws Exception {
        var queue = Batch.jobQueue("queue").computeEnvironmentOrder(pinning()).build();
        var print = Batch.jobDefinition("print")
                .image(MOVING, c -> c.script("echo $WORD"))
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
        String pinned;
        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            moveTo("first");
            var before = runtime.submit(Batch.job("before", print).held(), queue);
            moveTo("second");
            var after = runtime.submit(Batch.job("after", print), queue);
            before.release();

            var end = before.await(Duration.ofMinutes(5));
            assertThat(after.await(Duration.ofMinutes(5)).exitCode()).hasValue(0);
            assertThat(before.log().text()).isEqualTo("first\n");
            assertThat(after.log().text()).isEqualTo("second\n");
            pinned = ((ContainerProgram) end.definition().program()).image();
        }
        assertThat(pinned).startsWith("sha256:");
        engine.removeImage(pinned);
    }

    @Test
    void a_name_that_nobody_knows_is_refused_at_the_submit_and_one_by_digest_stays_as_it_is() {
        var queue = Batch.jobQueue("queue").computeEnvironmentOrder(pinning()).build();
        try (var runtime = BatchRuntime.inMemory().queues(queue).open()) {
            assertThatThrownBy(() -> runtime.submit(
                            Batch.job("j", Rig.sized(JobDefinition.named("d").image("no-such-image:1"))), queue))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("pinDigests: nobody can say which image no-such-image:1 is now")
                    .hasMessageContaining("pull(NEVER)");
        }
        DockerEnvironment pulling =
                pinning().toBuilder().pull(DockerEnvironment.Pull.IF_MISSING).build();
        try (Rig rig = new Rig(DockerBackend.factory(), pulling, Rig.newRuntimeId(), false)) {
            JobDefinition unreachable = Rig.sized(JobDefinition.named("d").image("127.0.0.1:1/no/image:1"));
            assertThatThrownBy(() -> rig.backend.pinned(unreachable))
                    .hasMessageContaining("CannotPullContainerError: ")
                    .hasMessageContaining("name it by its digest");
            JobDefinition byDigest = Rig.sized(JobDefinition.named("d").image("busybox@sha256:" + "0".repeat(64)));
            assertThat(rig.backend.pinned(byDigest)).isEqualTo(byDigest);
        }
    }

    @Test
    void an_image_that_only_its_registry_has_is_pulled_at_the_submit_and_pinned(@TempDir Path certificates)
            throws Exception {
        DockerEnvironment pulling =
                pinning().toBuilder().pull(DockerEnvironment.Pull.IF_MISSING).build();
        try (TestRegistry registry =
                        TestRegistry.open(Certificates.make(certificates).engineSide());
                Rig rig = new Rig(DockerBackend.factory(), pulling, Rig.newRuntimeId(), false)) {
            TestImage first = TestImage.make(engine);
            String image = registry.serve("team/app", first);
            made.add(image);

            JobDefinition definition = rig.backend.pinned(Rig.sized(
                    JobDefinition.named("d").image(image, c -> c.command(TestImage.PROGRAM, "echo", "pinned"))));

            assertThat(((ContainerProgram) definition.program()).image())
                    .isEqualTo(registry.host() + "/team/app@" + TestImage.digest(first.manifest()));
            assertThat(engine.image(image)).isPresent();
            registry.serve("team/app", TestImage.make(engine));
            assertThat(rig.output(rig.launch(definition))).isEqualTo("pinned\n");
            assertThat(registry.pulls("team/app")).isOne();
        }
    }

    @Test
    void each_of_several_containers_is_pinned() {
        Digests digests = new Digests(
                engine,
                DockerEnvironment.Pull.NEVER,
                (image, platform) -> CompletableFuture.failedFuture(new AssertionError()));
        Container one = Container.named("one")
                .image(Rig.IMAGE)
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
        Container other = one.toBuilder().name("other").build();

        JobDefinition pinned =
                digests.pinned(JobDefinition.named("d").containers(one, other).build());

        String id = engine.image(Rig.IMAGE).orElseThrow().id();
        assertThat(((ContainerGroup) pinned.program()).containers())
                .extracting(container -> container.program().image())
                .allSatisfy(image ->
                        assertThat(engine.image(image).orElseThrow().id()).isEqualTo(id))
                .allSatisfy(image -> assertThat(image).contains("sha256:"));
    }

    @Test
    void an_image_for_other_processors_is_refused_unless_it_is_asked_for() throws Exception {
        String other = engine.traits().architecture().equals("amd64") ? "arm64" : "amd64";
        engine.loadImage(imageFor(other));
        try (Rig rig = new Rig(DockerBackend.factory())) {
            assertThat(rig.end(rig.launch(Rig.sized(JobDefinition.named("d").image(ELSEWHERE, c -> c.script("true"))))))
                    .isInstanceOfSatisfying(
                            AttemptEnd.StartFailed.class,
                            failed -> assertThat(failed.reason())
                                    .startsWith("CannotPullContainerError: image " + ELSEWHERE + " is for " + other)
                                    .contains("raw(\"docker\", \"Platform\", \"linux/" + other + "\")"));

            assertThat(rig.output(rig.launch(Rig.sized(JobDefinition.named("d")
                            .image(
                                    ELSEWHERE,
                                    c -> c.script("echo runs").raw("docker", "Platform", "linux/" + other))))))
                    .isEqualTo("runs\n");
        }
    }

    /** The usual image, labelled as if it were for other processors; what is in it runs here all the same. */
    private static byte[] imageFor(String architecture)
            throws IOException, InterruptedException, GeneralSecurityException {
        String container = new String(docker("create", Rig.IMAGE), StandardCharsets.UTF_8).strip();
        byte[] layer = docker("export", container);
        docker("rm", container);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(layer));
        String config = """
                {"architecture":"%s","os":"linux","config":{"Env":["PATH=/bin:/usr/bin"]},
                 "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                """.formatted(architecture, digest);
        String manifest = String.format(
                Locale.ROOT,
                "[{\"Config\":\"config.json\",\"RepoTags\":[\"%s\"],\"Layers\":[\"layer.tar\"]}]",
                ELSEWHERE);
        return new Tar()
                .with("config.json", config.getBytes(StandardCharsets.UTF_8), Tar.READABLE)
                .with("layer.tar", layer, Tar.READABLE)
                .with("manifest.json", manifest.getBytes(StandardCharsets.UTF_8), Tar.READABLE)
                .toBytes();
    }
}
