package dev.tranche.runtime.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The directory of one backend, named {@code tranche-<user id>-<runtime id>-<n>}, for its owner only.
 *
 * <p>As long as the backend lives it holds a lock on {@code lock}, which the kernel takes away with the process, however
 * that ends. {@code owner} is written after the lock was taken and says whose process that is: a directory with an owner
 * and without a locker is left from a dead runtime. They are two files because closing a locked file that was only read
 * drops the lock if it is the same process that holds it.
 */
final class WorkRoot implements AutoCloseable {
    static final String LOCK = "lock";
    static final String OWNER = "owner";

    private static final int MOST_BACKENDS_OF_A_RUNTIME = 1_000;

    private final Path path;
    private final FileLock lock;

    private WorkRoot(Path path, FileLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory of a backend.
     *
     * @throws IOException if it cannot be made
     */
    static WorkRoot create(Path parent, long runtimeId) throws IOException {
        Path path = makeDirectory(parent, runtimeId);
        AttemptPaths paths = new AttemptPaths(path);
        Files.createDirectory(paths.attempts(), OwnerOnly.DIRECTORY);
        Files.createDirectory(paths.runs(), OwnerOnly.DIRECTORY);
        Files.createDirectory(paths.spares(), OwnerOnly.DIRECTORY);
        Files.createFile(paths.supervisorLog(), OwnerOnly.FILE);
        FileLock lock = FileChannel.open(
                        path.resolve(LOCK),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OwnerOnly.FILE)
                .lock();
        Files.createFile(path.resolve(OWNER), OwnerOnly.FILE);
        Files.writeString(path.resolve(OWNER), Owner.thisProcess().toText());
        return new WorkRoot(path, lock);
    }

    /** One that is there belongs to another environment of the runtime, or to somebody who wants us to use it. */
    private static Path makeDirectory(Path parent, long runtimeId) throws IOException {
        String name = prefix() + Long.toHexString(runtimeId) + "-";
        for (int i = 1; ; i++) {
            try {
                return Files.createDirectory(parent.resolve(name + i), OwnerOnly.DIRECTORY);
            } catch (FileAlreadyExistsException taken) {
                if (i == MOST_BACKENDS_OF_A_RUNTIME) {
                    throw taken;
                }
            }
        }
    }

    /** How the names of all work roots of this user begin. */
    static String prefix() throws IOException {
        return "tranche-" + userId() + "-";
    }

    /**
     * The runtime that a work root belongs to.
     *
     * @throws IOException if the name is not that of a work root
     */
    static long runtimeId(Path root) throws IOException {
        String name = root.getFileName().toString();
        int end = name.lastIndexOf('-');
        try {
            return Long.parseUnsignedLong(name.substring(prefix().length(), end), 16);
        } catch (IndexOutOfBoundsException | NumberFormatException e) {
            throw new IOException("not the name of a work root: " + root, e);
        }
    }

    /** Whether a path is a directory of this user, not a link to one. */
    static boolean isOurs(Path directory) throws IOException {
        return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                && Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(userId());
    }

    private static int userId() throws IOException {
        return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    }

    /** Where the work roots of other runtimes are too. */
    Path parent() {
        return path.resolveSibling(".").normalize();
    }

    AttemptPaths paths() {
        return new AttemptPaths(path);
    }

    /** Removes the directory with all that is in it; locked to the last moment, so that nobody else sweeps it meanwhile. */
    @Override
    public void close() throws IOException {
        try {
            DirectoryRemoval.remove(path);
        } finally {
            lock.channel().close();
        }
    }
}
