package dev.tranche.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.spi.AttemptState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal of every version of the format that there has been is opened and has in it what it had. */
class GoldenJournalTest {
    @TempDir
    private Path directory;

    private void copy(int version) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        Files.write(directory.resolve(GoldenJournal.DATABASE), bytes(version, GoldenJournal.DATABASE));
    }

    private static byte[] bytes(int version, String name) throws IOException {
        String path = "/golden/" + version + "/" + name;
        try (InputStream in = GoldenJournalTest.class.getResourceAsStream(path)) {
            return Objects.requireNonNull(in, path).readAllBytes();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void it_gives_the_digest_and_the_jobs_that_were_recorded(int version) throws IOException {
        copy(version);
        List<String> expected = new String(bytes(version, GoldenJournal.EXPECTED), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(GoldenJournal.lines(directory)).isEqualTo(expected).hasSizeGreaterThan(10);
    }

    /** One that was decided by another logic need not come out the same; then there is a golden journal of the new one. */
    @Test
    void what_the_present_logic_decided_comes_out_the_same_again() throws IOException {
        copy(2);
        try (JournalReplay replay = JournalReplay.open(directory).decideAgain()) {
            assertThat(replay.toEnd().decided()).isEqualTo(replay.frame()).isGreaterThan(20);
        }
    }

    @Test
    void a_journal_without_inputs_is_read_as_it_is() throws IOException {
        copy(1);
        try (JournalReplay replay = JournalReplay.open(directory).decideAgain()) {
            assertThat(replay.toEnd().decided()).isZero();
            assertThat(replay.frame()).isGreaterThan(20);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void it_goes_on_where_it_was(int version) throws IOException {
        copy(version);
        FakeBackend backend = FakeBackend.quick(8).inventory(attempt -> new AttemptState.Running(Instant.now()));
        backend.onStop((self, attempt) -> self.exited(attempt, 143));
        try (BatchRuntime runtime = GoldenJournal.builder(directory, backend)
                .onClose(BatchRuntime.OnClose.TERMINATE)
                .open()) {
            assertThat(runtime.submit(
                                    dev.tranche.dsl.Batch.job("good", Fixtures.ONE)
                                            .clientToken("token"),
                                    Fixtures.QUEUE)
                            .describe()
                            .succeeded())
                    .isTrue();
            runtime.terminateAll(job -> true, "the end of this test");
            assertThat(runtime.drain(Fixtures.SOON)).isTrue();
        }
    }
}
