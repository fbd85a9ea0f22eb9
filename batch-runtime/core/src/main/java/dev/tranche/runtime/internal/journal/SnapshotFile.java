package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot on the disk, which takes the place of all frames up to one. A header, little-endian, then frames as in the
 * database: what happened to the jobs that are known, and the state.
 *
 * <pre>
 *   0  "TRS" and the version     4  CRC32C of the rest of the header
 *   8  number of the last frame that it holds
 *  16  where the state begins    24  length of the file
 *  32  frames of what happened, then the frame of the state
 * </pre>
 *
 * @param path where it is
 * @param seq the number of the last frame that it holds
 * @param stateAt where the state begins
 * @param length its length
 */
record SnapshotFile(Path path, long seq, long stateAt, long length) {
    private static final String PREFIX = "snapshot-";
    private static final String UNFINISHED = "snapshot.new";
    private static final int VERSION = 1;
    private static final int MAGIC_AND_VERSION = 'T' | 'R' << 8 | 'S' << 16 | VERSION << 24;
    private static final int HEADER = 32;
    private static final int SUMMED = 8;

    /** So much of one is written before it is forced to the disk. */
    private static final int PIECE = 1 << 17;

    /**
     * The newest in a directory, or null if there is none.
     *
     * @throws JournalException if it is damaged, or of a newer version
     */
    static @Nullable SnapshotFile newest(Path directory) throws IOException {
        Path newest = null;
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path each : all) {
                newest = newest == null || seq(each) > seq(newest) ? each : newest;
            }
        }
        return newest == null ? null : read(newest);
    }

    private static long seq(Path file) {
        return Long.parseLong(file.getFileName().toString().substring(PREFIX.length()));
    }

    private static SnapshotFile read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer header = read(channel, 0, HEADER);
            int magic = header.getInt();
            int checksum = header.getInt();
            SnapshotFile snapshot = new SnapshotFile(file, header.getLong(), header.getLong(), header.getLong());
            if (magic != MAGIC_AND_VERSION && (magic ^ MAGIC_AND_VERSION) << Byte.SIZE == 0) {
                throw new JournalException("snapshot " + file + " is of version " + (magic >>> 24)
                        + ", and this release reads version " + VERSION + "; open it with the release that wrote it");
            }
            if (magic != MAGIC_AND_VERSION
                    || checksum != checksum(header)
                    || snapshot.seq != seq(file)
                    || snapshot.length != channel.size()) {
                throw snapshot.damaged(null);
            }
            return snapshot;
        }
    }

    private static ByteBuffer read(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {}
        return bytes.rewind();
    }

    private static int checksum(ByteBuffer header) {
        CRC32C checksum = new CRC32C();
        checksum.update(header.slice(SUMMED, HEADER - SUMMED));
        return (int) checksum.getValue();
    }

    private JournalException damaged(@Nullable RuntimeException cause) {
        return new JournalException(
                "snapshot " + path + " is damaged; go back to a copy, nothing has been changed", cause);
    }

    /** Gives what happened to the jobs that are known. */
    void story(FrameLog.FrameVisitor visitor) throws IOException {
        visit(HEADER, stateAt, visitor);
    }

    /** Gives the state. */
    void state(FrameLog.FrameVisitor visitor) throws IOException {
        visit(stateAt, length, visitor);
    }

    private void visit(long from, long to, FrameLog.FrameVisitor visitor) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (long at = from; at < to; ) {
                int frameLength = read(channel, at, Frame.FIRST_HEADER).getInt(Frame.LENGTH);
                if (frameLength < Frame.FIRST_HEADER || frameLength > to - at) {
                    throw damaged(null);
                }
                byte[] frame = new byte[frameLength];
                read(channel, at, frameLength).get(frame);
                visitor.frame(frame, frameLength);
                at += frameLength;
            }
        } catch (DamagedFrameException e) {
            throw damaged(e);
        }
    }

    /** Deletes the others of its directory; nobody may be told of one of them any more. */
    void takePlaceOfOthers() throws IOException {
        Path directory = Objects.requireNonNull(path.getParent());
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, PREFIX + "*")) {
            for (Path each : all) {
                if (!each.equals(path)) {
                    Files.delete(each);
                }
            }
        }
    }

    /** Writes one beside the others. */
    static final class Writer implements AutoCloseable {
        private final Path directory;
        private final FileChannel channel;
        private long stateAt;
        private int unforced;

        Writer(Path directory) throws IOException {
            this.directory = directory;
            channel = FileChannel.open(
                    directory.resolve(UNFINISHED),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE),
                    OwnerOnly.FILE);
            channel.position(HEADER);
        }

        /** In pieces that reach the disk one after the other: a commit does not wait behind all of it. */
        void append(byte[] frame, int frameLength) throws IOException {
            for (int at = 0; at < frameLength; ) {
                int piece = Math.min(frameLength - at, PIECE - unforced);
                ByteBuffer rest = ByteBuffer.wrap(frame, at, piece);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                at += piece;
                unforced += piece;
                if (unforced == PIECE) {
                    channel.force(false);
                    unforced = 0;
                }
            }
        }

        /** The next frame is the state. */
        void beginState() throws IOException {
            stateAt = channel.position();
        }

        /** It is whole: from now on it is the newest, also after a power failure. */
        SnapshotFile finish(long seq) throws IOException {
            long length = channel.position();
            ByteBuffer header = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
            header.putInt(MAGIC_AND_VERSION)
                    .putInt(0)
                    .putLong(seq)
                    .putLong(stateAt)
                    .putLong(length);
            header.putInt(4, checksum(header)).rewind();
            channel.write(header, 0);
            channel.force(true);
            Path path = directory.resolve(PREFIX + seq);
            Files.move(directory.resolve(UNFINISHED), path, StandardCopyOption.ATOMIC_MOVE);
            try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
                names.force(true);
            }
            return new SnapshotFile(path, seq, stateAt, length);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
