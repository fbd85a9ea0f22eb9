package dev.tranche.runtime.local;

import dev.tranche.model.JobId;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of {@code $TRANCHE_RUN_DIR} when a workflow run has ended. That of a failed run moves at once to a directory
 * beside the work roots, {@code tranche-<user id>-kept}, which no sweep touches: it is for a person to look at and to
 * remove.
 */
final class RunDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectories.class);

    private final AttemptPaths paths;

    RunDirectories(AttemptPaths paths) {
        this.paths = paths;
    }

    void remove(JobId run) throws IOException {
        DirectoryRemoval.remove(paths.run(AttemptPaths.directoryName(run)));
    }

    void keep(JobId run) throws IOException {
        String name = AttemptPaths.directoryName(run);
        if (Files.isDirectory(paths.run(name), LinkOption.NOFOLLOW_LINKS)) {
            Path kept = Files.move(paths.run(name), keptDirectory().resolve(name));
            LOG.info("the files of failed workflow run {} are kept in {}", run, kept);
        }
    }

    private Path keptDirectory() throws IOException {
        Path kept = paths.root().resolveSibling(WorkRoot.prefix() + "kept");
        try {
            return Files.createDirectory(kept, OwnerOnly.DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            if (WorkRoot.isOurs(kept)) {
                return kept;
            }
            throw e;
        }
    }
}
