package dev.tranche.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import dev.tranche.model.MemorySize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be said of the backend beside its environment. Changed only by {@link DockerBackend}, in a copy that nobody has. */
final class DockerSettings {
    /** A client of the application, or null for clients of our own. */
    @Nullable
    DockerClient client;

    /** The network that containers join, or null for the engine's own choice. */
    @Nullable
    String network;

    Path workDirectory = Path.of(System.getProperty("java.io.tmpdir"));
    MemorySize outputLimit = DockerBackend.DEFAULT_OUTPUT_LIMIT;
    /** Null for the default, which depends on the runtime. */
    @Nullable
    Duration lease;

    Duration lostAfter = DockerBackend.DEFAULT_LOST_AFTER;

    /** Who to be to registries. */
    final Map<String, RegistryCredentials.Login> logins = new LinkedHashMap<>();

    DockerSettings copy() {
        DockerSettings copy = new DockerSettings();
        copy.client = client;
        copy.network = network;
        copy.workDirectory = workDirectory;
        copy.outputLimit = outputLimit;
        copy.lease = lease;
        copy.lostAfter = lostAfter;
        copy.logins.putAll(logins);
        return copy;
    }
}
