package dev.tranche.runtime.docker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of one container: asked of its engine while the program runs, fetched once after its end, and on our disk from
 * then on. If it cannot be put there it stays where it is, on the engine, and so does the container. Any thread may use it.
 */
final class PartOutput {
    private static final Logger LOG = LoggerFactory.getLogger(PartOutput.class);

    private enum Place {
        /** On the engine, which may get more of it. */
        ENGINE,
        /** On our disk, and complete. */
        DISK,
        /** On the engine, because our disk would not take it. */
        ENGINE_FOR_GOOD
    }

    private final ContainerEngine engine;
    private final Part part;
    private final Path path;
    private final long limit;

    /** Guarded by this; whoever fetches it holds the lock, so that it is fetched once. */
    private Place place = Place.ENGINE;

    /**
     * @param path where it is kept
     * @param limit how many bytes of it are kept in each of two files
     */
    PartOutput(ContainerEngine engine, Part part, Path path, long limit) {
        this.engine = engine;
        this.part = part;
        this.path = path;
        this.limit = limit;
    }

    /** That of a container of an earlier opening: it is on our disk, if it wrote anything. */
    static PartOutput kept(ContainerEngine engine, String container, Path path, long limit) {
        Part part = new Part(container, true, Map.of());
        part.abandon();
        PartOutput output = new PartOutput(engine, part, path, limit);
        synchronized (output) {
            output.place = Place.DISK;
        }
        return output;
    }

    Part part() {
        return part;
    }

    ContainerEngine engine() {
        return engine;
    }

    /**
     * Fetches what an ended container wrote.
     *
     * @return whether it is on our disk now, so that the container is needed no longer
     */
    synchronized boolean keep() {
        if (place == Place.ENGINE) {
            try {
                fetch();
                place = Place.DISK;
            } catch (UncheckedIOException | IOException e) {
                LOG.warn(
                        "the output of container {} cannot be kept in {}; it stays on engine {}",
                        part.container().orElse(""),
                        path,
                        engine.name(),
                        e);
                removeFiles();
                place = Place.ENGINE_FOR_GOOD;
            }
        }
        return place == Place.DISK;
    }

    private void fetch() throws IOException {
        Optional<String> container = part.container();
        if (container.isPresent()) {
            try (OutputFile file = new OutputFile(path, limit)) {
                readEngine(container.get(), file::write);
            } catch (EngineUnreachableException e) {
                removeFiles(); // it is fetched from its beginning when the engine is back
                throw e;
            }
        }
    }

    /** Reads it from its beginning, wherever it is. */
    void read(OutputFile.Reader reader) throws IOException {
        if (part.over().isDone() && keep()) {
            OutputFile.read(path, reader);
        } else if (part.container().isPresent()) {
            readEngine(
                    part.container().get(),
                    (isError, micros, bytes, offset, length) ->
                            reader.piece(isError, micros, Arrays.copyOfRange(bytes, offset, offset + length)));
        }
    }

    /** Takes pieces of both outputs. */
    @FunctionalInterface
    interface PieceSink {
        void piece(boolean isError, long micros, byte[] bytes, int offset, int length) throws IOException;
    }

    private void readEngine(String container, PieceSink sink) throws IOException {
        TimedOutput out = timed(false, sink);
        TimedOutput err = timed(true, sink);
        try {
            engine.readOutput(container, (isError, bytes) -> (isError ? err : out).take(bytes));
        } catch (EngineRefusedException e) {
            if (e.kind() != EngineRefusedException.Kind.NOT_FOUND) {
                throw new IOException("engine " + engine.name() + " gives no output: " + e.getMessage(), e);
            }
            LOG.warn("container {} is gone from engine {}, and its output with it", container, engine.name());
        }
        out.end();
        err.end();
    }

    static TimedOutput timed(boolean isError, PieceSink sink) {
        return new TimedOutput((micros, bytes, offset, length) -> {
            try {
                sink.piece(isError, micros, bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Removes what is kept, and the container if it had to stay. */
    synchronized void forget() {
        removeFiles();
        if (place == Place.ENGINE_FOR_GOOD) {
            part.container().ifPresent(engine::remove);
        }
        place = Place.DISK;
    }

    private void removeFiles() {
        try {
            OutputFile.remove(path);
        } catch (IOException e) {
            LOG.warn("cannot remove {}", path, e);
        }
    }
}
