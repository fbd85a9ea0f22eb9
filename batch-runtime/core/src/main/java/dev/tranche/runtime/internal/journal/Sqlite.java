package dev.tranche.runtime.internal.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Connects to databases of SQLite, through JDBC only: the driver is brought by whoever wants a journal. */
public final class Sqlite {
    static final String COORDINATES = "org.xerial:sqlite-jdbc";

    private static final int BUSY_MILLIS = 10_000;

    private Sqlite() {}

    /**
     * Connects to a database, which is made if it is not there.
     *
     * @throws JournalException if there is no driver
     */
    public static Connection connect(Path file) throws SQLException {
        return connect(file, "");
    }

    /**
     * Connects without ever writing to it, not even when it is closed: what a write-ahead log holds stays there.
     *
     * @throws JournalException if there is no driver
     */
    public static Connection readOnly(Path file) throws SQLException {
        return connect(file, "?mode=ro");
    }

    private static Connection connect(Path file, String mode) throws SQLException {
        try {
            DriverManager.getDriver("jdbc:sqlite:");
        } catch (SQLException e) {
            throw new JournalException(
                    "a journal needs SQLite: add " + COORDINATES + " to the class path, or the module path", e);
        }
        Properties properties = new Properties();
        properties.setProperty("jdbc.get_generated_keys", "false"); // a second statement after each insert
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file.toUri() + mode, properties);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout=" + BUSY_MILLIS);
        }
        return connection;
    }

    /** The first column of the first row, or 0. */
    public static long queryLong(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }
}
