package dev.tranche.runtime.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.model.AuthConfig;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the programs that keep credentials for Docker, {@code docker-credential-<name>}: the server goes in on standard
 * input, JSON comes out. What they say is never logged.
 *
 * @param patience how long one may take
 */
record CredentialHelper(Duration patience) {
    private static final Logger LOG = LoggerFactory.getLogger(CredentialHelper.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROGRAM = "docker-credential-";

    /** A user name that stands for a token, which is then in place of the password. */
    private static final String TOKEN = "<token>";

    Optional<AuthConfig> ask(String name, String server) {
        try {
            Process program = new ProcessBuilder(PROGRAM + name, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream in = program.getOutputStream()) {
                in.write(server.getBytes(StandardCharsets.UTF_8));
            }
            return answer(program, name, server);
        } catch (IOException e) {
            LOG.warn("cannot run {}{}, which Docker's configuration names for {}", PROGRAM, name, server, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<AuthConfig> answer(Process program, String name, String server)
            throws IOException, InterruptedException {
        try {
            if (!program.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}{} did not answer within {}", PROGRAM, name, patience);
                return Optional.empty();
            }
            return program.exitValue() == 0
                    ? parse(program.getInputStream().readAllBytes(), server)
                    : Optional.empty(); // it knows nothing of this server
        } finally {
            program.destroyForcibly();
        }
    }

    private static Optional<AuthConfig> parse(byte[] json, String server) throws IOException {
        JsonNode answer = JSON.readTree(json);
        String user = answer.path("Username").asText("");
        String secret = answer.path("Secret").asText("");
        AuthConfig credentials = new AuthConfig().withRegistryAddress(server);
        return Optional.of(
                user.equals(TOKEN)
                        ? credentials.withIdentityToken(secret)
                        : credentials.withUsername(user).withPassword(secret));
    }
}
