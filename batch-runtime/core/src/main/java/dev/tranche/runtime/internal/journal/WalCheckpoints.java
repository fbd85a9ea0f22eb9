package dev.tranche.runtime.internal.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves what was committed from SQLite's write-ahead log into the database, on a thread and a connection of its own, so that
 * no commit waits for it. {@link #written} is for the thread that commits.
 */
final class WalCheckpoints implements AutoCloseable {
    /** How much is committed between two checkpoints. */
    private static final long BYTES = 4L << 20;

    private static final long END_SECONDS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(WalCheckpoints.class);

    private final Path file;
    private final Connector connector;
    private final Semaphore due = new Semaphore(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private long since;

    // written before its permit is released, read after all permits are drained
    private volatile boolean closing;

    /** Makes a connection to the database. */
    @FunctionalInterface
    interface Connector {
        Connection connect() throws SQLException;
    }

    WalCheckpoints(Path file, Connector connector) {
        this.file = file;
        this.connector = connector;
        Thread thread = new Thread(this::run, "batch-journal");
        thread.setDaemon(true);
        thread.start();
    }

    /** So many bytes have been committed. */
    void written(int bytes) {
        since += bytes;
        if (since >= BYTES) {
            since = 0;
            due.release();
        }
    }

    private void run() {
        try {
            while (isDue()) {
                checkpoint();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    /** Waits until one is due, or says that none will be. Asks for the end last: the permit that came with it may be drained. */
    private boolean isDue() throws InterruptedException {
        due.acquire();
        due.drainPermits();
        return !closing;
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

    @Override
    public void close() {
        closing = true;
        due.release();
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a checkpoint of {} is still under way after {} s", file, END_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
