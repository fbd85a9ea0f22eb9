package dev.tranche.runtime.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at SQLite's write-ahead log before SQLite does, which takes everything behind a damaged place for never committed.
 *
 * <p>Each commit is on the disk before the next one begins. So behind a place where a commit was cut off there is the rest of
 * that commit at the most: with two ends of commits behind it, the place was damaged later. What is damaged in the very last
 * commits cannot be told from one that was cut off.
 *
 * @see <a href="https://www.sqlite.org/fileformat.html#the_write_ahead_log">The write-ahead log</a>
 */
final class WalCheck {
    private static final int HEADER = 32;
    private static final int FRAME_HEADER = 24;
    private static final int MAGIC = 0x377F0682;
    private static final int PAGE_SIZE = 8;
    private static final int SALTS = 16;
    private static final int HEADER_SUMMED = 24;
    private static final int FRAME_COMMIT = 4;
    private static final int FRAME_SALTS = 8;
    private static final int FRAME_SUMMED = 8;
    private static final int FRAME_SUM = 16;

    private final FileChannel wal;
    private final ByteBuffer header;
    private final ByteOrder summedAs;
    private int first;
    private int second;

    private WalCheck(FileChannel wal) throws IOException {
        this.wal = wal;
        this.header = read(0, HEADER);
        this.summedAs = (header.getInt(0) & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    /**
     * Looks at a log; one that is not there is fine.
     *
     * @throws JournalException if it is damaged
     */
    static void check(Path file) throws IOException {
        if (!Files.exists(file)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (channel.size() > HEADER + FRAME_HEADER && new WalCheck(channel).isDamaged()) {
                throw new JournalException("the write-ahead log " + file
                        + " is damaged: commits follow a place that cannot be read; go back to a copy,"
                        + " nothing has been changed");
            }
        }
    }

    private boolean isDamaged() throws IOException {
        sum(header, 0, HEADER_SUMMED);
        if ((header.getInt(0) & ~1) != MAGIC || !isSum(header, HEADER_SUMMED)) {
            return true;
        }
        int stride = FRAME_HEADER + header.getInt(PAGE_SIZE);
        boolean valid = true;
        int commitsBehind = 0;
        for (long at = HEADER; at + stride <= wal.size() && commitsBehind < 2; at += stride) {
            ByteBuffer frame = read(at, valid ? stride : FRAME_HEADER);
            valid = valid && isValid(frame);
            if (!valid && hasOurSalts(frame) && frame.getInt(FRAME_COMMIT) != 0) {
                commitsBehind++;
            }
        }
        return commitsBehind > 1;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && wal.read(bytes, at + bytes.position()) >= 0) {}
        return bytes;
    }

    private boolean hasOurSalts(ByteBuffer frame) {
        return frame.getLong(FRAME_SALTS) == header.getLong(SALTS);
    }

    private boolean isValid(ByteBuffer frame) {
        if (!hasOurSalts(frame)) {
            return false;
        }
        sum(frame, 0, FRAME_SUMMED);
        sum(frame, FRAME_HEADER, frame.capacity());
        return isSum(frame, FRAME_SUM);
    }

    private boolean isSum(ByteBuffer bytes, int at) {
        return bytes.getInt(at) == first && bytes.getInt(at + 4) == second;
    }

    /** Goes on with the sum over some bytes, as SQLite does. */
    private void sum(ByteBuffer bytes, int from, int to) {
        ByteBuffer words = bytes.duplicate().order(summedAs);
        for (int at = from; at < to; at += 8) {
            first += words.getInt(at) + second;
            second += words.getInt(at + 4) + first;
        }
    }
}
