package dev.tranche.runtime.internal.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal without changing it and without opening it: also while a runtime has it open, which it does not keep from
 * anything, and long after. One thread at a time.
 */
public final class JournalReader implements AutoCloseable {
    /** How often a write-ahead log has to look damaged, or a snapshot to be gone. */
    private static final int LOOKS = 2;

    private final Path directory;
    private final Connection connection;
    private final PreparedStatement select;
    private final @Nullable SnapshotFile snapshot;

    private JournalReader(Path directory, Connection connection) throws SQLException {
        this.directory = directory;
        this.connection = connection;
        this.snapshot = newest(directory);
        this.select = connection.prepareStatement("SELECT seq, bytes FROM frame WHERE seq > ? ORDER BY seq LIMIT ?");
    }

    /** One that is found may be gone when it is read, since a newer one has taken its place; then that is found. */
    private static @Nullable SnapshotFile newest(Path directory) {
        for (int look = 1; ; look++) {
            try {
                return SnapshotFile.newest(directory);
            } catch (IOException e) {
                if (look == LOOKS || !(e instanceof NoSuchFileException)) {
                    throw new JournalException("journal " + directory + " cannot be read: " + e.getMessage(), e);
                }
            }
        }
    }

    /** Takes one frame after another. */
    @FunctionalInterface
    public interface Visitor {
        /** Whether it wants the next one too. */
        boolean frame(long seq, byte[] frame);
    }

    /**
     * One time at which the journal was opened.
     *
     * @param epoch the number of the opening, from 1
     * @param at when
     * @param holder the process that did
     */
    public record Opened(long epoch, Instant at, String holder) {}

    /**
     * Opens a journal for reading.
     *
     * @throws JournalException if there is none, or it cannot be read
     */
    public static JournalReader open(Path directory) {
        Path file = directory.resolve(Journal.DATABASE);
        if (!Files.isDirectory(directory)) {
            throw new JournalException("there is no journal " + directory + ": no such directory");
        }
        if (!Files.exists(file)) {
            throw new JournalException("there is no journal in " + directory + ": it has no " + Journal.DATABASE);
        }
        try {
            Connection connection = Sqlite.readOnly(file);
            try {
                return new JournalReader(directory, connection);
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw unreadable(directory, e);
        }
    }

    /**
     * Looks at the write-ahead log of a journal that is to be read, since SQLite takes what is behind a damaged place for never
     * committed. One that is being written to may look damaged, one that stands still does not.
     *
     * @throws JournalException if it is damaged
     */
    public static void checkWal(Path directory) {
        Path wal = directory.resolve(Journal.DATABASE + "-wal");
        try {
            boolean sound = !Files.exists(wal);
            for (int look = 1; !sound; look++) {
                sound = isSoundOrWrittenTo(wal, look == LOOKS);
            }
        } catch (IOException e) {
            throw new JournalException("journal " + directory + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isSoundOrWrittenTo(Path wal, boolean last) throws IOException {
        FileTime before = Files.getLastModifiedTime(wal);
        try {
            WalCheck.check(wal);
            return true;
        } catch (JournalException damaged) {
            boolean standsStill =
                    Files.exists(wal) && Files.getLastModifiedTime(wal).equals(before);
            if (last && standsStill) {
                throw damaged;
            }
            return last;
        }
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** The identity of its runtime. */
    public long runtimeId() {
        return query("SELECT id FROM runtime");
    }

    /** The number of the first frame that is still there, 0 if there is none. */
    public long firstSeq() {
        return query("SELECT min(seq) FROM frame");
    }

    /** The number of the last frame, whether it is still there or in the snapshot; 0 if there is none. */
    public long lastSeq() {
        return Math.max(snapshotSeq(), query("SELECT max(seq) FROM frame"));
    }

    /** The number of the last frame that is in the snapshot, 0 if there was none when this was opened. */
    public long snapshotSeq() {
        return snapshot == null ? 0 : snapshot.seq();
    }

    /** Gives the state in the snapshot. */
    public void state(FrameLog.FrameVisitor visitor) {
        fromSnapshot(SnapshotFile::state, visitor);
    }

    /** Gives what happened to the jobs that are known in the snapshot. */
    public void story(FrameLog.FrameVisitor visitor) {
        fromSnapshot(SnapshotFile::story, visitor);
    }

    /** A part of a snapshot. */
    @FunctionalInterface
    private interface Part {
        void read(SnapshotFile snapshot, FrameLog.FrameVisitor visitor) throws IOException;
    }

    private void fromSnapshot(Part part, FrameLog.FrameVisitor visitor) {
        if (snapshot == null) {
            return;
        }
        try {
            part.read(snapshot, visitor);
        } catch (NoSuchFileException e) {
            throw new JournalException(
                    "a newer one has taken the place of snapshot " + snapshot + "; read the journal again", e);
        } catch (IOException e) {
            throw new JournalException("snapshot " + snapshot + " cannot be read: " + e.getMessage(), e);
        }
    }

    private long query(String sql) {
        try {
            return Sqlite.queryLong(connection, sql);
        } catch (SQLException e) {
            throw unreadable(directory, e);
        }
    }

    /** Each time it was opened, in order. */
    public List<Opened> openings() {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT epoch, at, holder FROM opening ORDER BY epoch")) {
            List<Opened> all = new ArrayList<>();
            while (rows.next()) {
                all.add(new Opened(rows.getLong(1), Instant.parse(rows.getString(2)), rows.getString(3)));
            }
            return all;
        } catch (SQLException e) {
            throw unreadable(directory, e);
        }
    }

    /**
     * Gives the frames after one, until somebody has had enough.
     *
     * @param after the number of a frame, or 0
     * @param atMost how many
     * @throws JournalException if it cannot be read, or a frame is damaged or missing, naming it
     */
    public void read(long after, int atMost, Visitor visitor) {
        try {
            select.setLong(1, after);
            select.setInt(2, atMost);
            try (ResultSet rows = select.executeQuery()) {
                boolean more = true;
                for (long expected = after + 1; more && rows.next(); expected++) {
                    long seq = rows.getLong(1);
                    if (seq != expected) {
                        throw new JournalException("journal " + directory + " has no frame " + expected
                                + " any more: a snapshot has taken its place; read the journal again");
                    }
                    more = visit(visitor, seq, rows.getBytes(2));
                }
            }
        } catch (SQLException e) {
            throw unreadable(directory, e);
        }
    }

    private boolean visit(Visitor visitor, long seq, byte[] frame) {
        try {
            return visitor.frame(seq, frame);
        } catch (DamagedFrameException e) {
            throw new JournalException(
                    "frame " + seq + " of journal " + directory + " is damaged: " + e.getMessage()
                            + "; go back to a copy, nothing has been changed",
                    e);
        }
    }

    private static JournalException unreadable(Path directory, SQLException cause) {
        return new JournalException("journal " + directory + " cannot be read: " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            select.close();
            connection.close();
        } catch (SQLException e) {
            throw unreadable(directory, e);
        }
    }
}
