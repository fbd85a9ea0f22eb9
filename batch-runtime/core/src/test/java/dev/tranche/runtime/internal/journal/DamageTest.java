package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a log says whose files were cut off or changed: all that was committed, or that it is damaged; never less in silence. */
class DamageTest {
    private static final int FRAMES = 12;
    private static final long RUNTIME = 0x77L;
    private static final int PAGE = 4096 + 24;

    @TempDir
    private Path directory;

    private final List<String> all =
            IntStream.range(0, FRAMES).mapToObj(at -> "frame-" + at).toList();
    private int copies;

    /** The files of a log that was killed with everything in its write-ahead log, and the log's length before the last frame. */
    private byte[] written(byte[][] database) throws IOException {
        Path file = directory.resolve("first.db");
        try (SqliteLog log = SqliteLog.open(file, JournalBounds.DEFAULT)) {
            assertThat(log.runtimeId(RUNTIME)).isEqualTo(RUNTIME);
            assertThat(log.newEpoch("me")).isEqualTo(1);
            all.forEach(reason -> FrameLogContract.append(log, reason));
            database[0] = Files.readAllBytes(file);
            return Files.readAllBytes(Path.of(file + "-wal"));
        }
    }

    private List<String> read(byte[] database, byte[] wal) throws IOException {
        Path file = directory.resolve("copy-" + ++copies + ".db");
        Files.write(file, database);
        if (wal.length > 0) {
            Files.write(Path.of(file + "-wal"), wal);
        }
        try (SqliteLog log = SqliteLog.open(file, JournalBounds.DEFAULT)) {
            assertThat(log.runtimeId(RUNTIME)).isEqualTo(RUNTIME);
            return FrameLogContract.replayed(log);
        }
    }

    @Test
    void a_last_frame_that_was_cut_off_at_any_byte_was_not_committed_and_takes_nothing_with_it() throws IOException {
        byte[][] database = new byte[1][];
        byte[] wal = written(database);
        assertThat(read(database[0], wal)).isEqualTo(all);
        for (int cut = wal.length - PAGE; cut < wal.length; cut += cut % PAGE < 64 ? 1 : 61) {
            assertThat(read(database[0], Arrays.copyOf(wal, cut))).isEqualTo(all.subList(0, FRAMES - 1));
        }
    }

    @Test
    void a_commit_that_was_cut_off_is_no_damage_whatever_is_in_its_place() throws IOException {
        byte[][] database = new byte[1][];
        byte[] wal = written(database);
        byte[] garbage = wal.clone();
        new SplittableRandom(3).nextBytes(garbage);
        System.arraycopy(wal, 0, garbage, 0, wal.length - PAGE);
        assertThat(read(database[0], garbage)).isEqualTo(all.subList(0, FRAMES - 1));
    }

    @Test
    void a_bit_that_was_flipped_in_the_write_ahead_log_is_found() throws IOException {
        byte[][] database = new byte[1][];
        byte[] wal = written(database);
        int lastCommits = wal.length - 2 * PAGE;
        SplittableRandom random = new SplittableRandom(4);
        for (int at = 0; at < lastCommits; at += 1 + random.nextInt(199)) {
            byte[] flipped = wal.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(database[0], flipped))
                    .as("byte %s", at)
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is damaged");
        }
    }

    @Test
    void a_bit_that_was_flipped_in_the_database_is_found_or_does_not_matter() throws IOException {
        Path file = directory.resolve("closed.db");
        try (SqliteLog log = SqliteLog.open(file, JournalBounds.DEFAULT)) {
            assertThat(log.runtimeId(RUNTIME)).isEqualTo(RUNTIME);
            assertThat(log.newEpoch("me")).isEqualTo(1);
            all.forEach(reason -> FrameLogContract.append(log, reason));
        }
        byte[] good = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(5);
        List<String> messages = new ArrayList<>();
        for (int at = 0; at < good.length; at += 1 + random.nextInt(47)) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            try {
                assertThat(read(flipped, new byte[0])).as("byte %s", at).isEqualTo(all);
            } catch (JournalException e) {
                messages.add(e.getMessage());
            }
        }
        assertThat(messages)
                .isNotEmpty()
                .allSatisfy(message -> assertThat(message).contains(directory.toString()));
    }
}
