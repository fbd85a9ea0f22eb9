package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One or several container engines: each attempt is a container, or several on one engine. */
public final class DockerEnvironment extends Value implements ComputeEnvironment {
    static final Setting<ImmutableList<DockerEngine>> ENGINES = Setting.of("engines");
    static final Setting<String> BASE_IMAGE = Setting.of("base image");
    static final Setting<Pull> PULL = Setting.of("pull");
    static final Setting<Boolean> PIN_DIGESTS = Setting.of("pin digests");

    private final Settings settings;

    DockerEnvironment(Settings settings) {
        this.settings = settings.withoutDefault(PULL, Pull.IF_MISSING);
    }

    /**
     * Begins another environment that is like this one but for what the builder says.
     *
     * @return a builder that may say everything anew; engines are replaced as a whole
     */
    public DockerEnvironmentBuilder toBuilder() {
        return new DockerEnvironmentChain(settings);
    }

    @Override
    Settings spec() {
        return settings;
    }

    @Override
    public String name() {
        return settings.get(Setting.NAME);
    }

    @Override
    public String backend() {
        return "docker";
    }

    /**
     * The engines, each a host.
     *
     * @return the engines in the order written; empty for the one that the client finds by itself
     */
    public List<DockerEngine> engines() {
        return settings.find(ENGINES).orElseGet(ImmutableList::of);
    }

    /**
     * The image in which scripts and executables run.
     *
     * @return the image; empty if only jobs with an image of their own can run
     */
    public Optional<String> baseImage() {
        return settings.find(BASE_IMAGE);
    }

    /**
     * When images are pulled.
     *
     * @return {@link Pull#IF_MISSING} by default
     */
    public Pull pull() {
        return settings.find(PULL).orElse(Pull.IF_MISSING);
    }

    /**
     * Whether the image of a job is what its name means at the submit.
     *
     * @return false by default: it is what the name means when an attempt is launched
     */
    public boolean pinsDigests() {
        return settings.find(PIN_DIGESTS).orElse(false);
    }

    /** When an engine pulls the image of a job. */
    public enum Pull {
        /** Before every attempt. */
        ALWAYS,
        /** If the engine does not have it. The default. */
        IF_MISSING,
        /** Never: the attempt fails if the engine does not have it. */
        NEVER
    }

    /** The words of one engine. Each can be said once. */
    public interface Engine {
        /**
         * Speaks TLS with the certificates in this directory: {@code ca.pem}, {@code cert.pem} and {@code key.pem}.
         *
         * @param certificates the directory
         * @return this
         */
        Engine tls(Path certificates);

        /**
         * Keeps a part of the engine's host from jobs.
         *
         * @param vcpus not negative
         * @param memory how much memory
         * @return this
         * @throws IllegalArgumentException if a value is out of its range
         */
        Engine keepBack(int vcpus, MemorySize memory);

        /**
         * Limits how many containers of jobs the engine runs at once.
         *
         * @param containers at least 1
         * @return this
         * @throws IllegalArgumentException if the number is less than 1
         */
        Engine maxConcurrent(int containers);
    }
}
