package dev.tranche.runtime.internal.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalBounds;
import dev.tranche.runtime.internal.journal.JournalReader;
import dev.tranche.runtime.internal.journal.Sqlite;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.Verdict;
import dev.tranche.runtime.spi.BatchClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the frames of a journal get into its history: each once, whatever dies when, and none for ever. */
class HistoryProjectorTest {
    private static final long DAY = 24L * 3_600 * 1_000_000;
    private static final long START = 20_000 * DAY;
    private static final HistoryFilter ALL =
            new HistoryFilter(null, null, null, null, 0, Long.MAX_VALUE, 0, true, null, 1_000_000);

    @TempDir
    private Path parent;

    private final FrameEncoder encoder = new FrameEncoder();
    private final AtomicLong wall = new AtomicLong(START);
    private final BatchClock clock = new BatchClock() {
        @Override
        public long wallMicros() {
            return wall.get();
        }

        @Override
        public long nanos() {
            return wall.get() * 1_000;
        }
    };

    private Path directory() {
        return parent.resolve("journal");
    }

    private HistoryProjector projector() {
        return new HistoryProjector(directory(), 1, spec -> "definition", clock, Duration.ofDays(7), 1);
    }

    private HistoryReader reader() {
        return new HistoryReader(directory());
    }

    // ---- frames

    private void append(FrameLog log) {
        encoder.finish();
        log.append(encoder.bytes(), encoder.length());
    }

    private void appendSetUp(FrameLog log) {
        encoder.begin(START, 1);
        encoder.environmentAdded(0, "e", 0);
        encoder.queueAdded(new Queue(0, "q", 1, new int[] {0}, false, 0, 0, 0, List.of(), null));
        encoder.hostJoined(0, 0, "h", 4_000, 4_000, 0, 4_000);
        encoder.specInterned(0, spec());
        append(log);
    }

    private static JobSpec spec() {
        Retry once = new Retry(1, 0, List.of(), 0, 0, 0, 0, 0);
        return new JobSpec(1_000, 64, 0, 0, List.of(), 1, once, 0, 0, 0, JobSpec.OnUnknown.HOLD, new byte[] {'{', '}'});
    }

    private void begin(FrameLog log, long first, int jobs) {
        encoder.begin(START + first, 1);
        for (long job = first; job < first + jobs; job++) {
            encoder.jobAccepted(job, "j" + job, 0, 0, 0, false, 0, "", 0);
            encoder.gateOpened(job, -1, job);
            encoder.attemptPlaced(job, -1, 1, 0);
            encoder.attemptStarted(job, -1, 1, START + job);
        }
        append(log);
    }

    private void end(FrameLog log, long first, int jobs) {
        encoder.begin(START + first, 1);
        for (long job = first; job < first + jobs; job++) {
            encoder.attemptEnded(job, -1, 1, Verdict.SUCCEEDED, 0, null, "", START + job);
            encoder.jobEnded(job, -1, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null);
        }
        append(log);
    }

    private List<Long> numbers() throws SQLException {
        return reader().find(ALL).stream().map(row -> row.key().number()).toList();
    }

    private static List<Long> to(long last) {
        return LongStream.rangeClosed(1, last).boxed().toList();
    }

    private static void run(HistoryProjector projector) {
        projector.start(() -> {});
        projector.close();
        assertThat(projector.trouble()).isNull();
    }

    // ---- exactly once

