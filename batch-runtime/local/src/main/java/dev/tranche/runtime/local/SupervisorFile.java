package dev.tranche.runtime.local;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What files of the supervisor are made with: nothing for anybody but their owner, from their first moment. Beside the one
 * that the runtime uses, because the supervisor has no class of the core.
 */
final class SupervisorFile {
    static final FileAttribute<Set<PosixFilePermission>> FILE = attribute("rw-------");
    static final FileAttribute<Set<PosixFilePermission>> EXECUTABLE = attribute("rwx------");

    private SupervisorFile() {}

    /** Writes a file that its owner may run; one that is there is overwritten, a link in its place is not followed. */
    static void writeExecutable(Path path, byte[] content) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, Set.of(CREATE, TRUNCATE_EXISTING, WRITE, NOFOLLOW_LINKS), EXECUTABLE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                file.write(rest);
            }
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }
}
