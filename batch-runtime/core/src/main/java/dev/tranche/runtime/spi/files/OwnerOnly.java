package dev.tranche.runtime.spi.files;

import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** What files and directories of a backend are made with: nothing for anybody but their owner, from their first moment. */
public final class OwnerOnly {
    /** For a file: its owner reads and writes it. */
    public static final FileAttribute<Set<PosixFilePermission>> FILE = attribute("rw-------");

    /** For a directory: its owner reads and writes it. */
    public static final FileAttribute<Set<PosixFilePermission>> DIRECTORY = attribute("rwx------");

    private OwnerOnly() {}

    private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
