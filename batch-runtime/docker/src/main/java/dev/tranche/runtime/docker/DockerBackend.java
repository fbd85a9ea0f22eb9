package dev.tranche.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs jobs as containers: what {@code computeEnvironment("engine").docker()} asks for. Found without being named; name it
 * only to change a setting, or to give it a client:
 *
 * <pre>{@code
 * BatchRuntime.inMemory().queues(queue).backend(DockerBackend.factory().network("tests")).open()
 * }</pre>
 *
 * <p>An environment that names no engine is on the one that Docker's own command line would use: {@code DOCKER_HOST},
 * {@code DOCKER_CONTEXT}, the current context, or the local socket. Each attempt is a container; its labels, which begin with
 * {@code dev.tranche.}, say whose it is. It stays on the engine until its end has been recorded and its output has been
 * fetched. What a killed runtime left is removed by the next one that uses the engine, once its lease has run out.
 *
 * <p>Opening asks the engine what it is and refuses one that would ignore what jobs ask for. Values are immutable; any thread
 * may use them.
 */
public final class DockerBackend implements BackendFactory {
    /** How much output of a container is kept: an engine keeps two files of this size, and so do we. */
    public static final MemorySize DEFAULT_OUTPUT_LIMIT = MemorySize.mib(64);

    /** How long after its death what a runtime left on an engine counts as alive. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(1);

    /** The same of a journaled runtime, whose containers wait for its next opening. */
    public static final Duration JOURNALED_LEASE = Duration.ofDays(1);

    /** How long an engine may be out of reach before its attempts count as lost. */
    public static final Duration DEFAULT_LOST_AFTER = Duration.ofMinutes(5);

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

    private final DockerSettings settings;

    /** The backend with its defaults; for {@link java.util.ServiceLoader}. */
    public DockerBackend() {
        this(new DockerSettings());
    }

    private DockerBackend(DockerSettings settings) {
        this.settings = settings;
    }

    private DockerBackend with(Consumer<DockerSettings> change) {
        DockerSettings changed = settings.copy();
        change.accept(changed);
        return new DockerBackend(changed);
    }

    /**
     * The backend with its defaults.
     *
     * @return a factory to be given to a runtime, as it is or with other settings
     */
    public static DockerBackend factory() {
        return new DockerBackend();
    }

    /**
     * The backend on a client of the application, which stays open when the backend closes. Its connection pool has to have
     * room for 64 calls at once, and its response time-out must not end streams that are silent.
     *
     * @param client the client; the environment then names at most one engine, for what is kept back of it
     * @return a factory with this client
     */
    public static DockerBackend using(DockerClient client) {
        return new DockerBackend().with(settings -> settings.client = client);
    }

    /**
     * The network that containers join, for example one with a database of a test; nodes of multi-node jobs meet in it too,
     * where they have one of their own otherwise. A job can say another one with {@code raw("docker",
     * "HostConfig.NetworkMode", …)}.
     *
     * @param name its name or id, or {@code host}, {@code none}, {@code bridge}; by default the engine's own choice
     * @return a factory with this setting
     */
    public DockerBackend network(String name) {
        return with(changed -> changed.network = name);
    }

    /**
     * Another place for outputs and the directories of workflow runs. If the engine is on this machine, it has to see it.
     *
     * @param directory where the directory of each runtime is made, readable for its owner only; made if it is not there. By
     *     default {@code java.io.tmpdir}
     * @return a factory with this setting
     */
    public DockerBackend workDirectory(Path directory) {
        return with(changed -> changed.workDirectory = directory);
    }

    /**
     * How much output of a container is kept: of a longer one the last part, at least this much and at most twice as much, as
     * the engine stores it, where a line takes about 80 bytes more than its text.
     *
     * @param limit the size, at least 1 MiB; by default {@link #DEFAULT_OUTPUT_LIMIT}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the size is too small
     */
    public DockerBackend outputLimit(MemorySize limit) {
        if (limit.compareTo(MemorySize.mib(1)) < 0) {
            throw new IllegalArgumentException("output limit must be at least 1 MiB: " + limit);
        }
        return with(changed -> changed.outputLimit = limit);
    }

    /**
     * How long after its death what a runtime left on an engine counts as alive, so that no other runtime removes it. It is
     * prolonged four times in that time.
     *
     * @param length at least 1 s; by default {@link #DEFAULT_LEASE}, and {@link #JOURNALED_LEASE} for a journaled runtime
     * @return a factory with this setting
     * @throws IllegalArgumentException if the time is too short
     */
    public DockerBackend lease(Duration length) {
        if (length.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease must be at least " + SHORTEST_LEASE + ": " + length);
        }
        return with(changed -> changed.lease = length);
    }

    /**
     * How long an engine may be out of reach before its attempts count as lost with their host. Until then nothing new is
     * placed there, and what runs there is believed to.
     *
     * @param silence a positive time; by default {@link #DEFAULT_LOST_AFTER}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the time is not positive
     */
    public DockerBackend lostAfter(Duration silence) {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("lostAfter must be positive: " + silence);
        }
        return with(changed -> changed.lostAfter = silence);
    }

    /**
     * Who to be to a registry. Without it, Docker's own configuration is asked, and the credential helpers that it names.
     *
     * @param registry the registry's host as in names of images, for example {@code ghcr.io}; {@code docker.io} for Docker Hub
     * @param user the user
     * @param password gives the password or token, asked for each pull and kept nowhere
     * @return a factory that knows this login too
     */
    public DockerBackend login(String registry, String user, Supplier<String> password) {
        return with(changed -> changed.logins.put(registry, new RegistryCredentials.Login(user, password)));
    }

    @Override
    public String kind() {
        return RawFields.BACKEND;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the environment is not one of containers, or its engines cannot be spoken to as it
     *     says
     * @throws IllegalStateException if no engine answers, or one would ignore what jobs ask for; the message says what was
     *     tried
     */
    @Override
    public Backend open(ComputeEnvironment environment, BackendContext context) {
        if (!(environment instanceof DockerEnvironment docker)) {
            throw new IllegalArgumentException("not a docker environment: " + environment.name());
        }
        return new EnvironmentOpening(docker, context, settings).open();
    }
}
