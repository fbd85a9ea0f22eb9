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
 * outputs/&lt;job&gt;.&lt;attempt&gt;[.container]   what a container wrote
 * runs/&lt;workflow run&gt;                    $TRANCHE_RUN_DIR of its jobs
 * marker                                 what an engine on this machine can see
 * </pre>
 */
final class BackendFiles implements AutoCloseable {
    /** Containers have users of their own, whom a run directory is for; nobody else comes through its parent. */
    private static final String FOR_ALL = "rwxrwxrwx";

    private final WorkRoot root;
    private final Path outputs;
    private final RunDirectories runs;
    private final Path marker;
    private final byte[] mark;

    private BackendFiles(WorkRoot root, Path outputs, RunDirectories runs, Path marker, byte[] mark) {
        this.root = root;
        this.outputs = outputs;
        this.runs = runs;
        this.marker = marker;
        this.mark = mark;
    }

    static BackendFiles create(String kind, Path parent, long runtimeId) throws IOException {
        WorkRoot root = WorkRoot.create(kind, Files.createDirectories(parent).toRealPath(), runtimeId);
        Path outputs = Files.createDirectory(root.path().resolve("outputs"), OwnerOnly.DIRECTORY);
        Path runs = Files.createDirectory(root.path().resolve("runs"), OwnerOnly.DIRECTORY);
        byte[] mark = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
        Path marker = Files.write(Files.createFile(root.path().resolve("marker"), OwnerOnly.FILE), mark);
        return new BackendFiles(root, outputs, new RunDirectories(root, runs), marker, mark);
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

    /** Where the output of a container is kept. */
    Path output(AttemptId attempt, String container) {
        String name = attempt.toString().replace(':', '_');
        return outputs.resolve(container.isEmpty() ? name : name + "." + container);
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
        DirectoryRemoval.remove(outputs);
        root.close();
    }
}
