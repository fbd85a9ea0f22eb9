package dev.tranche.runtime.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.runtime.internal.machine.Outcomes;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a log is made shorter, and what happens when that is cut off or spoilt; what is in a snapshot is tested with the door. */
class SnapshotTest {
    /** Small enough that every few frames make one. */
    private static final int BYTES = 512;

    @TempDir
    private Path directory;

    private SqliteLog open() {
        return SqliteLog.open(directory.resolve("journal.db"), JournalBounds.DEFAULT.snapshots(BYTES));
    }

    /** Those that are whole. */
    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith("snapshot-"))
                    .toList();
        }
    }

    private long rows() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + directory.resolve("journal.db"));
                Statement statement = connection.createStatement();
                ResultSet count = statement.executeQuery("SELECT count(*) FROM frame")) {
            return count.getLong(1);
        }
    }

    /** A log of a queue that has been disabled often, each time for another reason. */
    private void write(SqliteLog log, int from, int to) {
        write(log, from, to, "");
    }

    private void write(SqliteLog log, int from, int to, String more) {
        for (int at = from; at < to; at++) {
            FrameEncoder encoder = new FrameEncoder();
            encoder.begin(1_000 + at, 1);
            if (at == 0) {
                encoder.environmentAdded(0, "e", 0);
                encoder.queueAdded(dev.tranche.runtime.internal.state.Queue.plain(0, "q", 1, false, 0));
            }
            encoder.queueDisabled(0, "reason " + at + more);
            encoder.finish();
            log.append(encoder.bytes(), encoder.length());
        }
    }

    private static String last(SqliteLog log) {
        List<String> all = FrameLogContract.replayed(log);
        return all.get(all.size() - 1);
    }

    @Test
    void a_log_that_has_become_long_gets_a_snapshot_and_loses_what_that_holds() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 200);
            await().until(() -> !snapshots().isEmpty());
            int[] next = {200};
            await().until(() -> {
                write(log, next[0], ++next[0]);
                return rows() < 60;
            });
            write(log, next[0], 1_000);
            assertThat(last(log)).isEqualTo("reason 999");
        }
        assertThat(snapshots())
                .hasSize(1)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
        try (SqliteLog log = open()) {
            assertThat(last(log)).isEqualTo("reason 999");
            assertThat(FrameLogContract.replayed(log)).hasSizeLessThan(900);
            write(log, 1_000, 1_010);
            assertThat(last(log)).isEqualTo("reason 1009");
        }
    }

    @Test
    void long_frames_that_a_snapshot_holds_go_two_with_each_commit() throws Exception {
        String more = "x".repeat(200_000);
        JournalBounds bounds = JournalBounds.DEFAULT.snapshots(3_000_000);
        try (SqliteLog log = SqliteLog.open(directory.resolve("journal.db"), bounds)) {
            write(log, 0, 20, more);
            await().until(() -> !snapshots().isEmpty());
            write(log, 20, 21, more);
            long before = rows();
            write(log, 21, 25, more);
            assertThat(rows()).isEqualTo(before - 4);
        }
    }

    @Test
    void a_snapshot_that_was_removed_is_missed() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 200);
            await().until(() -> !snapshots().isEmpty());
            write(log, 200, 300);
        }
        for (Path each : snapshots()) {
            Files.delete(each);
        }
        try (SqliteLog log = open()) {
            assertThatThrownBy(() -> FrameLogContract.replayed(log))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("lacks frame 1");
        }
    }

    @Test
    void one_that_was_not_finished_counts_for_nothing() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 5);
        }
        Files.write(directory.resolve("snapshot.new"), new byte[77]);
        try (SqliteLog log = open()) {
            assertThat(FrameLogContract.replayed(log)).hasSize(5);
            write(log, 5, 100);
            await().until(() -> !snapshots().isEmpty());
            assertThat(last(log)).isEqualTo("reason 99");
        }
    }

    @Test
    void one_that_is_damaged_anywhere_is_named() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 100);
            await().until(() -> !snapshots().isEmpty());
        }
        Path snapshot = snapshots().get(0);
        byte[] good = Files.readAllBytes(snapshot);
        SplittableRandom random = new SplittableRandom(1);
        for (int at = 0; at < good.length; at += 1 + random.nextInt(3)) {
            byte[] flipped = good.clone();
            flipped[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(snapshot, flipped, at);
        }
        for (int length = 0; length < good.length; length += 7) {
            assertRefused(snapshot, Arrays.copyOf(good, length), length);
        }
        Files.write(snapshot, good);
        try (SqliteLog log = open()) {
            assertThat(last(log)).isEqualTo("reason 99");
        }
    }

    @Test
    void one_of_a_newer_release_is_refused_with_both_versions() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 100);
            await().until(() -> !snapshots().isEmpty());
        }
        Path snapshot = snapshots().get(0);
        byte[] newer = Files.readAllBytes(snapshot);
        newer[3]++; // the first number is the magic, and its highest byte the version
        Files.write(snapshot, newer);
        assertThatThrownBy(this::open)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is of version 2, and this release reads version 1")
                .hasMessageContaining("open it with the release that wrote it");
    }

    @Test
    void a_reader_whose_snapshot_a_newer_one_has_replaced_says_so() throws Exception {
        try (SqliteLog log = open()) {
            write(log, 0, 100);
            await().until(() -> !snapshots().isEmpty());
            try (JournalReader reader = JournalReader.open(directory)) {
                Path first = snapshots().get(0);
                int[] next = {100};
                await().until(() -> {
                    write(log, next[0], ++next[0]);
                    return Files.notExists(first);
                });
                assertThatThrownBy(() -> reader.state((frame, length) -> {}))
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("a newer one has taken the place of")
                        .hasMessageContaining("read the journal again");
                await().until(() -> {
                    write(log, next[0], ++next[0]);
                    return reader.firstSeq() > 1;
                });
                assertThatThrownBy(() -> reader.read(0, 1, (seq, frame) -> true))
                        .as("what is gone is not left out in silence")
                        .isInstanceOf(JournalException.class)
                        .hasMessageContaining("has no frame 1 any more")
                        .hasMessageContaining("read the journal again");
            }
            try (JournalReader again = JournalReader.open(directory)) {
                again.state((frame, length) -> {});
                assertThat(again.snapshotSeq()).isPositive();
            }
        }
    }

    private void assertRefused(Path snapshot, byte[] content, int at) throws IOException {
        Files.write(snapshot, content);
        assertThatThrownBy(() -> {
                    try (SqliteLog log = open()) {
                        FrameLogContract.replayed(log);
                        log.story((frame, length) -> FrameDecoder.decode(
                                frame, length, new dev.tranche.runtime.internal.machine.OutcomeListener() {}));
                    }
                })
                .as("byte %s", at)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(snapshot.toRealPath().toString());
    }

    @Test
    void every_outcome_is_told_of_known_jobs_or_is_of_the_state_alone() {
        Set<String> told = Stream.of(KnownJobs.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> untold = Stream.of(Outcomes.class.getMethods())
                .map(Method::getName)
                .filter(name -> !told.contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(untold)
                .containsExactly(
                        "arrayRestored",
                        "childParked",
                        "consumableAdded",
                        "consumableResized",
                        "edgeResolved",
                        "environmentDisabled",
                        "environmentEnabled",
                        "environmentScales",
                        "headBlocked",
                        "hostDraining",
                        "hostEndDecided",
                        "hostHeld",
                        "hostIdleRestored",
                        "hostLost",
                        "hostRequestAnswered",
                        "hostResized",
                        "hostTypeMeasured",
                        "hostTypeWithheld",
                        "hostsDue",
                        "hostsRequested",
                        "hostsReserved",
                        "inputQuarantined",
                        "jobForgotten",
                        "jobRestored",
                        "mainEndRestored",
                        "orderRestored",
                        "provisioningRestored",
                        "queueDisabled",
                        "queueEnabled",
                        "reservationEnded",
                        "setbacksRestored",
                        "shareRestored");
    }
}
