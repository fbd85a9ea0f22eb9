package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An engine behind a port with TLS, and a second one, as hosts of one environment. */
@NeedsEngine
class SeveralEnginesTest {
    private static final DockerBackend BACKEND = DockerBackend.factory().network("host");

    private static Certificates certificates;

    @TempDir
    Path directory;

    @BeforeAll
    static void makeCertificates(@TempDir Path directory) throws Exception {
        certificates = Certificates.make(directory);
    }

    private static HostId host(URI uri) {
        return new HostId("engine", uri.getAuthority() == null ? uri.getPath() : uri.getAuthority());
    }

    private static AttemptId launch(Rig rig, HostId host, String script) {
        AttemptId attempt = rig.next();
        JobDefinition definition = Rig.definition(script, c -> c);
        rig.backend.launch(new Launch(attempt, host, "a job", definition, Map.of(), Map.of(), Optional.empty()));
        return attempt;
    }

    private static void exited(Rig rig, AttemptId attempt, int code) {
        assertThat(rig.end(attempt))
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(code));
    }

    @Test
    void a_remote_engine_is_spoken_to_with_certificates_on_both_sides() throws Exception {
        Path files = certificates.clientFiles(directory);
        try (EngineProxy engine = EngineProxy.withTls(certificates.engineSide())) {
            ComputeEnvironment remote = Rig.environment().toBuilder()
                    .engine(engine.uri(), e -> e.tls(files))
                    .build();
            try (Rig rig = new Rig(BACKEND, remote, Rig.newRuntimeId(), false)) {
                AttemptId attempt = rig.shell("echo out; echo err >&2; exit 3");
                AttemptId running = rig.shell("sleep 1000");
                exited(rig, attempt, 3);
                assertThat(rig.out(attempt)).isEqualTo("out\n");
                assertThat(rig.err(attempt)).isEqualTo("err\n");
                rig.reports.awaitStarts(running, 1, Rig.PATIENCE);
                rig.backend.stop(running, Duration.ZERO);
                exited(rig, running, 137);
            }
        }
    }

    @Test
    void without_a_certificate_or_with_another_one_nobody_gets_in_and_the_opening_says_so() throws Exception {
        Path others = certificates.strangersFiles(directory);
        try (EngineProxy engine = EngineProxy.withTls(certificates.engineSide())) {
            assertThatThrownBy(() -> new Rig(
                            BACKEND,
                            Rig.environment().toBuilder().engine(engine.uri()).build(),
                            Rig.newRuntimeId(),
                            false))
                    .hasMessageContaining(engine.uri().getAuthority());
            assertThatThrownBy(() -> new Rig(
                            BACKEND,
                            Rig.environment().toBuilder()
                                    .engine(engine.uri(), e -> e.tls(others))
                                    .build(),
                            Rig.newRuntimeId(),
                            false))
                    .hasMessageContaining(engine.uri().getAuthority());
        }
    }

    @Test
    void each_engine_is_a_host_and_when_one_goes_only_what_ran_there_is_lost() throws Exception {
        assumeTrue(OwnEngine.isPossible(), "an engine of one's own needs root, dockerd and unshare");
        try (OwnEngine second = OwnEngine.start(directory);
                ContainerEngine local = Rig.engine();
                ContainerEngine other = second.client()) {
            URI first = Rig.engineUri();
            ComputeEnvironment both = Rig.environment().toBuilder()
                    .engine(first, e -> e)
                    .engine(second.uri(), e -> e)
                    .build();
            try (Rig rig = new Rig(BACKEND.lostAfter(Duration.ofSeconds(1)), both, Rig.newRuntimeId(), false)) {
                assertThat(rig.reports.awaitHosts(2, Rig.PATIENCE)).containsOnlyKeys(host(first), host(second.uri()));
                assertThat(rig.backend.capabilities()).doesNotContain(Capability.RUN_DIRECTORY);
                AttemptId here = launch(rig, host(first), "echo here; sleep 1000");
                AttemptId there = launch(
                        rig, host(second.uri()), "trap 'exit 0' TERM; echo there; while :; do sleep 1 & wait $!; done");
                AttemptId ended = launch(rig, host(second.uri()), "echo ended; exit 4");
                exited(rig, ended, 4);
                rig.awaitOutput(here, "here");
                rig.awaitOutput(there, "there");
                assertThat(local.inspect(rig.containerName(here))).isPresent();
                assertThat(local.inspect(rig.containerName(there))).isEmpty();
                assertThat(other.inspect(rig.containerName(there))).isPresent();
                assertThat(other.inspect(rig.containerName(here))).isEmpty();

                second.stop();

                assertThat(rig.end(there))
                        .isInstanceOfSatisfying(
                                AttemptEnd.Lost.class,
                                lost -> assertThat(lost.statusReason()).startsWith("Host EC2 ("));
                assertThat(rig.reports.ends(here)).isEmpty();
                assertThat(rig.reports.ends(ended)).hasSize(1);
                exited(rig, launch(rig, host(first), "exit 5"), 5);
                rig.backend.stop(here, Duration.ZERO);
                exited(rig, here, 137);
            }
        }
    }
}
