package dev.tranche.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.DockerEngine;
import dev.tranche.model.DockerEnvironment;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.HostId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the backend of one environment: finds its engines, asks each what it is, and refuses what would not keep its word. */
final class EnvironmentOpening {
    private static final Logger LOG = LoggerFactory.getLogger(EnvironmentOpening.class);
    private static final Duration HELPER_PATIENCE = Duration.ofSeconds(30);

    /** Stands for the address of a client that the application gave. */
    private static final URI GIVEN = URI.create("tcp://client");

    private final DockerEnvironment environment;
    private final BackendContext context;
    private final DockerSettings settings;
    private final Labels labels;
    private final Clock clock = Clock.systemUTC();

    /** An engine that can be spoken to, and how its host is used. */
    private record Found(DockerEngine usage, EngineConnection connection, String origin, boolean isHere) {}

    EnvironmentOpening(DockerEnvironment environment, BackendContext context, DockerSettings settings) {
        this.environment = environment;
        this.context = context;
        this.settings = settings;
        this.labels = new Labels(context.runtimeId(), environment.name());
    }

    Backend open() {
        Map<String, EngineHost> hosts = new LinkedHashMap<>();
        Timer timer = new Timer("docker-timer-" + environment.name());
        BackendFiles files = null;
        try {
            files = files();
            for (Found found : engines()) {
                EngineHost host = host(found, timer, files.startMarks());
                hosts.put(host.id().name(), host);
            }
            hosts.values().forEach(EngineHost::open);
            return backend(hosts, files, timer);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "environment " + environment.name() + ": cannot use " + settings.workDirectory
                            + " as work directory",
                    e);
        } catch (RuntimeException e) {
            abandon(hosts, files, timer, e);
            throw e;
        }
    }

    private BackendFiles files() throws IOException {
        return context.journaled()
                ? BackendFiles.keep(RawFields.BACKEND, settings.workDirectory, context.runtimeId(), environment.name())
                : BackendFiles.create(RawFields.BACKEND, settings.workDirectory, context.runtimeId());
    }

    private Backend backend(Map<String, EngineHost> hosts, BackendFiles files, Timer timer) {
        boolean sharesFiles = hosts.size() == 1
                && SharedFiles.sees(hosts.values().iterator().next().engine(), labels, files.marker(), files.mark());
        EngineHost first = hosts.values().iterator().next();
        first.soon(files::sweepDead);
        Optional<Digests> digests = environment.pinsDigests()
                ? Optional.of(new Digests(first.engine(), environment.pull(), first::fetch))
                : Optional.empty();
        return new ContainerBackend(
                hosts,
                environment
                        .baseImage()
                        .map(base ->
                                digests.map(now -> now.pinned(base, List.of())).orElse(base)),
                digests,
                new NodeRefusals(
                        hosts.size(),
                        Optional.ofNullable(settings.network),
                        first.usage().maxConcurrent()),
                files,
                sharesFiles,
                settings.outputLimit.bytes(),
                context.reports(),
                clock,
                context.journaled(),
                timer);
    }

    private static void abandon(
            Map<String, EngineHost> hosts, @Nullable BackendFiles files, Timer timer, RuntimeException failure) {
        timer.close();
        hosts.values().forEach(EngineHost::close);
        if (files != null) {
            try {
                files.close();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }

    // ---- engines

    private List<Found> engines() {
        DockerClient given = settings.client;
        if (given != null) {
            return List.of(given(given));
        }
        return EngineAddress.of(environment, System.getenv()).stream()
                .map(address -> new Found(
                        address.engine(),
                        EngineConnection.to(address.name(), address.config()),
                        address.found(),
                        address.isHere()))
                .toList();
    }

    private Found given(DockerClient client) {
        if (environment.engines().size() > 1) {
            throw new IllegalArgumentException("environment " + environment.name() + " names "
                    + environment.engines().size() + " engines, and DockerBackend.using(client) gives one client; name "
                    + "one engine, or leave out using(client)");
        }
        DockerEngine usage = environment.engines().isEmpty()
                ? ComputeEnvironment.named("given")
                        .docker()
                        .engine(GIVEN)
                        .build()
                        .engines()
                        .get(0)
                : environment.engines().get(0);
        return new Found(usage, EngineConnection.of("client", client), "from DockerBackend.using(client)", false);
    }

    private EngineHost host(Found found, Timer timer, StartMarks marks) {
        ContainerEngine engine = new DockerJavaEngine(found.connection());
        try {
            EngineTraits traits = asked(engine, found);
            LOG.info("environment {}: engine {} is {}", environment.name(), engine.name(), traits.summary());
            return new EngineHost(
                    new HostId(environment.name(), engine.name()),
                    engine,
                    traits,
                    new EngineCapacity(
                            traits, found.usage(), found.isHere() ? disk(traits) : EngineCapacity.UNSEEN_DISK),
                    EngineClock.of(engine, clock),
                    engineSettings(marks),
                    timer);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    private EngineTraits asked(ContainerEngine engine, Found found) {
        EngineTraits traits;
        try {
            traits = engine.traits();
        } catch (EngineUnreachableException e) {
            throw new IllegalStateException(
                    "environment " + environment.name() + ": no Docker engine answers at " + engine.name() + " ("
                            + found.origin() + "): " + e.getMessage()
                            + "; start one, set DOCKER_HOST, or say docker().engine(uri)",
                    e);
        }
        List<String> problems = traits.problems();
        if (!problems.isEmpty()) {
            throw new IllegalStateException("environment " + environment.name() + ": engine " + engine.name()
                    + " cannot be used: " + String.join("; ", problems));
        }
        return traits;
    }

    /** Of an engine on this machine we can see how much room there is; that of another one is not counted. */
    private static MemorySize disk(EngineTraits traits) {
        Path root = Path.of(traits.rootDirectory().isEmpty() ? "/" : traits.rootDirectory());
        try {
            return Files.isDirectory(root)
                    ? new MemorySize(Files.getFileStore(root).getUsableSpace())
                    : EngineCapacity.UNSEEN_DISK;
        } catch (IOException e) {
            return EngineCapacity.UNSEEN_DISK;
        }
    }

    private Duration lease() {
        Duration byDefault = context.journaled() ? DockerBackend.JOURNALED_LEASE : DockerBackend.DEFAULT_LEASE;
        return Objects.requireNonNullElse(settings.lease, byDefault);
    }

    private EngineSettings engineSettings(StartMarks marks) {
        DefaultDockerClientConfig docker =
                DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        RegistryCredentials credentials = new RegistryCredentials(
                settings.logins,
                Path.of(String.valueOf(docker.getDockerConfigPath())).resolve("config.json"),
                new CredentialHelper(HELPER_PATIENCE),
                image -> Optional.ofNullable(docker.effectiveAuthConfig(image)));
        return new EngineSettings(
                labels,
                context.reports(),
                environment.pull(),
                credentials::of,
                Optional.ofNullable(settings.network),
                settings.outputLimit,
                lease(),
                settings.lostAfter,
                marks);
    }
}
