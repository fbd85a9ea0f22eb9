package dev.tranche.runtime.docker;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.testkit.DurabilityContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** Containers of a runtime that is killed again and again. */
@NeedsEngine
class TortureTest extends DurabilityContract {
    private static final Pattern ROOT = Pattern.compile("tranche-docker-\\d+-([0-9a-f]+)-engine");

    private final ContainerEngine engine = Rig.engine();
    private String runtime = "";

    @Override
    protected Class<? extends Subject> subject() {
        return Containers.class;
    }

    @Override
    protected int kills() {
        return 5;
    }

    /** Containers of attempts; the leases of a journaled runtime stay until they have run out. */
    @Override
    protected Collection<ListedContainer> leftovers(Path directory) {
        runtime = runtime(directory.resolve("w"));
        return left().stream()
                .filter(container -> Labels.attempt(container.labels()).isPresent())
                .toList();
    }

    private static String runtime(Path work) {
        try (Stream<Path> all = Files.list(work)) {
            return all.map(root -> ROOT.matcher(root.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(root -> root.group(1))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ListedContainer> left() {
        return engine.list(Labels.RUNTIME + "=" + runtime);
    }

    @AfterEach
    void removeTheLeases() {
        if (!runtime.isEmpty()) {
            left().forEach(lease -> engine.remove(lease.id()));
        }
        engine.close();
    }

    static final class Containers implements Subject {
        @Override
        public ComputeEnvironment environment() {
            return Rig.environment();
        }

        @Override
        public BackendFactory backend(Path directory) {
            return DockerBackend.factory().workDirectory(directory);
        }

        @Override
        public JobDefinition appends(Path file, int millis) {
            return Rig.definition(
                    "echo x >> /runs/%s; sleep 0.%03d".formatted(file.getFileName(), millis),
                    container ->
                            container.mount(Volume.host("runs", Objects.requireNonNull(file.getParent())), "/runs"));
        }
    }
}
