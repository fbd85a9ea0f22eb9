package dev.tranche.runtime.spi.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Removes a directory with all that is in it. A symbolic link is removed, never followed; a directory that a program left
 * unreadable or read-only is opened to its owner first.
 */
public final class DirectoryRemoval extends SimpleFileVisitor<Path> {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private DirectoryRemoval() {}

    /**
     * Removes a file or directory; one that is not there is fine.
     *
     * @param path what to remove
     * @throws IOException if something of it stays
     */
    public static void remove(Path path) throws IOException {
        try {
            // Most working directories are empty: one system call.
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException full) {
            Files.walkFileTree(path, new DirectoryRemoval());
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
        Files.setPosixFilePermissions(directory, OWNER);
        return FileVisitResult.CONTINUE;
    }

    /** A directory that cannot be read comes here instead of the method above; so does what somebody else removed. */
    @Override
    public FileVisitResult visitFileFailed(Path path, IOException problem) throws IOException {
        if (problem instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        if (!(problem instanceof AccessDeniedException) || !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw problem;
        }
        Files.setPosixFilePermissions(path, OWNER);
        remove(path);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        Files.deleteIfExists(file);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) throws IOException {
        if (problem != null) {
            throw problem;
        }
        Files.deleteIfExists(directory);
        return FileVisitResult.CONTINUE;
    }
}
