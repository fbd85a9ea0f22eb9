package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/**
 * The directory of a journal while it is open: for its owner only, and for one process at a time.
 *
 * <p>The process holds a lock on {@code lock}, which the kernel takes away with it, however it ends; {@code holder} says to
 * a second opener whose lock that is. Closing a second channel to a locked file drops the lock of the whole process, so what
 * this process has open is looked up before the file is touched.
 */
final class JournalDirectory implements AutoCloseable {
    private static final String LOCK = "lock";
    private static final String HOLDER = "holder";
    private static final Set<PosixFilePermission> OTHERS = EnumSet.complementOf(EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    // guarded by itself
    private static final Set<Path> OPEN_HERE = new HashSet<>();

    private final Path path;
    private final FileChannel lock;

    private JournalDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Opens a directory, which is made if it is not there.
     *
     * @throws JournalException if somebody else has it open, others may look into it, or it cannot be used
     */
    static JournalDirectory open(Path directory) {
        try {
            Path real = makeIfMissing(directory);
            synchronized (OPEN_HERE) {
                if (!OPEN_HERE.add(real)) {
                    throw heldBy(real, Files.readString(real.resolve(HOLDER)));
                }
            }
            try {
                return lock(real);
            } catch (IOException | RuntimeException e) {
                forget(real);
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new JournalException("journal " + directory + " cannot be used: this user may not write there", e);
        } catch (IOException e) {
            throw new JournalException("journal " + directory + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static Path makeIfMissing(Path directory) throws IOException {
        Path absolute = directory.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try {
            return Files.createDirectory(absolute, OwnerOnly.DIRECTORY).toRealPath();
        } catch (FileAlreadyExistsException e) {
            return checked(absolute.toRealPath());
        }
    }

    private static Path checked(Path directory) throws IOException {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw new JournalException("journal " + directory + " is not a directory");
        }
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(Files.getPosixFilePermissions(directory));
        if (!open.isEmpty()) {
            throw new JournalException("journal " + directory + " is open to other users (" + open
                    + "); it holds what jobs are given, so make it its owner's: chmod 700");
        }
        return directory;
    }

    private static JournalDirectory lock(Path directory) throws IOException {
        FileChannel channel = FileChannel.open(
                directory.resolve(LOCK), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OwnerOnly.FILE);
        Path holder = directory.resolve(HOLDER);
        if (channel.tryLock() == null) {
            channel.close();
            throw heldBy(directory, Files.exists(holder) ? Files.readString(holder) : "another process");
        }
        Files.deleteIfExists(holder);
        Files.createFile(holder, OwnerOnly.FILE);
        Files.writeString(holder, thisProcess());
        return new JournalDirectory(directory, channel);
    }

    private static JournalException heldBy(Path directory, String holder) {
        return new JournalException(
                "journal " + directory + " is open in " + holder.strip() + "; a journal has one runtime at a time");
    }

    /** This process, for people. */
    static String thisProcess() {
        return "process " + ProcessHandle.current().pid() + " on " + hostName() + " since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }

    private static void forget(Path directory) {
        synchronized (OPEN_HERE) {
            OPEN_HERE.remove(directory);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try (lock) {
            Files.deleteIfExists(file(HOLDER));
        } catch (IOException e) {
            throw new JournalException("journal " + path + " cannot be closed", e);
        } finally {
            forget(path);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
