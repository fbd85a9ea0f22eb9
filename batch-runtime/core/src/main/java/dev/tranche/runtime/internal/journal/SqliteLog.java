package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Frames in a database file of SQLite: a row for each, committed by one {@code INSERT}. In WAL mode with {@code
 * synchronous=FULL}, so a frame is on the disk when {@link #append} returns.
 *
 * <pre>
 *   runtime(id, checksum)             the identity of the runtime, said once, and its CRC32C
 *   opening(epoch, at, holder)        a row for each time it was opened
 *   frame(seq, bytes)                 the frames, numbered without a gap, from the last snapshot on
 * </pre>
 *
 * <p>{@code user_version} is the version of this layout. One thread at a time.
 */
/*
 * A commit that fails may have happened: the answer got lost, not the frame. So after a failure the database is asked
 * whether the frame is there. If it is, all is well; if it is not, the frame does not exist and its number is free; if the
 * database does not answer either, nobody can say, and the log takes nothing any more.
 */
final class SqliteLog implements FrameLog {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteLog.class);
    private static final int LAYOUT = 1;

    /** "Trnc", so that {@code file} and people can tell what the database is. */
    private static final int APPLICATION = 0x54726E63;

    /** What SQLite writes at a time: a small frame takes a whole one of the write-ahead log. */
    private static final int PAGE = 4_096;

    /** How often the length of the write-ahead log is looked at before it reaches its bound. */
    private static final int LOOKS = 8;

    /** How many frames that a snapshot holds go with each commit at the most. */
    private static final int MOST_DROPPED = 64;

    /** More than come, so they get fewer. */
    private static final int FEWEST_DROPPED = 2;

    /** What they are to come to together: all pages of a long frame have to be looked at before they are free. */
    private static final int DROPPED_BYTES = 256 << 10;

    /** Of how many frames the mean length is the mean, more or less. */
    private static final int MEAN_OF = 64;

    private final Path file;
    private final JournalBounds bounds;
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement drop;
    private final Upkeep upkeep;
    private long firstSeq;
    private long nextSeq;
    private long sinceLook;
    private long meanLength;
    private @Nullable SQLException broken;
    private FrameFollower follower = FrameFollower.NOBODY;

    private SqliteLog(Path file, Connection connection, @Nullable SnapshotFile snapshot, JournalBounds bounds)
            throws SQLException {
        this.file = file;
        this.bounds = bounds;
        this.connection = connection;
        this.insert = connection.prepareStatement("INSERT INTO frame (seq, bytes) VALUES (?, ?)");
        this.drop = connection.prepareStatement("DELETE FROM frame WHERE seq < ?");
        long held = snapshot == null ? 0 : snapshot.seq();
        this.firstSeq = queryLong("SELECT coalesce(min(seq), 0) FROM frame");
        this.nextSeq = Math.max(held, queryLong("SELECT coalesce(max(seq), 0) FROM frame")) + 1;
        long since = queryLong("SELECT sum(length(bytes)) FROM frame WHERE seq > " + held);
        this.upkeep = new Upkeep(file, () -> connect(file), bounds, snapshot, since);
    }

    /**
     * Opens the database, which is made if it is not there.
     *
     * @param bounds how long its parts may become
     * @throws JournalException if it cannot be opened, or was written by a newer release
     */
    static SqliteLog open(Path file, JournalBounds bounds) {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, OwnerOnly.FILE);
            }
            WalCheck.check(Path.of(file + "-wal"));
            Connection connection = connect(file);
            try {
                prepare(file, connection);
                return new SqliteLog(file, connection, SnapshotFile.newest(directoryOf(file)), bounds);
            } catch (IOException | SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (IOException | SQLException e) {
            throw new JournalException("the journal's database " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    static Path directoryOf(Path file) {
        return Objects.requireNonNull(file.toAbsolutePath().getParent());
    }

    private static Connection connect(Path file) throws SQLException {
        return Sqlite.connect(file);
    }

    private static void prepare(Path file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int layout = (int) queryLong(connection, "PRAGMA user_version");
            if (layout > LAYOUT) {
                throw new JournalException("the journal's database " + file + " has layout " + layout
                        + ", and this release knows layouts up to " + LAYOUT
                        + "; open it with the release that wrote it");
            }
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=FULL");
            statement.execute("PRAGMA wal_autocheckpoint=0");
            if (layout == 0) {
                create(connection, statement);
            }
        }
    }

    private static void create(Connection connection, Statement statement) throws SQLException {
        connection.setAutoCommit(false);
        statement.execute("CREATE TABLE runtime (id INTEGER PRIMARY KEY, checksum INTEGER NOT NULL)");
        statement.execute("CREATE TABLE opening (epoch INTEGER PRIMARY KEY, at TEXT NOT NULL, holder TEXT NOT NULL)");
        statement.execute("CREATE TABLE frame (seq INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
        statement.execute("PRAGMA application_id=" + APPLICATION);
        statement.execute("PRAGMA user_version=" + LAYOUT);
        connection.commit();
        connection.setAutoCommit(true);
    }

    /** The identity of the runtime; the candidate becomes it the first time. */
    long runtimeId(long candidate) {
        try {
            execute("INSERT INTO runtime (id, checksum) SELECT " + candidate + ", " + checksum(candidate)
                    + " WHERE NOT EXISTS (SELECT 1 FROM runtime)");
            long id = queryLong("SELECT id FROM runtime");
            if (queryLong("SELECT checksum FROM runtime") != checksum(id)) {
                throw new JournalException("the identity in the journal's database " + file
                        + " is damaged; go back to a copy, nothing has been changed");
            }
            return id;
        } catch (SQLException e) {
            throw failure("cannot be read", e);
        }
    }

    private static long checksum(long id) {
        CRC32C checksum = new CRC32C();
        checksum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, id));
        return checksum.getValue();
    }

    /** Begins another opening; its number is on the disk when this returns. */
    long newEpoch(String holder) {
        String next = "INSERT INTO opening (epoch, at, holder) VALUES (?, ?, ?)";
        try (PreparedStatement opening = connection.prepareStatement(next)) {
            long epoch = Math.max(queryLong("SELECT max(epoch) FROM opening"), lastEpoch()) + 1;
            opening.setLong(1, epoch);
            opening.setString(2, Instant.now().toString());
            opening.setString(3, holder);
            opening.executeUpdate();
            return epoch;
        } catch (SQLException e) {
            throw failure("cannot be written", e);
        }
    }

    /** The last frame says it too, under its checksum: what is counted again would give numbers of jobs a second time. */
    private long lastEpoch() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT bytes FROM frame ORDER BY seq DESC LIMIT 1")) {
            byte[] frame = rows.next() ? rows.getBytes(1) : new byte[0];
            return frame.length < Frame.FIRST_HEADER ? 0 : Frame.longAt(frame, Frame.EPOCH);
        }
    }

    /** Who is told of each frame from now on, and says which frames have to stay. */
    void follower(FrameFollower follows) {
        follower = follows;
    }

    @Override
    public void append(byte[] frame, int length) {
        if (broken != null) {
            throw failure("takes nothing any more", broken);
        }
        try {
            insert(frame, length);
        } catch (SQLException e) {
            if (!hasArrived(frame, length, e)) {
                throw failure("does not take a frame of " + length + " bytes", e);
            }
        }
        long walBytes = (1L + length / PAGE) * PAGE;
        upkeep.written(nextSeq, length, walBytes);
        nextSeq++;
        follower.committed(length);
        meanLength += meanLength == 0 ? length : (length - meanLength) / MEAN_OF;
        sinceLook += walBytes;
        if (sinceLook >= bounds.walBytes() / LOOKS) {
            sinceLook = 0;
            shortenWal();
        }
    }

    /** When the journal's thread cannot keep up: it never ends while frames are added behind it. */
    private void shortenWal() {
        try {
            if (Files.size(Path.of(file + "-wal")) > bounds.walBytes()) {
                execute("PRAGMA wal_checkpoint(PASSIVE)");
            }
        } catch (IOException | SQLException e) {
            LOG.warn("the write-ahead log of {} cannot be moved into it", file, e);
        }
    }

    private void insert(byte[] frame, int length) throws SQLException {
        SnapshotFile snapshot = upkeep.snapshot();
        long droppable = snapshot == null ? 0 : Math.min(snapshot.seq(), follower.needsFrom());
        if (firstSeq >= droppable) {
            insertOnly(frame, length);
            return;
        }
        long keptFrom = Math.min(firstSeq + droppedAtOnce(), droppable);
        connection.setAutoCommit(false);
        try {
            insertOnly(frame, length);
            drop.setLong(1, keptFrom);
            drop.executeUpdate();
            connection.commit();
            firstSeq = keptFrom;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private long droppedAtOnce() {
        return Math.max(FEWEST_DROPPED, Math.min(MOST_DROPPED, DROPPED_BYTES / Math.max(1, meanLength)));
    }

    private void insertOnly(byte[] frame, int length) throws SQLException {
        insert.setLong(1, nextSeq);
        insert.setBytes(2, Arrays.copyOf(frame, length));
        insert.executeUpdate();
    }

    private boolean hasArrived(byte[] frame, int length, SQLException cause) {
        try (PreparedStatement select = connection.prepareStatement("SELECT bytes FROM frame WHERE seq = ?")) {
            select.setLong(1, nextSeq);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() && Arrays.equals(rows.getBytes(1), Arrays.copyOf(frame, length));
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
            broken = cause;
            throw failure("does not say whether a frame has arrived", cause);
        }
    }

    @Override
    public void replay(FrameVisitor visitor) {
        replay(visitor, SnapshotFile::state);
    }

    @Override
    public void story(FrameVisitor visitor) {
        replay(visitor, SnapshotFile::story);
    }

    /** A part of a snapshot. */
    @FunctionalInterface
    private interface Part {
        void read(SnapshotFile snapshot, FrameVisitor visitor) throws IOException;
    }

    private void replay(FrameVisitor visitor, Part part) {
        SnapshotFile snapshot = upkeep.snapshot();
        try {
            if (snapshot != null) {
                part.read(snapshot, visitor);
            }
            replayAfter(snapshot == null ? 0 : snapshot.seq(), visitor);
        } catch (NoSuchFileException e) {
            if (Objects.equals(snapshot, upkeep.snapshot())) {
                throw new JournalException("snapshot " + snapshot + " is not there any more", e);
            }
            replay(visitor, part); // a newer one has just taken its place
        } catch (IOException e) {
            throw new JournalException("snapshot " + snapshot + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void replayAfter(long held, FrameVisitor visitor) {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT seq, bytes FROM frame WHERE seq > " + held + " ORDER BY seq")) {
            long expected = held + 1;
            while (rows.next()) {
                long seq = rows.getLong(1);
                byte[] frame = rows.getBytes(2);
                if (seq != expected) {
                    throw new JournalException("the journal's database " + file + " lacks frame " + expected);
                }
                visit(visitor, seq, frame);
                expected = seq + 1;
            }
        } catch (SQLException e) {
            throw failure("cannot be read", e);
        }
    }

    private void visit(FrameVisitor visitor, long seq, byte[] frame) {
        try {
            visitor.frame(frame, frame.length);
        } catch (DamagedFrameException e) {
            throw new JournalException(
                    "frame " + seq + " of the journal's database " + file + " is damaged: " + e.getMessage()
                            + "; go back to a copy, nothing has been changed",
                    e);
        }
    }

    private JournalException failure(String what, SQLException cause) {
        return new JournalException("the journal's database " + file + " " + what + ": " + cause.getMessage(), cause);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private long queryLong(String sql) throws SQLException {
        return queryLong(connection, sql);
    }

    private static long queryLong(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    @Override
    public void close() {
        upkeep.close();
        try {
            insert.close();
            drop.close();
            connection.close();
        } catch (SQLException e) {
            throw failure("cannot be closed", e);
        }
    }
}
