package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.journal.Sqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a history over a connection that lives for one question. It keeps the writer from nothing, and sees what was committed
 * when it began. Any thread.
 */
public final class HistoryReader {
    private static final String LAST_CHARACTER = Character.toString(Character.MAX_CODE_POINT);

    private final Path file;

    /** Of the history of a journal; one that is not there is empty. */
    public HistoryReader(Path journal) {
        this.file = HistoryFile.in(journal);
    }

    /** A question. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Connection connection, Rows rows) throws SQLException;
    }

    private <T> T ask(Question<T> question, T empty) throws SQLException {
        if (!Files.exists(file)) {
            return empty;
        }
        try (Connection connection = Sqlite.readOnly(file)) {
            if (HistoryFile.layout(file, connection) == 0) {
                return empty;
            }
            connection.setAutoCommit(false);
            try (Rows rows = new Rows(connection)) {
                return question.ask(connection, rows);
            }
        }
    }

    /** The number of the last frame that is in it, 0 if none is. */
    public long seq() throws SQLException {
        return ask((connection, rows) -> Sqlite.queryLong(connection, "SELECT seq FROM projected"), 0L);
    }

    /** The time of the last frame that is in it, in micros, 0 if none is. */
    public long at() throws SQLException {
        return ask((connection, rows) -> Sqlite.queryLong(connection, "SELECT at FROM projected"), 0L);
    }

    /** A job, child or node that has ended. */
    public Optional<JobRow> find(JobKey key) throws SQLException {
        return ask(
                (connection, rows) -> Optional.ofNullable(rows.find(key)).filter(row -> row.end() != null),
                Optional.empty());
    }

    /** Those that are asked for, in the order that is asked for. */
    public List<JobRow> find(HistoryFilter filter) throws SQLException {
        return ask((connection, rows) -> find(connection, rows, filter), List.of());
    }

    private static List<JobRow> find(Connection connection, Rows rows, HistoryFilter filter) throws SQLException {
        List<Object> values = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql(connection, filter, values))) {
            for (int at = 0; at < values.size(); at++) {
                select.setObject(at + 1, values.get(at));
            }
            List<JobRow> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(rows.job(row));
                }
            }
            return found;
        }
    }

    /** The question in the database's words. Of children the primary key would do, and sort them all for each page. */
    static String sql(Connection connection, HistoryFilter filter, List<Object> values) throws SQLException {
        return "SELECT " + Rows.JOB + " FROM job" + (filter.array() == 0 ? "" : " INDEXED BY by_array")
                + " WHERE ended IS NOT NULL" + where(connection, filter, values)
                + " ORDER BY ended" + (filter.oldestFirst() ? "" : " DESC") + " LIMIT " + filter.atMost();
    }

    private static String where(Connection connection, HistoryFilter filter, List<Object> values) throws SQLException {
        StringBuilder sql = new StringBuilder(filter.array() == 0 ? " AND idx < 0" : " AND idx >= 0");
        and(sql, " AND number = ?", filter.array() == 0 ? null : filter.array(), values);
        and(sql, " AND queue = ?", filter.queue(), values);
        and(sql, " AND share = ?", filter.share(), values);
        and(
                sql,
                " AND status = ?",
                filter.status() == null ? null : filter.status().name(),
                values);
        String name = filter.name();
        if (name != null && name.endsWith("*")) {
            String beginning = name.substring(0, name.length() - 1);
            and(sql, " AND name >= ?", beginning, values);
            and(sql, " AND name < ?", beginning + LAST_CHARACTER, values);
        } else {
            and(sql, " AND name = ?", name, values);
        }
        // times and places have the same order, so a time is a range of places, and no row beyond it is looked at
        and(sql, " AND ended >= ?", filter.from() == 0 ? null : firstEndFrom(connection, filter.from()), values);
        boolean bounded = filter.until() != Long.MAX_VALUE;
        and(sql, " AND ended < ?", bounded ? firstEndFrom(connection, filter.until()) : null, values);
        and(sql, filter.oldestFirst() ? " AND ended > ?" : " AND ended < ?", filter.after(), values);
        return sql.toString();
    }

    private static void and(StringBuilder sql, String condition, @Nullable Object value, List<Object> values) {
        if (value != null) {
            sql.append(condition);
            values.add(value);
        }
    }

    private static long firstEndFrom(Connection connection, long at) throws SQLException {
        String sql =
                "SELECT ended FROM job WHERE ended IS NOT NULL AND stopped_at >= ? ORDER BY stopped_at, ended LIMIT 1";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, at);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Long.MAX_VALUE;
            }
        }
    }
}
