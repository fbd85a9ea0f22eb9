package dev.tranche.runtime.spi.files;

import dev.tranche.model.JobId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directories that jobs of a workflow run share as {@code $TRANCHE_RUN_DIR}, and what becomes of them when the run has
 * ended. That of a failed run moves at once to a directory beside the work roots, {@code tranche-<kind>-<user id>-kept},
 * which no sweep touches: it is for a person to look at and to remove, or for a run that runs the failed one again. Any thread may use it.
 */
public final class RunDirectories {
    private static final Logger LOG = LoggerFactory.getLogger(RunDirectories.class);

    private final WorkRoot root;
    private final Path runs;

    /**
     * The run directories of a backend.
     *
     * @param root the backend's directory
     * @param runs the directory in it where they are
     */
    public RunDirectories(WorkRoot root, Path runs) {
        this.root = root;
        this.runs = runs;
    }

    /**
     * Where the directory of a run is, or will be. Its name has no colon, which would break every search path that it gets
     * into.
     *
     * @param run the identity of the run
     * @return an absolute path
     */
    public Path of(JobId run) {
        return runs.resolve(run.toString().replace(':', '_'));
    }

    /**
     * Removes the directory of a run; one that is not there is fine.
     *
     * @param run the identity of the run
     * @throws IOException if something of it stays
     */
    public void remove(JobId run) throws IOException {
        DirectoryRemoval.remove(of(run));
    }

    /**
     * Makes the directory that a failed run left the one of the run that runs it again, whether it has been moved to where it
     * is kept yet or not; one that is not there is fine.
     *
     * @param run the identity of the new run, which has no directory yet
     * @param earlier the identity of the run that failed
     * @throws IOException if it cannot be moved
     */
    public void goOn(JobId run, JobId earlier) throws IOException {
        // it only ever goes from the first place to the second, so it is not missed between the two looks
        if (!moved(of(earlier), of(run))) {
            boolean unused = moved(root.keptDirectory().resolve(of(earlier).getFileName()), of(run));
        }
    }

    private static boolean moved(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Keeps the directory of a run for a person; one that is not there is fine.
     *
     * @param run the identity of the run
     * @throws IOException if it cannot be moved to where nobody sweeps
     */
    public void keep(JobId run) throws IOException {
        if (Files.isDirectory(of(run), LinkOption.NOFOLLOW_LINKS)) {
            Path kept = root.keptDirectory().resolve(of(run).getFileName());
            if (moved(of(run), kept)) { // unless a run that goes on with it has just taken it
                LOG.info("the files of failed workflow run {} are kept in {}", run, kept);
            }
        }
    }
}
