package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import dev.tranche.runtime.spi.files.OwnerOnly;
import dev.tranche.runtime.spi.files.RunDirectories;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * What a backend keeps on the machine of the runtime:
 *
 * <pre>
 * outputs/&lt;job&gt;.&lt;attempt&gt;[/container]   what a container wrote
 * runs/&lt;workflow run&gt;                    $TRANCHE_RUN_DIR of its jobs
 * started/&lt;job&gt;.&lt;attempt&gt;               of a journaled runtime: its engine has been asked to start it
 * marker                                 what an engine on this machine can see
 * </pre>
 *
 * <p>That of a journaled runtime stays, and the next opening finds it.
 */
final class BackendFiles implements AutoCloseable {
    /** Containers have users of their own, whom a run directory is for; nobody else comes through its parent. */
    private static final String FOR_ALL = "rwxrwxrwx";

    private final WorkRoot root;
    private final Path outputs;
    private final RunDirectories runs;
    private final Path marker;
    private final byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    private final boolean kept;
    private final StartMarks startMarks;

    private BackendFiles(WorkRoot root, boolean kept) throws IOException {
        this.root = root;
        this.kept = kept;
        this.outputs = directory("outputs");
        this.runs = new RunDirectories(root, directory("runs"));
        this.startMarks = kept ? StartMarks.in(directory("started")) : StartMarks.NONE;
        this.marker = root.path().resolve("marker");
        Files.deleteIfExists(marker);
        Files.write(Files.createFile(marker, OwnerOnly.FILE), mark);
    }

    private Path directory(String name) throws IOException {
        Path directory = root.path().resolve(name);
        return Files.isDirectory(directory) ? directory : Files.createDirectory(directory, OwnerOnly.DIRECTORY);
    }

    /** Those of a runtime that ends with its process. */
    static BackendFiles create(String kind, Path parent, long runtimeId) throws IOException {
        return new BackendFiles(WorkRoot.create(kind, real(parent), runtimeId), false);
    }

    /** Those of a journaled runtime, which an earlier opening may have made. */
    static BackendFiles keep(String kind, Path parent, long runtimeId, String environment) throws IOException {
        return new BackendFiles(WorkRoot.keep(kind, real(parent), runtimeId, environment), true);
    }

    private static Path real(Path parent) throws IOException {
        return Files.createDirectories(parent).toRealPath();
    }

    /** Sweeps what dead runtimes left beside it; their containers are the sweep of the engine's. */
    void sweepDead() {
        root.sweepDead(runtime -> {});
    }

    Path marker() {
        return marker;
    }

    byte[] mark() {
        return mark.clone();
    }

    /** Where the output of an attempt's only container is kept, or the directory with those of several. */
    Path output(AttemptId attempt) {
        return outputs.resolve(attempt.toString().replace(':', '_'));
    }

    StartMarks startMarks() {
        return startMarks;
    }

    RunDirectories runs() {
        return runs;
    }

    /** The directory of a workflow run, made if it is not there. */
    Path run(JobId run) throws IOException {
        Path directory = runs.of(run);
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(FOR_ALL));
        }
        return directory;
    }

    @Override
    public void close() throws IOException {
        if (!kept) {
            DirectoryRemoval.remove(outputs);
        }
        root.close();
    }
}
