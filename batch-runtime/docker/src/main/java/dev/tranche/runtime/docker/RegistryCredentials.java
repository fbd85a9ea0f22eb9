package dev.tranche.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who we are to a registry. Looked up for each pull and kept nowhere: what the application said comes first, then the
 * helper that Docker's own configuration names for the registry, then what stands there itself.
 */
final class RegistryCredentials {
    /** A user and where the password comes from; no {@code toString} that would call it. */
    static final class Login {
        private final String user;
        private final Supplier<String> password;

        Login(String user, Supplier<String> password) {
            this.user = user;
            this.password = password;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RegistryCredentials.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What Docker's configuration calls Docker Hub. */
    private static final String DOCKER_HUB = "https://index.docker.io/v1/";

    private final Map<String, Login> logins;
    private final Path configuration;
    private final CredentialHelper helper;
    private final Function<String, Optional<AuthConfig>> stored;

    /**
     * @param logins what the application said, by registry
     * @param configuration Docker's {@code config.json}
     * @param helper runs the programs that it names
     * @param stored what stands in it, by the name of an image
     */
    RegistryCredentials(
            Map<String, Login> logins,
            Path configuration,
            CredentialHelper helper,
            Function<String, Optional<AuthConfig>> stored) {
        this.logins = Map.copyOf(logins);
        this.configuration = configuration;
        this.helper = helper;
        this.stored = stored;
    }

    /** What to say to the registry of an image; empty if it is asked without a name. */
    Optional<AuthConfig> of(String image) {
        String registry = ImageReference.parse(image).registry();
        Login login = logins.get(registry);
        if (login != null) {
            return Optional.of(new AuthConfig()
                    .withRegistryAddress(registry)
                    .withUsername(login.user)
                    .withPassword(login.password.get()));
        }
        String server = registry.equals(ImageReference.DOCKER_HUB) ? DOCKER_HUB : registry;
        return helperOf(server).flatMap(name -> helper.ask(name, server)).or(() -> stored.apply(image));
    }

    private Optional<String> helperOf(String server) {
        JsonNode root = configuration();
        String own = root.path("credHelpers").path(server).asText("");
        String name = own.isEmpty() ? root.path("credsStore").asText("") : own;
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    private JsonNode configuration() {
        try {
            return Files.exists(configuration)
                    ? JSON.readTree(Files.readAllBytes(configuration))
                    : JSON.valueToTree(new HashMap<>());
        } catch (IOException e) {
            LOG.warn("cannot read {}; registries are asked without what it says", configuration, e);
            return JSON.valueToTree(new HashMap<>());
        }
    }
}
