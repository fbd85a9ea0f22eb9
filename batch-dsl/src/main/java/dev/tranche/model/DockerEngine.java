package dev.tranche.model;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/** One container engine of a {@link DockerEnvironment}: a host for jobs. */
public final class DockerEngine extends Value {
    static final Setting<URI> HOST = Setting.of("host");
    static final Setting<Path> TLS = Setting.of("TLS certificates");
    static final Setting<Integer> KEPT_VCPUS = Setting.of("vCPUs kept back");
    static final Setting<MemorySize> KEPT_MEMORY = Setting.of("memory kept back");
    static final Setting<Integer> MAX_CONCURRENT = Setting.of("max concurrent");

    private final Settings settings;

    DockerEngine(Settings settings) {
        this.settings = settings.withoutDefault(KEPT_VCPUS, 0).withoutDefault(KEPT_MEMORY, MemorySize.mib(0));
    }

    @Override
    Settings spec() {
        return settings;
    }

    /**
     * The address.
     *
     * @return a URI like {@code unix:///var/run/docker.sock} or {@code tcp://10.0.0.5:2376}
     */
    public URI host() {
        return settings.get(HOST);
    }

    /**
     * The directory of the TLS certificates.
     *
     * @return the directory, if the engine speaks TLS
     */
    public Optional<Path> tls() {
        return settings.find(TLS);
    }

    /**
     * How many vCPUs of its host are kept from jobs.
     *
     * @return 0 by default
     */
    public int vcpusKeptBack() {
        return settings.find(KEPT_VCPUS).orElse(0);
    }

    /**
     * How much memory of its host is kept from jobs.
     *
     * @return nothing by default
     */
    public MemorySize memoryKeptBack() {
        return settings.find(KEPT_MEMORY).orElse(MemorySize.mib(0));
    }

    /**
     * How many containers of jobs it runs at once at most.
     *
     * @return at least 1, if limited
     */
    public OptionalInt maxConcurrent() {
        return settings.number(MAX_CONCURRENT);
    }
}
