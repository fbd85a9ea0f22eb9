package dev.tranche.runtime.spi.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work roots whose runtime is dead: what is left of it is ended and removed.
 *
 * @param kind the kind of backend they are of
 * @param rites what is done for each dead runtime first
 */
record DeadRoots(String kind, WorkRoot.LastRites rites) {
    private static final Logger LOG = LoggerFactory.getLogger(DeadRoots.class);

    /** Sweeps the dead roots of this user in a directory. Nothing that is not certainly ours and dead is touched. */
    void sweep(Path parent) {
        try (DirectoryStream<Path> roots = Files.newDirectoryStream(parent, WorkRoot.prefix(kind) + "*-*")) {
            for (Path root : roots) {
                sweepIfDead(root.normalize());
            }
        } catch (DirectoryIteratorException | IOException e) {
            LOG.warn("cannot look for directories of dead runtimes in {}", parent, e);
        }
    }

    private void sweepIfDead(Path root) {
        try {
            if (WorkRoot.isOurs(root) && !isKept(root) && hasForeignOwner(root)) {
                try (FileChannel lockFile = FileChannel.open(root.resolve(WorkRoot.LOCK), StandardOpenOption.WRITE);
                        FileLock lock = lockFile.tryLock()) {
                    if (lock != null) {
                        remove(root);
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("cannot remove the directory of a dead runtime: {}", root, e);
        }
    }

    private static boolean isKept(Path root) {
        return Files.exists(root.resolve(WorkRoot.KEPT), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * One without owner is being made just now, or died in that moment and holds nothing. One of this process is
     * not even opened: closing it again would drop its lock.
     */
    private static boolean hasForeignOwner(Path root) throws IOException {
        Path owner = root.resolve(WorkRoot.OWNER);
        return Files.isRegularFile(owner, LinkOption.NOFOLLOW_LINKS)
                && !Files.readString(owner).equals(Owner.thisProcess().toText());
    }

    private void remove(Path root) throws IOException {
        rites.give(WorkRoot.runtimeId(kind, root));
        DirectoryRemoval.remove(root);
        LOG.info("removed what a dead runtime left: {}", root);
    }
}
