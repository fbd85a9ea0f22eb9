package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.journal.Sqlite;
import dev.tranche.runtime.spi.files.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The database of a history: {@code history.db} in the directory of its journal.
 *
 * <pre>
 *   projected(id, seq, at, …)       the last frame that is in it, its time, how many ends there were, and the frame behind which
 *                                   the story has to be told again, since jobs that had only begun are in no row
 *   known(kind, number, …)          what numbers in later frames stand for: environments, queues, hosts, specs, workflow runs
 *   job(number, idx, …)             a row for each job, child and node; ended counts the ends, and is null before
 *   attempt(number, idx, attempt, …)
 * </pre>
 *
 * <p>{@code user_version} is the version of this layout.
 */
/*
 * Everything is asked for in the order of the ends, so each index has it as its last column: a page is a range of one index.
 * The indexes hold no row that has not ended, and most of them no child, of which there may be very many.
 */
final class HistoryFile {
    static final String NAME = "history.db";
    private static final int LAYOUT = 1;

    /** "TrnH", so that {@code file} and people can tell what the database is. */
    private static final int APPLICATION = 0x54726E48;

    /** What is kept of it in memory to write to it: its indexes are written all over. */
    private static final int CACHE_KIBIBYTES = 32 << 10;

    private static final String[] TABLES = {
        "CREATE TABLE projected (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, at INTEGER NOT NULL,"
                + " ended INTEGER NOT NULL, replay_from INTEGER NOT NULL)",
        "CREATE TABLE known (kind TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, detail TEXT NOT NULL,"
                + " PRIMARY KEY (kind, number)) WITHOUT ROWID",
        "CREATE TABLE job (number INTEGER NOT NULL, idx INTEGER NOT NULL, name TEXT NOT NULL, queue TEXT NOT NULL,"
                + " share TEXT NOT NULL, priority INTEGER NOT NULL, definition TEXT NOT NULL, spec INTEGER NOT NULL,"
                + " memory_mib INTEGER NOT NULL, run INTEGER NOT NULL, workflow TEXT, array_size INTEGER NOT NULL,"
                + " created_at INTEGER NOT NULL, ended INTEGER, stopped_at INTEGER, status TEXT, cause TEXT,"
                + " reason TEXT, PRIMARY KEY (number, idx)) WITHOUT ROWID",
        "CREATE TABLE attempt (number INTEGER NOT NULL, idx INTEGER NOT NULL, attempt INTEGER NOT NULL,"
                + " environment TEXT NOT NULL, host TEXT NOT NULL, memory_mib INTEGER NOT NULL,"
                + " placed_at INTEGER NOT NULL, started_at INTEGER NOT NULL, stopped_at INTEGER, verdict TEXT,"
                + " exit_code INTEGER, reason TEXT, status_reason TEXT,"
                + " PRIMARY KEY (number, idx, attempt)) WITHOUT ROWID",
        "CREATE INDEX by_end ON job (ended) WHERE ended IS NOT NULL AND idx < 0",
        "CREATE INDEX by_array ON job (number, ended) WHERE ended IS NOT NULL AND idx >= 0",
        "CREATE INDEX by_time ON job (stopped_at, ended) WHERE ended IS NOT NULL",
        "CREATE INDEX by_queue ON job (queue, ended) WHERE ended IS NOT NULL AND idx < 0",
        "CREATE INDEX by_name ON job (name, ended) WHERE ended IS NOT NULL AND idx < 0",
        "CREATE INDEX by_share ON job (share, ended) WHERE ended IS NOT NULL AND idx < 0",
        "CREATE INDEX by_status ON job (status, ended) WHERE ended IS NOT NULL AND idx < 0",
        "PRAGMA application_id=" + APPLICATION,
        "PRAGMA user_version=" + LAYOUT
    };

    private HistoryFile() {}

    static Path in(Path journal) {
        return journal.resolve(NAME);
    }

    /** Connects to write; the database is made if it is not there. */
    static Connection forWriting(Path file) throws SQLException {
        try {
            if (!Files.exists(file)) {
                Files.createFile(file, OwnerOnly.FILE);
            }
        } catch (IOException e) {
            throw new SQLException(e.toString(), e);
        }
        Connection connection = Sqlite.connect(file);
        try (Statement statement = connection.createStatement()) {
            boolean empty = layout(file, connection) == 0;
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute("PRAGMA synchronous=NORMAL");
            statement.execute("PRAGMA wal_autocheckpoint=0");
            statement.execute("PRAGMA cache_size=-" + CACHE_KIBIBYTES);
            connection.setAutoCommit(false);
            if (empty) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
                connection.commit();
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** The version of the layout, 0 of an empty database. */
    static int layout(Path file, Connection connection) throws SQLException {
        int layout = (int) Sqlite.queryLong(connection, "PRAGMA user_version");
        if (layout > LAYOUT) {
            throw new SQLException(file + " has layout " + layout + ", and this release knows layouts up to " + LAYOUT
                    + "; read it with the release that wrote it");
        }
        return layout;
    }
}
