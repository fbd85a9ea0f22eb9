package dev.tranche.runtime.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * Directories of released attempts that wrote nothing, waiting to become those of attempts to come: two renames instead of
 * making four files and removing them again. On file systems that look for a free inode by walking over those deleted
 * lately, as ext4 without journal does, that is the better part of what a short job costs.
 *
 * <p>A directory is moved away from its attempt before it is a spare, so whoever holds one of its files open can tell: the
 * file is no longer where it was.
 */
final class SpareDirectories {
    private static final int MOST = 256;
    private static final Set<PosixFilePermission> DIRECTORY = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");

    /** The working directory and the two outputs. */
    private static final int FILES = 3;

    private final AttemptPaths paths;

    // Guarded by this: housekeeping fills it, the dispatcher takes.
    private final Deque<String> names = new ArrayDeque<>();
    private long last;

    SpareDirectories(AttemptPaths paths) {
        this.paths = paths;
    }

    /** Takes one, for good; an empty name if there is none. */
    synchronized String take() {
        String name = names.pollLast();
        return name == null ? "" : name;
    }

    /**
     * Makes a spare of the directory of an attempt, if it is as good as new.
     *
     * @return whether it did
     */
    boolean keep(String attempt) throws IOException {
        String name = newName();
        Path directory = paths.attempt(attempt);
        if (name.isEmpty() || !isAsNew(directory)) {
            return false;
        }
        Files.move(directory, paths.spare(name), StandardCopyOption.ATOMIC_MOVE);
        add(name);
        return true;
    }

    private synchronized String newName() {
        return names.size() >= MOST ? "" : Long.toString(++last);
    }

    private synchronized void add(String name) {
        names.addLast(name);
    }

    /**
     * A program can do what it likes to its directory, and the next one must not see any of it. A script is ours, and is
     * removed here.
     */
    private static boolean isAsNew(Path directory) throws IOException {
        List<String> names = names(directory);
        boolean hasScript = names.contains(AttemptPaths.SCRIPT);
        Path work = directory.resolve(AttemptPaths.WORK);
        boolean asNew = names.size() == FILES + (hasScript ? 1 : 0)
                && names(work).isEmpty()
                && isNew(attributes(directory.resolve(AttemptPaths.STDOUT)))
                && isNew(attributes(directory.resolve(AttemptPaths.STDERR)))
                && attributes(work).permissions().equals(DIRECTORY);
        if (asNew && hasScript) {
            Files.delete(directory.resolve(AttemptPaths.SCRIPT));
        }
        return asNew;
    }

    private static boolean isNew(PosixFileAttributes output) {
        return output.isRegularFile()
                && output.size() == 0
                && output.permissions().equals(FILE);
    }

    private static PosixFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** What is in a directory; something that nobody expects if it cannot be read. */
    private static List<String> names(Path directory) {
        String[] names = directory.toFile().list();
        return names == null ? List.of("") : List.of(names);
    }
}