    @Test
    void what_a_kill_kept_from_the_history_is_projected_at_the_next_opening_once() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 3);
            end(journal.log(), 1, 1);
            run(projector());
            assertThat(numbers()).isEqualTo(to(1));
            byte[] killed = Files.readAllBytes(HistoryFile.in(directory()));
            end(journal.log(), 2, 2);
            run(projector());
            assertThat(numbers()).isEqualTo(to(3));

            // the history as a kill of the process left it, open jobs and all, and again when it is complete
            Files.write(HistoryFile.in(directory()), killed);
            run(projector());
            run(projector());
        }
        List<JobRow> rows = reader().find(ALL);
        assertThat(numbers()).isEqualTo(to(3));
        assertThat(rows)
                .allMatch(row -> row.attempts().size() == 1
                        && row.attempts().get(0).host().equals("h"));
        assertThat(rows.stream().map(row -> Objects.requireNonNull(row.end()).order()))
                .isEqualTo(to(3));
    }

    @Test
    void a_failure_in_the_middle_of_a_batch_leaves_nothing_of_it_and_is_tried_again() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 3);
            run(projector());
            execute("CREATE TRIGGER full BEFORE INSERT ON job WHEN NEW.number = 3 AND NEW.ended IS NOT NULL"
                    + " BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
            end(journal.log(), 1, 3);
            try (HistoryProjector full = projector()) {
                full.start(() -> {});
                await().until(() -> full.trouble() != null);
                assertThat(full.trouble())
                        .contains("database or disk is full")
                        .contains(directory().toString());
                assertThat(full.admits()).isTrue();
                assertThat(numbers()).isEmpty();
                execute("DROP TRIGGER full");
                await().until(() -> full.trouble() == null);
                assertThat(numbers()).isEqualTo(to(3));
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = Sqlite.connect(HistoryFile.in(directory()));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void a_history_of_a_later_state_than_the_journal_is_refused_and_named() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 1);
            run(projector());
        }
        try (Journal older = Journal.open(parent.resolve("older"), 7)) {
            appendSetUp(older.log());
        }
        Files.copy(HistoryFile.in(directory()), HistoryFile.in(parent.resolve("older")));
        HistoryProjector projector =
                new HistoryProjector(parent.resolve("older"), 1, spec -> "", clock, Duration.ofDays(7), 1);
        projector.start(() -> {});
        projector.close();
        assertThat(projector.trouble()).contains("knows frame 2, and the journal ends at frame 1");
    }

    @Test
    void more_jobs_than_are_kept_in_memory_are_read_again_when_they_end() throws Exception {
        int jobs = Projection.ROOM + 1;
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            for (int first = 1; first <= jobs; first += 1_000) {
                begin(journal.log(), first, Math.min(1_000, jobs + 1 - first));
            }
            run(projector());
            end(journal.log(), 1, 2);
            end(journal.log(), jobs, 1);
            run(projector());
        }
        assertThat(numbers()).containsExactly(1L, 2L, (long) jobs);
        assertThat(reader().find(new JobKey(jobs, -1)).orElseThrow().attempts()).hasSize(1);
        assertThat(reader().find(new JobKey(3, -1))).isEmpty();
    }

    // ---- beside snapshots

    private Journal openWithSnapshots() {
        return Journal.open(directory(), 7, JournalBounds.DEFAULT.snapshots(1));
    }

    private long snapshot() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("snapshot-\\d+"))
                    .mapToLong(name -> Long.parseLong(name.substring("snapshot-".length())))
                    .max()
                    .orElse(0);
        }
    }

    /** Small talk until a snapshot holds a frame. */
    private void appendUntilHeld(FrameLog log, long frame) throws IOException {
        while (snapshot() < frame) {
            appendText(log, "small talk");
        }
    }

    private long firstFrame() {
        try (JournalReader reader = JournalReader.open(directory())) {
            return reader.firstSeq();
        }
    }

    @Test
    void frames_that_a_snapshot_holds_stay_until_the_history_has_them_for_good() throws Exception {
        try (Journal journal = openWithSnapshots();
                HistoryProjector late = projector()) {
            journal.follower(late);
            appendSetUp(journal.log());
            begin(journal.log(), 1, 4);
            end(journal.log(), 1, 4);
            appendUntilHeld(journal.log(), 3);
            appendText(journal.log(), "what a commit could drop");
            assertThat(firstFrame()).isEqualTo(1);

            run(projector());
            late.start(() -> {});
            await().until(() -> late.needsFrom() > 3);
            await().until(() -> {
                appendText(journal.log(), "what a commit can drop");
                return firstFrame() > 3;
            });
        }
        assertThat(numbers()).isEqualTo(to(4));
    }

    @Test
    void where_frames_are_gone_the_snapshot_tells_of_the_jobs_that_are_still_known() throws Exception {
        try (Journal journal = openWithSnapshots()) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 4);
            end(journal.log(), 1, 1);
            run(projector());
            encoder.begin(START + 2, 1);
            encoder.jobForgotten(1);
            append(journal.log());
            end(journal.log(), 2, 2);
            encoder.begin(START + 3, 1);
            encoder.jobForgotten(2);
            append(journal.log());
            appendUntilHeld(journal.log(), 6);
            await().until(() -> {
                appendText(journal.log(), "what a commit can drop");
                return firstFrame() > 6;
            });
        }
        try (Journal journal = Journal.open(directory(), 7)) { // which takes no snapshot meanwhile
            run(projector());
            end(journal.log(), 4, 1);
            run(projector());
        }
        // the second ended and was forgotten where nobody saw it
        assertThat(numbers()).containsExactly(1L, 3L, 4L);
        assertThat(reader().find(ALL))
                .allMatch(row ->
                        row.attempts().size() == 1 && row.attempts().get(0).end() != null);
        assertThat(count("SELECT count(*) FROM job WHERE ended IS NULL")).isZero();
    }

    @Test
    void jobs_that_have_only_begun_are_in_no_row_and_told_of_again_at_the_next_opening() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 3);
            end(journal.log(), 2, 1);
            run(projector());
            assertThat(count("SELECT count(*) FROM job")).isEqualTo(1);
            assertThat(count("SELECT count(*) FROM attempt")).isEqualTo(1);
            end(journal.log(), 1, 1);
            end(journal.log(), 3, 1);
            run(projector());
        }
        assertThat(numbers()).containsExactly(2L, 1L, 3L);
        assertThat(reader().find(ALL))
                .allMatch(row ->
                        row.attempts().size() == 1 && row.attempts().get(0).end() != null);
        assertThat(count("SELECT max(ended) FROM job")).isEqualTo(3);
        assertThat(count("SELECT seq - replay_from FROM projected")).isZero();
    }

    @Test
    void a_job_that_takes_long_is_written_so_that_the_story_to_tell_again_stays_short() throws Exception {
        String text = "x".repeat(1 << 20);
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 1);
            for (long bytes = 0; bytes <= Projection.LONG_BYTES; bytes += text.length()) {
                appendText(journal.log(), text);
            }
            run(projector());
            assertThat(count("SELECT count(*) FROM job WHERE ended IS NULL")).isEqualTo(1);
            assertThat(count("SELECT seq - replay_from FROM projected")).isZero();
            end(journal.log(), 1, 1);
            run(projector());
        }
        assertThat(numbers()).containsExactly(1L);
        assertThat(count("SELECT count(*) FROM attempt WHERE stopped_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void what_was_said_of_a_host_whose_number_is_another_ones_now_is_written_first() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, 1);
            encoder.begin(START + 2, 1);
            encoder.hostJoined(0, 0, "another", 1_000, 1_000, 0, 0);
            append(journal.log());
            run(projector());
            assertThat(count("SELECT count(*) FROM job WHERE ended IS NULL")).isEqualTo(1);
            end(journal.log(), 1, 1);
            run(projector());
        }
        assertThat(reader().find(ALL))
                .singleElement()
                .satisfies(row -> assertThat(row.attempts().get(0).host()).isNotEqualTo("another"));
    }

    // ---- bounds

    @Test
    void submits_wait_at_the_bound_of_the_lag_and_go_on_when_it_has_caught_up() {
        AtomicInteger caughtUp = new AtomicInteger();
        String text = "x".repeat(1 << 20);
        try (Journal journal = Journal.open(directory(), 7);
                HistoryProjector projector = projector()) {
            FrameLog log = journal.log();
            journal.follower(projector);
            for (long bytes = 0; bytes + text.length() < HistoryProjector.LAGS; bytes += text.length()) {
                assertThat(projector.admits()).isTrue();
                appendText(log, text);
            }
            appendText(log, text);
            assertThat(projector.admits()).isFalse();
            projector.start(caughtUp::incrementAndGet);
            await().until(projector::admits);
            await().until(() -> reader().seq() == HistoryProjector.LAGS / text.length());
            await().until(() -> caughtUp.get() == 1);
        }
    }

    @Test
    void frames_that_a_snapshot_took_away_are_not_owed_for_ever() {
        try (Journal journal = Journal.open(directory(), 7);
                HistoryProjector projector = projector()) {
            appendSetUp(journal.log());
            projector.committed((int) HistoryProjector.LAGS);
            assertThat(projector.admits()).isFalse();
            projector.start(() -> {});
            await().until(projector::admits);
        }
    }

    @Test
    void frames_stay_for_a_history_that_cannot_be_written_up_to_a_bound() {
        try (HistoryProjector projector = projector()) {
            projector.committed((int) (HistoryProjector.MOST_KEPT - 1));
            assertThat(projector.needsFrom()).isEqualTo(1);
            projector.committed(1);
            assertThat(projector.needsFrom()).isEqualTo(Long.MAX_VALUE);
        }
    }

    private void appendText(FrameLog log, String text) {
        encoder.begin(START, 1);
        encoder.inputQuarantined("input", text);
        append(log);
    }

    @Test
    void what_is_older_than_the_retention_goes_in_steps_and_nothing_else() throws Exception {
        int old = 2 * HistoryWriter.PURGED_AT_ONCE + 1;
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, old + 2);
            end(journal.log(), 1, old);
            encoder.begin(START + 6 * DAY, 1);
            encoder.jobEnded(old + 1, -1, JobStatus.FAILED, EndCause.CANCELLED, "why");
            append(journal.log());
            wall.set(START + 7 * DAY);
            run(projector());
            assertThat(numbers()).hasSize(old + 1);

            wall.set(START + 7 * DAY + old);
            try (HistoryProjector projector = projector()) {
                projector.start(() -> {});
                await().until(() -> numbers().size() == 1);
            }
            assertThat(numbers()).containsExactly(old + 1L);
            // what has not ended is no matter of age
            encoder.begin(START + 7 * DAY, 1);
            encoder.jobEnded(old + 2, -1, JobStatus.FAILED, EndCause.CANCELLED, "why");
            append(journal.log());
            run(projector());
            assertThat(numbers()).containsExactly(old + 1L, old + 2L);
            assertThat(count("SELECT count(*) FROM attempt")).isEqualTo(2);
        }
    }

    private long count(String sql) throws SQLException {
        try (Connection connection = Sqlite.readOnly(HistoryFile.in(directory()))) {
            return Sqlite.queryLong(connection, sql);
        }
    }

    @Test
    void one_step_of_a_purge_is_bounded() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            begin(journal.log(), 1, HistoryWriter.PURGED_AT_ONCE + 1);
            end(journal.log(), 1, HistoryWriter.PURGED_AT_ONCE + 1);
            run(projector());
        }
        try (HistoryWriter writer = new HistoryWriter(HistoryFile.in(directory()))) {
            assertThat(writer.purge(Long.MAX_VALUE)).isEqualTo(HistoryWriter.PURGED_AT_ONCE);
            assertThat(numbers()).containsExactly(HistoryWriter.PURGED_AT_ONCE + 1L);
            assertThat(writer.purge(Long.MAX_VALUE)).isEqualTo(1);
            assertThat(writer.purge(Long.MAX_VALUE)).isZero();
        }
    }

    // ---- reading meanwhile

    @Test
    void readers_see_whole_batches_while_it_is_projected() throws Exception {
        int jobs = 3_000;
        try (Journal journal = Journal.open(directory(), 7);
                HistoryProjector projector = projector()) {
            FrameLog log = journal.log();
            journal.follower(projector);
            projector.start(() -> {});
            appendSetUp(log);
            CompletableFuture<Integer> reads = CompletableFuture.supplyAsync(() -> readUntil(jobs));
            for (int first = 1; first <= jobs; first += 10) {
                begin(log, first, 10);
                end(log, first, 10);
            }
            assertThat(reads.get()).isPositive();
        }
    }

    /** Reads all of it again and again: without a gap, in order, each with its attempt, tens at a time. */
    private int readUntil(int jobs) {
        Set<Integer> sizes = new HashSet<>();
        try {
            for (int size = 0; size < jobs; sizes.add(size)) {
                List<JobRow> rows = reader().find(ALL);
                size = rows.size();
                assertThat(rows.stream().map(row -> row.key().number())).isEqualTo(to(size));
                assertThat(rows).allMatch(row -> row.attempts().get(0).end() != null);
                assertThat(size % 10).isZero();
            }
            return sizes.size();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void a_query_walks_an_index_and_nothing_else() throws Exception {
        try (Journal journal = Journal.open(directory(), 7)) {
            appendSetUp(journal.log());
            run(projector());
        }
        assertThat(plan("q", null, null, null, 0)).contains("by_queue").doesNotContain("TEMP B-TREE");
        assertThat(plan(null, "n", null, null, 0)).contains("by_name").doesNotContain("TEMP B-TREE");
        assertThat(plan(null, null, "s", null, 0)).contains("by_share").doesNotContain("TEMP B-TREE");
        assertThat(plan(null, null, null, JobStatus.FAILED, 0))
                .contains("by_status")
                .doesNotContain("TEMP B-TREE");
        assertThat(plan(null, null, null, null, 0)).contains("by_end").doesNotContain("TEMP B-TREE");
        assertThat(plan(null, null, null, null, 7)).contains("by_array").doesNotContain("TEMP B-TREE");
    }

    private String plan(
            @Nullable String queue,
            @Nullable String name,
            @Nullable String share,
            @Nullable JobStatus status,
            long array)
            throws SQLException {
        HistoryFilter filter =
                new HistoryFilter(queue, name, share, status, START, Long.MAX_VALUE, array, false, 9L, 10);
        List<Object> values = new ArrayList<>();
        StringBuilder plan = new StringBuilder();
        try (Connection connection = Sqlite.readOnly(HistoryFile.in(directory()));
                PreparedStatement explain = connection.prepareStatement(
                        "EXPLAIN QUERY PLAN " + HistoryReader.sql(connection, filter, values))) {
            for (int at = 0; at < values.size(); at++) {
                explain.setObject(at + 1, values.get(at));
            }
            try (ResultSet rows = explain.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString("detail")).append('\n');
                }
            }
        }
        return plan.toString();
    }
}
