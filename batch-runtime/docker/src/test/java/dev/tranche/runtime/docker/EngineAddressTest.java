package dev.tranche.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEnvironment;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** Where an environment finds its engines; docker-java takes each variable of Docker as a system property too. */
@Isolated("other tests look for their engine in the same properties")
class EngineAddressTest {
    private static final String HOST = "DOCKER_HOST";
    private static final String CONTEXT = "DOCKER_CONTEXT";
    private static final String CONFIG = "DOCKER_CONFIG";
    private static final DockerEnvironment UNNAMED =
            ComputeEnvironment.named("e").docker().build();

    @TempDir
    Path configuration;

    @BeforeEach
    void useTheConfiguration() {
        System.setProperty(CONFIG, configuration.toString());
    }

    @AfterEach
    void forget() {
        List.of(HOST, CONTEXT, CONFIG).forEach(System::clearProperty);
    }

    private static EngineAddress found(Map<String, String> variables) {
        variables.forEach(System::setProperty);
        return EngineAddress.of(UNNAMED, variables).get(0);
    }

    private static void assumeNoHost() {
        assumeThat(System.getenv(HOST))
                .as("a variable that goes before any context")
                .isNull();
    }

    /** As {@code docker context create} writes it. */
    private void context(String name, String host) throws IOException, GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
        Path directory = Files.createDirectories(
                configuration.resolve("contexts/meta").resolve(HexFormat.of().formatHex(digest)));
        Files.writeString(
                directory.resolve("meta.json"),
                "{\"Name\":\"" + name + "\",\"Metadata\":{},\"Endpoints\":{\"docker\":{\"Host\":\"" + host
                        + "\",\"SkipTLSVerify\":false}}}");
    }

    @Test
    void an_environment_that_names_no_engine_is_where_docker_host_says() {
        EngineAddress address = found(Map.of(HOST, "tcp://10.0.0.5:2375"));

        assertThat(address.config().getDockerHost()).isEqualTo(URI.create("tcp://10.0.0.5:2375"));
        assertThat(address.name()).isEqualTo("10.0.0.5:2375");
        assertThat(address.found()).isEqualTo("from DOCKER_HOST");
        assertThat(address.isHere()).isFalse();
    }

    @Test
    void or_where_the_named_context_says() throws Exception {
        assumeNoHost();
        context("lab", "unix:///run/lab/docker.sock");

        EngineAddress address = found(Map.of(CONTEXT, "lab"));

        assertThat(address.config().getDockerHost()).isEqualTo(URI.create("unix:///run/lab/docker.sock"));
        assertThat(address.name()).isEqualTo("/run/lab/docker.sock");
        assertThat(address.found()).isEqualTo("from DOCKER_CONTEXT=lab");
        assertThat(address.isHere()).isTrue();
    }

    @Test
    void or_where_the_current_context_says() throws Exception {
        assumeNoHost();
        context("office", "unix:///run/office/docker.sock");
        Files.writeString(configuration.resolve("config.json"), "{\"currentContext\":\"office\"}");

        EngineAddress address = found(Map.of());

        assertThat(address.config().getDockerHost()).isEqualTo(URI.create("unix:///run/office/docker.sock"));
        assertThat(address.found()).startsWith("DOCKER_HOST is not set; from the current context");
    }

    @Test
    void engines_that_are_named_count_alone() {
        DockerEnvironment named = ComputeEnvironment.named("e")
                .docker()
                .engine(URI.create("unix:///one.sock"))
                .engine(URI.create("http://two:2375"))
                .build();
        System.setProperty(HOST, "tcp://10.0.0.5:2375");

        assertThat(EngineAddress.of(named, Map.of(HOST, "tcp://10.0.0.5:2375")))
                .extracting(EngineAddress::name)
                .containsExactly("/one.sock", "two:2375");
        DockerEnvironment withoutCertificates = ComputeEnvironment.named("e")
                .docker()
                .engine(URI.create("https://three:2376"))
                .build();
        assertThatThrownBy(() -> EngineAddress.of(withoutCertificates, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("speaks TLS: say with which certificates");
    }
}
