package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalBounds;
import dev.tranche.runtime.internal.journal.RecordingMachine;
import dev.tranche.runtime.internal.machine.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An incident as a test: a host with room for one job, a job that fails and is tried again, and one that waited longer than
 * anybody understood.
 */
class JournalReplayTest {
    private static final JobDefinition TWICE = jobDefinition("twice")
            .script("true")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(2))
            .build();

    @TempDir
    private Path parent;

    private final FakeBackend backend = new FakeBackend().host("h1", 1);
    private JobId tried;
    private JobId waiting;
    private String whyThen;
    private JobDetail endOfTried;

    private Path journal() {
        return parent.resolve("journal");
    }

    private BatchRuntime open() {
        return BatchRuntime.journal(journal()).queues(QUEUE).backend(backend).open();
    }

    @BeforeEach
    void live_through_the_incident() {
        try (BatchRuntime runtime = open()) {
            JobHandle first = runtime.submit(job("tried", TWICE), QUEUE);
            tried = first.id();
            backend.started(backend.attemptOf(first, 1));
            await().until(() -> first.describe().status() == JobStatus.RUNNING);
            JobHandle second = runtime.submit(job("waiting", ONE), QUEUE);
            waiting = second.id();
            whyThen = second.explain().toString();
            backend.exited(backend.attemptOf(first, 1), 3);
            backend.run(backend.attemptOf(first, 2), 0);
            endOfTried = first.await(SOON);
            backend.run(backend.attemptOf(second, 1), 0);
            second.await(SOON);
        }
    }

    private static void stepUntil(JournalReplay replay, BooleanSupplier there) {
        while (!there.getAsBoolean()) {
            assertThat(replay.step()).isTrue();
        }
    }

    @Test
    void an_incident_is_stepped_through_and_explained_as_it_was() {
        try (JournalReplay replay = JournalReplay.open(journal())) {
            assertThat(replay.frame()).isZero();
            assertThat(replay.job(tried)).isEmpty();

            stepUntil(replay, () -> replay.job(waiting).isPresent());
            assertThat(replay.status(tried)).hasValue(JobStatus.RUNNING);
            assertThat(replay.explain(waiting))
                    .hasValueSatisfying(
                            why -> assertThat(why.toString()).isEqualTo(whyThen).startsWith("RUNNABLE: "));
            assertThat(replay.job(tried).orElseThrow().attempts()).hasSize(1);

            stepUntil(
                    replay, () -> !replay.job(waiting).orElseThrow().attempts().isEmpty());
            JobDetail detail = replay.job(tried).orElseThrow();
            assertThat(detail.toString()).isEqualTo(endOfTried.toString());
            assertThat(detail.attempts()).hasSize(2);
            assertThat(replay.time()).isAfterOrEqualTo(detail.stoppedAt().orElseThrow());

            replay.toEnd();
            assertThat(replay.step()).isFalse();
            assertThat(replay.jobs()).extracting(JobDetail::name).containsExactly("tried", "waiting");
            assertThat(replay.jobs()).allMatch(JobDetail::succeeded);
        }
    }

    @Test
    void two_replays_have_the_same_digest_at_each_frame_and_another_at_the_next() {
        List<String> digests = new ArrayList<>();
        try (JournalReplay replay = JournalReplay.open(journal())) {
            while (replay.step()) {
                digests.add(replay.digest());
            }
        }
        try (JournalReplay replay = JournalReplay.open(journal())) {
            for (int frame = 1; frame <= digests.size(); frame++) {
                assertThat(replay.toFrame(frame).digest()).isEqualTo(digests.get(frame - 1));
            }
        }
        assertThat(digests).doesNotHaveDuplicates();
    }

    @Test
    void what_was_decided_comes_out_the_same_again_from_what_was_said() {
        List<String> said = new ArrayList<>();
        try (JournalReplay replay = JournalReplay.open(journal()).decideAgain()) {
            while (replay.step()) {
                said.addAll(replay.inputs());
            }
            assertThat(replay.decided()).isEqualTo(replay.frame()).isGreaterThan(5);
        }
        assertThat(said)
                .anySatisfy(input -> assertThat(input).startsWith("addEnvironment("))
                .anySatisfy(input -> assertThat(input)
                        .startsWith("submit(")
                        .contains(tried.number() + "")
                        .contains("name=tried"))
                .anySatisfy(input -> assertThat(input).startsWith("ended(" + tried.number() + ", -1, 1, EXITED, 3, "));
    }

    @Test
    void it_is_decided_again_behind_a_restart_and_from_any_frame_on() {
        try (BatchRuntime runtime = open()) {
            JobHandle later = runtime.submit(job("later", ONE), QUEUE);
            backend.run(backend.attemptOf(later, 1), 0);
            later.await(SOON);
        }
        for (int from = 0; from < 10; from++) {
            try (JournalReplay replay =
                    JournalReplay.open(journal()).toFrame(from).decideAgain()) {
                assertThat(replay.toEnd().decided()).isEqualTo(replay.frame() - from);
            }
        }
    }

    @Test
    void a_frame_that_is_decided_otherwise_is_named() throws Exception {
        long last;
        try (JournalReplay replay = JournalReplay.open(journal())) {
            last = replay.toEnd().frame();
        }
        try (Journal journal = Journal.open(journal(), 1)) {
            FrameEncoder encoder = new FrameEncoder();
            Machine machine = new RecordingMachine(1, encoder, encoder, 10);
            encoder.begin(System.currentTimeMillis() * 1_000, journal.epoch());
            machine.begin(0);
            int unused = machine.addEnvironment("of another story");
            encoder.finish();
            journal.log().append(encoder.bytes(), encoder.length());
        }
        try (JournalReplay replay = JournalReplay.open(journal()).decideAgain()) {
            assertThatThrownBy(replay::toEnd)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("frame " + (last + 1) + ", decided again, is another: outcome 1 was decided"
                            + " otherwise: then environmentAdded(0, of another story, 0), now environmentAdded(1,");
            assertThat(replay.frame()).isEqualTo(last);
        }
    }

    @Test
    void a_listener_is_told_on_the_thread_that_steps() {
        List<String> told = new ArrayList<>();
        Thread here = Thread.currentThread();
        BatchListener listener = new BatchListener() {
            @Override
            public void jobEnded(JobDetail job) {
                assertThat(Thread.currentThread()).isSameAs(here);
                told.add(job.name());
            }

            @Override
            public void closed() {
                told.add("closed");
            }
        };
        try (JournalReplay replay = JournalReplay.open(journal()).listen(listener)) {
            replay.toEnd();
        }
        assertThat(told).containsExactly("tried", "waiting", "closed");
    }

    @Test
    void a_journal_that_is_open_is_followed_and_left_as_it_is() {
        try (BatchRuntime runtime = open();
                JournalReplay replay = JournalReplay.open(journal())) {
            replay.toEnd();
            JobHandle later = runtime.submit(job("later", ONE), QUEUE);
            assertThat(replay.job(later.id())).isEmpty();
            replay.toEnd();
            assertThat(replay.job(later.id())).isPresent();
            backend.run(backend.attemptOf(later, 1), 0);
            later.await(SOON);
            replay.toEnd();
            assertThat(replay.job(later.id()))
                    .hasValueSatisfying(end -> assertThat(end.succeeded()).isTrue());
        }
    }

    @Test
    void a_journal_that_begins_with_a_snapshot_is_taken_up_there() {
        try (Journal journal = Journal.open(journal(), 1, JournalBounds.DEFAULT.snapshots(1))) {
            FrameEncoder encoder = new FrameEncoder();
            encoder.begin(System.currentTimeMillis() * 1_000, journal.epoch());
            encoder.inputQuarantined("something", "that changes nothing");
            encoder.finish();
            await().until(() -> {
                journal.log().append(encoder.bytes(), encoder.length());
                try (JournalReplay replay = JournalReplay.open(journal())) {
                    return !replay.watched();
                }
            });
        }
        try (JournalReplay replay = JournalReplay.open(journal())) {
            assertThat(replay.frame()).isPositive();
            assertThat(replay.job(tried))
                    .hasValueSatisfying(job -> assertThat(job.toString()).isEqualTo(endOfTried.toString()));
            replay.toEnd();
            assertThat(replay.jobs()).extracting(JobDetail::name).containsExactly("tried", "waiting");
        }
        try (BatchRuntime runtime = open()) {
            assertThat(runtime.history().job(tried)).isPresent();
        }
    }

    @Test
    void a_frame_that_breaks_an_invariant_is_named() {
        long last;
        try (JournalReplay replay = JournalReplay.open(journal())) {
            last = replay.toEnd().frame();
        }
        try (Journal forged = Journal.open(journal(), 1)) {
            FrameEncoder encoder = new FrameEncoder();
            encoder.begin(System.currentTimeMillis() * 1_000, 9);
            encoder.environmentDisabled(0, "harmless");
            encoder.gateOpened(waiting.number(), -1, 99);
            encoder.finish();
            forged.log().append(encoder.bytes(), encoder.length());
        }
        try (JournalReplay replay = JournalReplay.open(journal())) {
            assertThatThrownBy(replay::toEnd)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("frame " + (last + 1) + " breaks an invariant: ");
        }
    }

    @Test
    void a_damaged_write_ahead_log_is_refused_and_not_read_as_a_shorter_one() throws IOException {
        Path copy = Files.createDirectory(parent.resolve("copy"));
        try (BatchRuntime runtime = open()) {
            for (int each = 0; each < 4; each++) {
                runtime.submit(job("later", ONE), QUEUE);
            }
            for (String name : List.of("journal.db", "journal.db-wal")) {
                Files.copy(journal().resolve(name), copy.resolve(name));
            }
        }
        try (JournalReplay replay = JournalReplay.open(copy)) {
            assertThat(replay.toEnd().jobs()).extracting(JobDetail::name).contains("later");
        }
        byte[] wal = Files.readAllBytes(copy.resolve("journal.db-wal"));
        wal[100] ^= 1;
        Files.write(copy.resolve("journal.db-wal"), wal);
        assertThatThrownBy(() -> JournalReplay.open(copy))
                .isInstanceOf(JournalUnreadableException.class)
                .hasMessageContaining("journal.db-wal is damaged: commits follow a place that cannot be read");
        assertThat(Files.readAllBytes(copy.resolve("journal.db-wal"))).isEqualTo(wal);
    }

    @Test
    void what_cannot_be_read_is_refused_naming_it() throws SQLException {
        assertThatThrownBy(() -> JournalReplay.open(parent.resolve("none")))
                .isInstanceOf(JournalUnreadableException.class)
                .hasMessageContaining("no such directory");
        try (JournalReplay replay = JournalReplay.open(journal())) {
            long last = replay.toFrame(3).toEnd().frame();
            assertThatThrownBy(() -> replay.toFrame(1)).hasMessage("frame 1 is behind: this is frame " + last);
            assertThatThrownBy(() -> replay.toFrame(last + 1))
                    .hasMessage("there is no frame " + (last + 1) + ": the journal ends at " + last);
        }
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + journal().resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE frame SET bytes = CAST(bytes || x'00' AS BLOB) WHERE seq = 2");
        }
        try (JournalReplay replay = JournalReplay.open(journal())) {
            assertThatThrownBy(replay::toEnd)
                    .isInstanceOf(JournalUnreadableException.class)
                    .hasMessageContaining("frame 2 of journal " + journal() + " is damaged");
            assertThat(replay.frame()).isEqualTo(1);
        }
    }
}
