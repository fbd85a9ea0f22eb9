package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.journal.JournalBounds;
import dev.tranche.runtime.internal.loop.DaemonCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.BatchClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal after snapshots says what it said before. */
class ShorterJournalTest {
    @TempDir
    private Path directory;

    private boolean hasSnapshot() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.anyMatch(file -> file.getFileName().toString().matches("snapshot-\\d+"));
        }
    }

    private void ownerOnly() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void every_kind_of_job_is_shown_as_before_and_the_state_is_the_same() throws Exception {
        ownerOnly();
        try (InputStream golden = getClass().getResourceAsStream("/golden/1/" + GoldenJournal.DATABASE)) {
            Files.write(
                    directory.resolve(GoldenJournal.DATABASE),
                    Objects.requireNonNull(golden).readAllBytes());
        }
        List<String> before = GoldenJournal.lines(directory);
        for (int round = 0; round < 3; round++) {
            try (Journal journal = Journal.open(directory, 1, JournalBounds.DEFAULT.snapshots(1))) {
                FrameEncoder encoder = new FrameEncoder();
                encoder.begin(BatchClock.system().wallMicros(), journal.epoch());
                encoder.inputQuarantined("something", "that changes nothing");
                encoder.finish();
                journal.log().append(encoder.bytes(), encoder.length());
                await().until(this::hasSnapshot);
                journal.log().append(encoder.bytes(), encoder.length());
            }
            assertThat(GoldenJournal.lines(directory)).isEqualTo(before);
        }
    }

    private BatchRuntime open(FakeBackend backend) {
        RuntimeOptions options = new OptionsBuilder(List.of(QUEUE), directory)
                .backend(backend)
                .terminalJobsKept(20)
                .options();
        Journal journal = Journal.open(directory, 7, JournalBounds.DEFAULT.snapshots(16 << 10));
        return Opening.open(
                options,
                new Surroundings(journal.runtimeId(), BatchClock.system(), new DaemonCrew(), Watch.NONE),
                new Store(journal.log(), journal.runtimeId(), journal.epoch(), true, journal::close));
    }

    @Test
    void a_runtime_that_lives_long_keeps_its_journal_short_and_finds_what_it_still_knew() throws Exception {
        ownerOnly();
        FakeBackend backend = FakeBackend.quick(4);
        Map<JobId, String> known = new LinkedHashMap<>();
        List<JobId> all = new ArrayList<>();
        long digest;
        try (BatchRuntime runtime = open(backend)) {
            for (int round = 0; round < 60; round++) {
                JobHandle job = runtime.submit(job("j" + round, ONE).clientToken("t" + round), QUEUE);
                ArrayJobHandle array = runtime.submit(job("a" + round, ONE).array(5), QUEUE);
                all.add(job.id());
                all.add(array.id());
                job.await(SOON);
                array.await(SOON);
            }
            backend.onLaunch((self, launch) -> self.started(launch.attempt()));
            all.add(runtime.submit(job("running", ONE).clientToken("running"), QUEUE)
                    .id());
            assertThat(runtime.drain(java.time.Duration.ZERO)).isFalse();
            await().until(this::hasSnapshot);
            for (JobId id : all) {
                runtime.job(id)
                        .ifPresent(handle -> known.put(id, handle.describe().toString()));
            }
            digest = ((OpenRuntime) runtime).door().ask("digest", Machine::digest);
        }
        assertThat(known).hasSizeBetween(20, 30);
        assertThat(GoldenJournal.lines(directory)).contains("digest " + Long.toHexString(digest));

        FakeBackend after = FakeBackend.manual().inventory(attempt -> new AttemptState.Running(Instant.now()));
        try (BatchRuntime runtime = open(after)) {
            for (JobId id : all) {
                assertThat(runtime.job(id)
                                .map(handle -> handle.describe().toString())
                                .orElse("forgotten"))
                        .isEqualTo(known.getOrDefault(id, "forgotten"));
            }
            JobHandle running = runtime.submit(job("running", ONE).clientToken("running"), QUEUE);
            assertThat(running.id()).isEqualTo(all.get(all.size() - 1));
            after.exited(new dev.tranche.model.AttemptId(running.id(), 1), 0);
            assertThat(running.await(SOON).succeeded()).isTrue();
            assertThat(after.launchCount()).isZero();
        }
    }
}
