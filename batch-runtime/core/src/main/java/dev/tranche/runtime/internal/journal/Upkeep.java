package dev.tranche.runtime.internal.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done for a journal on a thread and over a connection of its own, so that no commit waits for it: what was committed
 * is moved from SQLite's write-ahead log into the database, and from time to time a snapshot takes the place of the frames.
 * {@link #written} is for the thread that commits.
 */
final class Upkeep implements AutoCloseable {
    private static final int FRAMES_AT_ONCE = 1_024;
    private static final long END_SECONDS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Path file;
    private final Connector connector;
    private final JournalBounds bounds;
    private final Snapshots snapshots;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                Thread made = new Thread(task, "batch-journal");
                made.setDaemon(true);
                return made;
            });

    // the committing thread's
    private long sinceCheckpoint;
    private long sinceSnapshot;

    // written by the thread of its own, and before it begins; pairs with the reads of whoever commits
    private volatile @Nullable SnapshotFile snapshot;
    private volatile boolean busy;

    // pairs with the reads in a snapshot
    private volatile boolean closing;

    /** Makes a connection to the database. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    /**
     * @param file the database
     * @param connector connects to it
     * @param bounds how much is committed before something is done
     * @param snapshot the last one, or null
     * @param sinceSnapshot how much has been committed since
     */
    Upkeep(Path file, Connector connector, JournalBounds bounds, @Nullable SnapshotFile snapshot, long sinceSnapshot) {
        this.file = file;
        this.connector = connector;
        this.bounds = bounds;
        this.snapshot = snapshot;
        this.sinceSnapshot = sinceSnapshot;
        this.snapshots = new Snapshots(SqliteLog.directoryOf(file), this::read, () -> closing);
    }

    /** The last snapshot, or null. */
    @Nullable
    SnapshotFile snapshot() {
        return snapshot;
    }

    /** A frame of so many bytes has been committed under this number, which took so many of the write-ahead log. */
    void written(long seq, int bytes, long walBytes) {
        sinceCheckpoint += walBytes;
        sinceSnapshot += bytes;
        if (sinceCheckpoint >= bounds.checkpointBytes()) {
            sinceCheckpoint = 0;
            execute(this::checkpoint);
        }
        SnapshotFile last = snapshot;
        if (!busy && sinceSnapshot >= Math.max(bounds.snapshotBytes(), last == null ? 0 : last.length())) {
            sinceSnapshot = 0;
            busy = true;
            execute(() -> takeSnapshot(seq));
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("the journal is being closed", e);
        }
    }

    /** One that fails leaves the log longer than it need be, and the next one makes up for it. */
    private void checkpoint() {
        try (Connection connection = connector.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(PASSIVE)");
        } catch (SQLException e) {
            LOG.warn("the write-ahead log of {} cannot be moved into it", file, e);
        }
    }

    private void takeSnapshot(long seq) {
        try {
            SnapshotFile taken = snapshots.take(snapshot, seq);
            snapshot = taken; // before the old one goes, which somebody may be about to read
            taken.takePlaceOfOthers();
        } catch (Snapshots.CancelledException e) {
            LOG.debug("no snapshot of {} any more", file, e);
        } catch (IOException | RuntimeException e) {
            LOG.warn("no snapshot of {} can be taken; its frames stay until one can", file, e);
        } finally {
            busy = false;
        }
    }

    /** Some at a time, so that the write-ahead log can be begun anew in between. */
    private void read(long from, long to, FrameLog.FrameVisitor visitor) {
        String select = "SELECT seq, bytes FROM frame WHERE seq BETWEEN ? AND ? ORDER BY seq LIMIT " + FRAMES_AT_ONCE;
        try (Connection connection = connector.connect();
                PreparedStatement frames = connection.prepareStatement(select)) {
            for (long next = from; next <= to; ) {
                frames.setLong(1, next);
                frames.setLong(2, to);
                long read = readSome(frames, visitor);
                if (read == 0) {
                    return;
                }
                next = read + 1;
            }
        } catch (SQLException e) {
            throw new JournalException("the journal's database " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static long readSome(PreparedStatement frames, FrameLog.FrameVisitor visitor) throws SQLException {
        long last = 0;
        try (ResultSet rows = frames.executeQuery()) {
            while (rows.next()) {
                byte[] frame = rows.getBytes(2);
                visitor.frame(frame, frame.length);
                last = rows.getLong(1);
            }
        }
        return last;
    }

    @Override
    public void close() {
        closing = true;
        thread.shutdown();
        try {
            if (!thread.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the upkeep of {} is still under way after {} s", file, END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
