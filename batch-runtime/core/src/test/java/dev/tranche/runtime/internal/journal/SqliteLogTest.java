package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLogTest extends FrameLogContract {
    @TempDir
    private Path directory;

    @Override
    FrameLog open() {
        return SqliteLog.open(file(), JournalBounds.DEFAULT);
    }

    private Path file() {
        return directory.resolve("a name, 100 % odd? #1.db");
    }

    private void sql(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file().toUri());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void what_was_appended_is_there_when_it_is_opened_again() {
        append(log(), "a");
        append(log(), "b");
        append(reopened(), "c");
        assertThat(replayed(reopened())).containsExactly("a", "b", "c");
    }

    @Test
    void what_was_appended_is_there_after_the_process_was_killed() throws IOException {
        append(log(), "a");
        append(log(), "b");
        Path image = directory.resolve("image.db");
        Files.copy(file(), image);
        Files.copy(Path.of(file() + "-wal"), Path.of(image + "-wal"));
        try (FrameLog other = SqliteLog.open(image, JournalBounds.DEFAULT)) {
            assertThat(replayed(other)).containsExactly("a", "b");
        }
    }

    @Test
    void its_files_are_for_their_owner_only() throws IOException {
        append(log(), "a");
        for (Path each : Files.list(directory).toList()) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(each)))
                    .as(each.toString())
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void the_identity_of_the_runtime_is_that_of_the_first_opening_and_epochs_count() {
        SqliteLog first = (SqliteLog) log();
        assertThat(first.runtimeId(17)).isEqualTo(17);
        assertThat(first.newEpoch("me")).isEqualTo(1);
        SqliteLog second = (SqliteLog) reopened();
        assertThat(second.runtimeId(18)).isEqualTo(17);
        assertThat(second.newEpoch("me")).isEqualTo(2);
    }

    @Test
    void a_layout_of_a_newer_release_is_refused() throws SQLException {
        append(log(), "a");
        log().close();
        sql("PRAGMA user_version=2");
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("has layout 2")
                .hasMessageContaining("open it with the release that wrote it");
        sql("PRAGMA user_version=1");
        assertThat(replayed(reopened())).containsExactly("a");
    }

    @Test
    void a_frame_with_a_flipped_bit_is_named_and_nothing_is_read_as_another() throws SQLException {
        append(log(), "a");
        append(log(), "b");
        append(log(), "c");
        log().close();
        sql("UPDATE frame SET bytes = substr(bytes, 1, 20) || x'FF' || substr(bytes, 22) WHERE seq = 2");
        FrameLog damaged = reopened();
        assertThatThrownBy(() -> replayed(damaged))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("frame 2")
                .hasMessageContaining("damaged");
    }

    @Test
    void a_frame_that_is_missing_is_named() throws SQLException {
        append(log(), "a");
        append(log(), "b");
        append(log(), "c");
        log().close();
        sql("DELETE FROM frame WHERE seq = 2");
        FrameLog damaged = reopened();
        assertThatThrownBy(() -> replayed(damaged))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("lacks frame 2");
    }

    @Test
    void a_commit_that_failed_and_had_happened_counts_once() throws SQLException {
        append(log(), "a");
        byte[] second = frame("b");
        // the same frame under the next number: what an append finds whose answer got lost
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file().toUri());
                var insert = connection.prepareStatement("INSERT INTO frame (seq, bytes) VALUES (2, ?)")) {
            insert.setBytes(1, second);
            insert.executeUpdate();
        }
        log().append(second, second.length);
        append(log(), "c");
        assertThat(replayed(reopened())).containsExactly("a", "b", "c");
    }

    @Test
    void a_number_that_somebody_else_took_fails_the_append() throws SQLException {
        append(log(), "a");
        sql("INSERT INTO frame (seq, bytes) VALUES (2, x'00')");
        assertThatThrownBy(() -> append(log(), "b"))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("does not take a frame");
    }

    @Test
    void a_write_ahead_log_that_reaches_its_bound_is_moved_by_the_thread_that_commits() throws IOException {
        Path other = directory.resolve("other.db");
        JournalBounds bounds = new JournalBounds(Long.MAX_VALUE, 256 << 10, Long.MAX_VALUE);
        String some = "x".repeat(8 << 10);
        try (FrameLog log = SqliteLog.open(other, bounds)) {
            for (int i = 0; i < 512; i++) {
                append(log, some);
                assertThat(Files.size(Path.of(other + "-wal"))).isLessThan(2 * bounds.walBytes());
            }
            assertThat(replayed(log)).hasSize(512);
        }
    }

    @Test
    void much_is_moved_out_of_the_write_ahead_log_while_it_is_written() throws IOException {
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 24; i++) {
            append(log(), large);
        }
        log().close();
        assertThat(Files.size(file())).isGreaterThan(24L << 20);
        assertThat(Path.of(file() + "-wal")).doesNotExist();
        assertThat(replayed(reopened())).hasSize(24);
    }
}
