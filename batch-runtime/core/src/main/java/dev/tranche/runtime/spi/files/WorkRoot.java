package dev.tranche.runtime.spi.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * The directory of one backend, named {@code tranche-<kind>-<user id>-<runtime id>-<n>}, for its owner only. It dies with
 * its process: closing removes it, and the next backend of this kind sweeps one whose process was killed.
 *
 * <p>As long as the backend lives it holds a lock on {@code lock}, which the kernel takes away with the process, however
 * that ends. {@code owner} is written after the lock was taken and says whose process that is: a directory with an owner
 * and without a locker is left from a dead runtime. They are two files because closing a locked file that was only read
 * drops the lock if it is the same process that holds it.
 *
 * <p>That of a journaled runtime is named for its environment instead of a number, and is kept: the next opening finds it, and
 * no sweep touches it.
 *
 * <p>Any thread may use it.
 */
public final class WorkRoot implements AutoCloseable {
    static final String LOCK = "lock";
    static final String OWNER = "owner";

    /** Is in a directory that outlives its process. */
    static final String KEPT = "kept";

    private static final int MOST_BACKENDS_OF_A_RUNTIME = 1_000;

    private final String kind;
    private final Path path;
    private final FileLock lock;
    private final boolean kept;
    private final boolean isNew;

    private WorkRoot(String kind, Path path, FileLock lock, boolean kept, boolean isNew) {
        this.kind = kind;
        this.path = path;
        this.lock = lock;
        this.kept = kept;
        this.isNew = isNew;
    }

    /** What becomes of a dead runtime before its directory is removed. */
    @FunctionalInterface
    public interface LastRites {
        /**
         * Ends what is left of it.
         *
         * @param runtimeId the identity of the runtime
         * @throws IOException if that cannot be done; its directory then stays
         */
        void give(long runtimeId) throws IOException;
    }

    /**
     * Makes the directory of a backend.
     *
     * @param kind the kind of backend, as in its factory
     * @param parent where
     * @param runtimeId the identity of the runtime
     * @return the directory, locked
     * @throws IOException if it cannot be made
     */
    public static WorkRoot create(String kind, Path parent, long runtimeId) throws IOException {
        Path path = makeDirectory(kind, parent, runtimeId);
        FileLock lock = FileChannel.open(
                        path.resolve(LOCK),
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        OwnerOnly.FILE)
                .lock();
        writeOwner(path);
        return new WorkRoot(kind, path, lock, false, true);
    }

    /**
     * Finds the directory of a backend that outlives its process, or makes it.
     *
     * @param kind the kind of backend, as in its factory
     * @param parent where
     * @param runtimeId the identity of the runtime
     * @param environment the environment that the backend serves
     * @return the directory, locked
     * @throws IOException if it cannot be made, is not this user's, or another process has it
     */
    public static WorkRoot keep(String kind, Path parent, long runtimeId, String environment) throws IOException {
        Path path = parent.resolve(prefix(kind) + Long.toHexString(runtimeId) + "-" + environment);
        try {
            Files.createDirectory(path, OwnerOnly.DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            if (!isOurs(path)) {
                throw e;
            }
        }
        FileChannel file = FileChannel.open(
                path.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
        FileLock lock = file.tryLock();
        if (lock == null) {
            file.close();
            throw new IOException(path + " is in use by another process");
        }
        boolean isNew = !Files.exists(path.resolve(KEPT), LinkOption.NOFOLLOW_LINKS);
        if (isNew) {
            Files.createFile(path.resolve(KEPT), OwnerOnly.FILE);
        }
        writeOwner(path);
        return new WorkRoot(kind, path, lock, true, isNew);
    }

    /** In one step: a sweep that met an owner half written would take the directory for a stranger's, and drop its lock. */
    private static void writeOwner(Path path) throws IOException {
        Path unfinished = path.resolve(OWNER + ".new");
        Files.deleteIfExists(unfinished);
        Files.createFile(unfinished, OwnerOnly.FILE);
        Files.writeString(unfinished, Owner.thisProcess().toText());
        Files.move(unfinished, path.resolve(OWNER), StandardCopyOption.ATOMIC_MOVE);
    }

    /** One that is there belongs to another environment of the runtime, or to somebody who wants us to use it. */
    private static Path makeDirectory(String kind, Path parent, long runtimeId) throws IOException {
        String name = prefix(kind) + Long.toHexString(runtimeId) + "-";
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

    /**
     * How the names of all directories of this user and a kind of backend begin.
     *
     * @param kind the kind of backend
     * @return the prefix
     * @throws IOException if this system does not tell who its user is
     */
    public static String prefix(String kind) throws IOException {
        return "tranche-" + kind + "-" + userId() + "-";
    }

    /**
     * The runtime that a directory belongs to.
     *
     * @throws IOException if the name is not that of such a directory
     */
    static long runtimeId(String kind, Path root) throws IOException {
        String name = root.getFileName().toString();
        int end = name.lastIndexOf('-');
        try {
            return Long.parseUnsignedLong(name.substring(prefix(kind).length(), end), 16);
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

    /**
     * Where it is.
     *
     * @return an absolute path
     */
    public Path path() {
        return path;
    }

    /**
     * Whether it was made just now.
     *
     * @return false if an earlier opening of a journaled runtime left it
     */
    public boolean isNew() {
        return isNew;
    }

    /**
     * Sweeps the directories of dead runtimes beside it: those of this user and kind. Nothing that is not certainly ours
     * and dead is touched; what cannot be removed is logged.
     *
     * @param rites what is done for each dead runtime first
     */
    public void sweepDead(LastRites rites) {
        new DeadRoots(kind, rites).sweep(path.resolveSibling("."));
    }

    /** Where directories of failed workflow runs are kept: beside the work roots, made if it is not there. */
    Path keptDirectory() throws IOException {
        Path kept = path.resolveSibling(prefix(kind) + "kept");
        try {
            return Files.createDirectory(kept, OwnerOnly.DIRECTORY);
        } catch (FileAlreadyExistsException e) {
            if (isOurs(kept)) {
                return kept;
            }
            throw e;
        }
    }

    /**
     * Removes the directory with all that is in it, unless it is kept; locked to the last moment, so that nobody else sweeps it meanwhile.
     *
     * @throws IOException if something of it stays
     */
    @Override
    public void close() throws IOException {
        try {
            if (!kept) {
                DirectoryRemoval.remove(path);
            }
        } finally {
            lock.channel().close();
        }
    }
}
