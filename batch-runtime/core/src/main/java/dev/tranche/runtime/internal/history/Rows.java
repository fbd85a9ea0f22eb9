package dev.tranche.runtime.internal.history;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Verdict;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of the database as records, and back. */
final class Rows implements AutoCloseable {
    static final String JOB = "number, idx, name, queue, share, priority, definition, spec, memory_mib, run, workflow,"
            + " array_size, created_at, ended, stopped_at, status, cause, reason";
    private static final String ATTEMPT = "attempt, environment, host, memory_mib, placed_at, started_at, stopped_at,"
            + " verdict, exit_code, reason, status_reason";

    private final PreparedStatement attempts;
    private final PreparedStatement byKey;

    Rows(Connection connection) throws SQLException {
        attempts = connection.prepareStatement(
                "SELECT " + ATTEMPT + " FROM attempt WHERE number = ? AND idx = ? ORDER BY attempt");
        byKey = connection.prepareStatement("SELECT " + JOB + " FROM job WHERE number = ? AND idx = ?");
    }

    static String putJob() {
        return "INSERT OR REPLACE INTO job (" + JOB + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    }

    static String putAttempt() {
        return "INSERT OR REPLACE INTO attempt (number, idx, " + ATTEMPT + ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)";
    }

    /** One job with its attempts, or null. */
    @Nullable
    JobRow find(JobKey key) throws SQLException {
        byKey.setLong(1, key.number());
        byKey.setInt(2, key.index());
        try (ResultSet rows = byKey.executeQuery()) {
            return rows.next() ? job(rows) : null;
        }
    }

    /** The job in this row, of the columns {@link #JOB}, with its attempts. */
    JobRow job(ResultSet row) throws SQLException {
        JobKey key = new JobKey(row.getLong(1), row.getInt(2));
        return new JobRow(
                key,
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getInt(6),
                row.getString(7),
                row.getInt(8),
                row.getInt(9),
                row.getLong(10),
                row.getString(11),
                row.getInt(12),
                row.getLong(13),
                end(row),
                attempts(key));
    }

    private static JobRow.@Nullable End end(ResultSet row) throws SQLException {
        long order = row.getLong(14);
        if (row.wasNull()) {
            return null;
        }
        return new JobRow.End(
                order,
                row.getLong(15),
                JobStatus.valueOf(row.getString(16)),
                EndCause.valueOf(row.getString(17)),
                row.getString(18));
    }

    private List<AttemptRow> attempts(JobKey key) throws SQLException {
        attempts.setLong(1, key.number());
        attempts.setInt(2, key.index());
        List<AttemptRow> all = new ArrayList<>();
        try (ResultSet row = attempts.executeQuery()) {
            while (row.next()) {
                all.add(attempt(row));
            }
        }
        return all;
    }

    private static AttemptRow attempt(ResultSet row) throws SQLException {
        String verdict = row.getString(8);
        AttemptRow.End end = verdict == null
                ? null
                : new AttemptRow.End(
                        row.getLong(7), Verdict.valueOf(verdict), row.getInt(9), row.getString(10), row.getString(11));
        return new AttemptRow(
                row.getInt(1), row.getString(2), row.getString(3), row.getInt(4), row.getLong(5), row.getLong(6), end);
    }

    static void bind(PreparedStatement put, JobRow job) throws SQLException {
        put.setLong(1, job.key().number());
        put.setInt(2, job.key().index());
        put.setString(3, job.name());
        put.setString(4, job.queue());
        put.setString(5, job.share());
        put.setInt(6, job.priority());
        put.setString(7, job.definition());
        put.setInt(8, job.spec());
        put.setInt(9, job.memoryMib());
        put.setLong(10, job.run());
        put.setString(11, job.workflow());
        put.setInt(12, job.arraySize());
        put.setLong(13, job.createdAt());
        JobRow.End end = job.end();
        if (end == null) {
            for (int column = 14; column <= 18; column++) {
                put.setNull(column, Types.NULL);
            }
        } else {
            put.setLong(14, end.order());
            put.setLong(15, end.at());
            put.setString(16, end.status().name());
            put.setString(17, end.cause().name());
            put.setString(18, end.reason());
        }
    }

    static void bind(PreparedStatement put, JobKey key, AttemptRow attempt) throws SQLException {
        put.setLong(1, key.number());
        put.setInt(2, key.index());
        put.setInt(3, attempt.number());
        put.setString(4, attempt.environment());
        put.setString(5, attempt.host());
        put.setInt(6, attempt.memoryMib());
        put.setLong(7, attempt.placedAt());
        put.setLong(8, attempt.startedAt());
        AttemptRow.End end = attempt.end();
        if (end == null) {
            for (int column = 9; column <= 13; column++) {
                put.setNull(column, Types.NULL);
            }
        } else {
            put.setLong(9, end.at());
            put.setString(10, end.verdict().name());
            put.setInt(11, end.exitCode());
            put.setString(12, end.reason());
            put.setString(13, end.statusReason());
        }
    }

    @Override
    public void close() throws SQLException {
        attempts.close();
        byKey.close();
    }
}
