package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.runtime.report.JournalReport;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report as its users call it: a program of its own, beside a runtime or long after. */
class JournalReportTest {
    @TempDir
    private Path parent;

    private final FakeBackend backend = FakeBackend.manual().onLaunch((self, launch) -> {
        if (!launch.jobName().equals("endless")) {
            self.run(launch.attempt(), launch.jobName().equals("bad") ? 3 : 0);
        }
    });

    private Path journal() {
        return parent.resolve("journal");
    }

    private BatchRuntime open() {
        return BatchRuntime.journal(journal()).queues(QUEUE).backend(backend).open();
    }

    private record Said(int code, String text) {}

    private Said report(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalReport.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(parent.toFile())
                .redirectErrorStream(true)
                .start();
        try (var output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            return new Said(process.waitFor(), text);
        }
    }

    private void live(BatchRuntime runtime) {
        runtime.submit(job("count", ONE).array(3), QUEUE).await(SOON);
        runtime.submit(job("bad", ONE), QUEUE).await(SOON);
        runtime.submit(job("endless", ONE), QUEUE);
        runtime.submit(job("held", ONE).held(), QUEUE);
    }

    @Test
    void it_tells_what_happened_in_a_journal_that_is_open_and_draws_it() throws Exception {
        try (BatchRuntime runtime = open()) {
            live(runtime);
            Said said = report(journal().toString(), "pictures/incident.svg");

            assertThat(said.text())
                    .contains(journal() + System.lineSeparator() + "opened ")
                    .contains(" by process " + ProcessHandle.current().pid())
                    .contains("count: started, ")
                    .contains("count: 3 done")
                    .contains("bad: attempt 1 failed, exit code 3")
                    .contains("not ended: endless (")
                    .contains("not ended: held (")
                    .contains(" frames, 2")
                    .endsWith("timeline: pictures/incident.svg" + System.lineSeparator());
            assertThat(said.code()).isZero();
            assertThat(parent.resolve("pictures/incident.svg")).content().contains("<svg", "count", "bad");
            assertThat(runtime.submit(job("after", ONE), QUEUE).await(SOON).succeeded())
                    .isTrue();
        }
    }

    @Test
    void it_decides_again_what_was_decided_if_it_is_asked_to() throws Exception {
        try (BatchRuntime runtime = open()) {
            live(runtime);
        }

        Said said = report("--verify", journal().toString());

        assertThat(said.text()).containsPattern("(\\d+) frames decided again, with the same outcomes\\R\\1 frames, ");
        assertThat(said.code()).isZero();
    }

    @Test
    void of_a_damaged_journal_it_tells_what_comes_before_and_names_the_frame() throws Exception {
        try (BatchRuntime runtime = open()) {
            live(runtime);
        }
        damageLastFrame();
        byte[] before = Files.readAllBytes(journal().resolve("journal.db"));

        Said said = report(journal().toString());

        assertThat(said.code()).isEqualTo(1);
        assertThat(said.text())
                .contains("count: 3 done")
                .contains("timeline: timeline.svg")
                .containsPattern(
                        "frame \\d+ of journal \\S+ is damaged: .*; go back to a copy, nothing has been changed");
        assertThat(parent.resolve("timeline.svg")).exists();
        assertThat(Files.readAllBytes(journal().resolve("journal.db"))).isEqualTo(before);
    }

    private void damageLastFrame() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + journal().resolve("journal.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE frame SET bytes = CAST(substr(bytes, 1, length(bytes) - 1) AS BLOB)"
                    + " WHERE seq = (SELECT max(seq) FROM frame)");
        }
    }

    @Test
    void what_is_no_journal_and_no_call_is_said() throws Exception {
        assertThat(report("nothing")).isEqualTo(new Said(1, line("there is no journal nothing: no such directory")));
        Files.createDirectory(parent.resolve("empty"));
        assertThat(report("empty")).isEqualTo(new Said(1, line("there is no journal in empty: it has no journal.db")));
        assertThat(report()).isEqualTo(new Said(2, line("usage: JournalReport [--verify] DIRECTORY [PICTURE.svg]")));
        assertThat(parent.resolve("timeline.svg")).doesNotExist();
    }

    private static String line(String text) {
        return text + System.lineSeparator();
    }
}
