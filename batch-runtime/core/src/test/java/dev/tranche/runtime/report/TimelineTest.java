package dev.tranche.runtime.report;

import static dev.tranche.model.JobStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @TempDir
    private Path directory;

    @Test
    void the_picture_is_written_at_the_close_with_its_directory() throws IOException {
        Path file = directory.resolve("target/timeline.svg");
        Timeline timeline = Timeline.svg(file);

        timeline.jobEnded(
                FakeJob.job(1, "count").is(SUCCEEDED, FakeAttempt.placed(1, 100).stopped(300, 0)));
        assertThat(file).doesNotExist();
        timeline.closed();

        assertThat(Files.readString(file)).contains(">words<").contains("count, attempt 1 on laptop/here");
    }

    @Test
    void a_job_waits_from_the_end_of_the_job_before_it() throws IOException {
        Path file = directory.resolve("timeline.svg");
        Timeline timeline = Timeline.svg(file);
        FakeJob first = FakeJob.job(1, "first");
        FakeJob second = FakeJob.job(2, "second").after(first);

        timeline.jobEnded(first.is(SUCCEEDED, FakeAttempt.placed(1, 0).stopped(300, 0)));
        timeline.jobEnded(second.is(SUCCEEDED, FakeAttempt.placed(1, 310).stopped(400, 0)));
        timeline.write();

        assertThat(Files.readString(file)).contains("waited 10 ms");
    }

    @Test
    void a_retry_waits_from_the_end_of_the_attempt_before_it() throws IOException {
        Path file = directory.resolve("timeline.svg");
        Timeline timeline = Timeline.svg(file);

        timeline.jobEnded(FakeJob.job(1, "count")
                .is(
                        SUCCEEDED,
                        FakeAttempt.placed(1, 0).stopped(100, 75),
                        FakeAttempt.placed(2, 150).stopped(200, 0)));
        timeline.write();

        assertThat(Files.readString(file)).contains("attempt 2").contains("waited 50 ms");
    }

    @Test
    void a_file_that_cannot_be_written_is_an_error_of_the_caller_but_not_of_the_runtime() throws IOException {
        Path inTheWay = Files.createFile(directory.resolve("file"));
        Timeline timeline = Timeline.svg(inTheWay.resolve("timeline.svg"));

        timeline.closed();

        assertThatThrownBy(timeline::write).isInstanceOf(UncheckedIOException.class);
    }
}
