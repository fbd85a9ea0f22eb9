package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.journal.Sqlite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Writes the database of a history. What is written between two commits is there as a whole or not at all. */
final class HistoryWriter implements AutoCloseable {
    /** How many jobs go at once when they have become too old. */
    static final int PURGED_AT_ONCE = 1_000;

    private final Connection connection;
    private final Rows rows;
    private final PreparedStatement job;
    private final PreparedStatement attempt;
    private final PreparedStatement known;
    private final PreparedStatement unknown;
    private final PreparedStatement projected;

    HistoryWriter(Path file) throws SQLException {
        connection = HistoryFile.forWriting(file);
        try {
            rows = new Rows(connection);
            job = connection.prepareStatement(Rows.putJob());
            attempt = connection.prepareStatement(Rows.putAttempt());
            known = connection.prepareStatement(
                    "INSERT OR REPLACE INTO known (kind, number, text, detail)" + " VALUES (?, ?, ?, ?)");
            unknown = connection.prepareStatement("DELETE FROM known WHERE kind = ? AND number = ?");
            projected = connection.prepareStatement(
                    "INSERT OR REPLACE INTO projected (id, seq, at, ended, replay_from) VALUES (1, ?, ?, ?, ?)");
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    // ---- what is there

    /** The number of the last frame that is in it, 0 if none is. */
    long seq() throws SQLException {
        return Sqlite.queryLong(connection, "SELECT seq FROM projected");
    }

    /** The number of the frame behind which the story has to be told again, of jobs that had only begun. */
    long replayFrom() throws SQLException {
        return Sqlite.queryLong(connection, "SELECT replay_from FROM projected");
    }

    /** The time of the last frame that is in it, 0 if none is. */
    long at() throws SQLException {
        return Sqlite.queryLong(connection, "SELECT at FROM projected");
    }

    /** How many ends there were. */
    long ended() throws SQLException {
        return Sqlite.queryLong(connection, "SELECT ended FROM projected");
    }

    /** The highest number of a job that is in it, 0 if none is. */
    long highest() throws SQLException {
        return Sqlite.queryLong(connection, "SELECT max(number) FROM job");
    }

    @Nullable
    JobRow find(JobKey key) throws SQLException {
        return rows.find(key);
    }

    /** Takes what a number stands for. */
    @FunctionalInterface
    interface Known {
        void is(String kind, long number, String text, String detail);
    }

    void known(Known into) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet all = statement.executeQuery("SELECT kind, number, text, detail FROM known")) {
            while (all.next()) {
                into.is(all.getString(1), all.getLong(2), all.getString(3), all.getString(4));
            }
        }
    }

    /** When the first of the jobs ended that are there, or null if there is none. */
    @Nullable
    Long oldestEnd() throws SQLException {
        long oldest = Sqlite.queryLong(connection, "SELECT min(stopped_at) FROM job WHERE ended IS NOT NULL");
        connection.commit();
        return oldest == 0 ? null : oldest;
    }

    // ---- what changes

    void put(JobRow row) throws SQLException {
        Rows.bind(job, row);
        job.executeUpdate();
    }

    void put(JobKey key, AttemptRow row) throws SQLException {
        Rows.bind(attempt, key, row);
        attempt.executeUpdate();
    }

    void putKnown(String kind, long number, String text, String detail) throws SQLException {
        known.setString(1, kind);
        known.setLong(2, number);
        known.setString(3, text);
        known.setString(4, detail);
        known.executeUpdate();
    }

    void dropKnown(String kind, long number) throws SQLException {
        unknown.setString(1, kind);
        unknown.setLong(2, number);
        unknown.executeUpdate();
    }

    /** Forgets every job that has not ended: all that is known of them is told again. */
    void forgetOpen() throws SQLException {
        execute("DELETE FROM attempt WHERE EXISTS (SELECT 1 FROM job WHERE job.number = attempt.number"
                + " AND job.idx = attempt.idx AND ended IS NULL)");
        execute("DELETE FROM job WHERE ended IS NULL");
    }

    void commit(long seq, long at, long ended, long replayFrom) throws SQLException {
        projected.setLong(1, seq);
        projected.setLong(2, at);
        projected.setLong(3, ended);
        projected.setLong(4, replayFrom);
        projected.executeUpdate();
        connection.commit();
    }

    /** Drops some of the jobs that ended before a time, the oldest first; how many. */
    int purge(long before) throws SQLException {
        String old = "SELECT number, idx FROM job WHERE ended IS NOT NULL AND stopped_at < " + before
                + " ORDER BY stopped_at, ended LIMIT " + PURGED_AT_ONCE;
        execute("DELETE FROM attempt WHERE (number, idx) IN (" + old + ")");
        int purged = execute("DELETE FROM job WHERE (number, idx) IN (" + old + ")");
        connection.commit();
        return purged;
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** Moves the write-ahead log into the database; whether everything that was committed is now on the disk for good. */
    boolean checkpoint() throws SQLException {
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(PASSIVE)")) {
            return row.next() && row.getInt(1) == 0 && row.getInt(2) == row.getInt(3);
        } finally {
            connection.setAutoCommit(false);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
