package dev.tranche.runtime.docker;

import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The output of a container on the disk of the runtime: both outputs as they were written, each piece with its time. When
 * the file has reached its limit it becomes the older of two, and the one that was older is gone: of a long output the last
 * part is kept. Nothing written means no file. One thread writes, then any thread reads.
 */
final class OutputFile implements AutoCloseable {
    /** A piece of output, as it was written. */
    @FunctionalInterface
    interface Reader {
        void piece(boolean isError, long micros, byte[] bytes) throws IOException;
    }

    private static final String OLDER = ".older";
    private static final int HEADER_BYTES = 13;

    private final Path path;
    private final long limit;
    private @Nullable DataOutputStream out;
    private long written;

    /**
     * @param path where
     * @param limit how many bytes each of the two files has at the most, about
     */
    OutputFile(Path path, long limit) {
        this.path = path;
        this.limit = limit;
    }

    void write(boolean isError, long micros, byte[] bytes, int offset, int length) throws IOException {
        if (out != null && written + HEADER_BYTES + length > limit) {
            close();
            Files.move(path, older(path), StandardCopyOption.REPLACE_EXISTING);
        }
        DataOutputStream to = open();
        to.writeBoolean(isError);
        to.writeLong(micros);
        to.writeInt(length);
        to.write(bytes, offset, length);
        written += HEADER_BYTES + length;
    }

    private DataOutputStream open() throws IOException {
        DataOutputStream to = out;
        if (to == null) {
            FileChannel file = FileChannel.open(
                    path,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    OwnerOnly.FILE);
            to = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
            out = to;
            written = 0;
        }
        return to;
    }

    @Override
    public void close() throws IOException {
        DataOutputStream to = out;
        out = null;
        if (to != null) {
            to.close();
        }
    }

    /** Reads what was kept at a path, from its beginning; nothing if nothing was. */
    static void read(Path path, Reader reader) throws IOException {
        for (Path part : List.of(older(path), path)) {
            try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(part)))) {
                readAll(in, reader);
            } catch (NoSuchFileException nothingWritten) {
                // nothing to read there
            }
        }
    }

    /** A piece that was cut off by the end of its writer is left out. */
    private static void readAll(DataInputStream in, Reader reader) throws IOException {
        while (true) {
            boolean isError;
            long micros;
            byte[] bytes;
            try {
                isError = in.readBoolean();
                micros = in.readLong();
                bytes = new byte[in.readInt()];
                in.readFully(bytes);
            } catch (EOFException end) {
                return;
            }
            reader.piece(isError, micros, bytes);
        }
    }

    /** Removes what was kept at a path. */
    static void remove(Path path) throws IOException {
        Files.deleteIfExists(older(path));
        Files.deleteIfExists(path);
    }

    /** The name under which a file, perhaps the older of two, was opened. */
    static String name(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(OLDER) ? name.substring(0, name.length() - OLDER.length()) : name;
    }

    private static Path older(Path path) {
        return path.resolveSibling(path.getFileName() + OLDER);
    }
}
