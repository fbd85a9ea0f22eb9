package dev.tranche.runtime.report;

import static dev.tranche.model.JobStatus.FAILED;
import static dev.tranche.model.JobStatus.RUNNABLE;
import static dev.tranche.model.JobStatus.RUNNING;
import static dev.tranche.model.JobStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
    private final List<String> written = new ArrayList<>();
    private final FakePulse pulse = new FakePulse();
    private long now;

    @Test
    void a_terminal_shows_one_line_per_stage_and_draws_it_again_in_place() {
        ConsoleProgress progress = live();
        FakeJob array = FakeJob.array(1, "count", 8);
        FakeAttempt first = FakeAttempt.placed(1, 0);

        tell(progress, array);
        tell(progress, FakeJob.job(2, "merge"));
        tell(progress, array.child(0).is(RUNNING, first));
        tick(200);
        tell(progress, array.child(0).is(RUNNABLE, first.stopped(300, 75)));
        tell(progress, array.child(0).is(RUNNING, first.stopped(300, 75), FakeAttempt.placed(2, 400)));
        tick(500);

        assertThat(written).hasSize(2);
        assertThat(plain(written.get(0))).isEqualTo("""
                        ▸ count  ━━━─────────────────────  7 waiting · 1 running · 0.2 s
                        · merge  ────────────────────────  1 waiting
                        """);
        assertThat(plain(written.get(1))).isEqualTo("""
                        ▸ count  ━━━─────────────────────  7 waiting · 1 running · 1 retried · 0.5 s
                        · merge  ────────────────────────  1 waiting
                        """);
        assertThat(written.get(1)).contains("\u001b[2A");
    }

    @Test
    void stages_stand_in_the_order_in_which_they_were_submitted() {
        Stages stages = new Stages();

        Stage merge = stages.update(FakeJob.job(2, "merge"));
        Stage count = stages.update(FakeJob.array(1, "count", 8));

        assertThat(stages.all()).containsExactly(count, merge);
    }

    @Test
    void the_last_drawing_says_how_it_ended() {
        ConsoleProgress progress = live();

        end(
                progress,
                FakeJob.job(1, "good").is(SUCCEEDED, FakeAttempt.placed(1, 0).stopped(900, 0)));
        end(progress, FakeJob.job(2, "bad").is(FAILED, FakeAttempt.placed(1, 0).stopped(1000, 1)));
        progress.closed();

        assertThat(plain(String.join("", written))).isEqualTo("""
                        ✔ good  ━━━━━━━━━━━━━━━━━━━━━━━━  1 done · 0.9 s
                        ✘ bad   ━━━━━━━━━━━━━━━━━━━━━━━━  1 failed · 1.0 s
                        """);
    }

    @Test
    void nothing_is_drawn_between_two_ticks_however_many_jobs_change() {
        ConsoleProgress progress = live();

        for (int job = 1; job <= 10_000; job++) {
            tell(progress, FakeJob.job(job, "count"));
        }

        assertThat(written).isEmpty();
        assertThat(pulse.distance).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void nothing_is_drawn_when_nothing_has_changed() {
        ConsoleProgress progress = live();
        tell(progress, FakeJob.job(1, "count"));

        tick(100);
        tick(200);

        assertThat(written).hasSize(1);
    }

    @Test
    void many_stages_take_a_bounded_number_of_lines() {
        ConsoleProgress progress = live();

        for (int job = 1; job <= 40; job++) {
            FakeJob each = FakeJob.job(job, "stage-" + job);
            tell(progress, job <= 5 ? each.is(RUNNING, FakeAttempt.placed(1, 0)) : each);
        }
        for (int job = 1; job <= 4; job++) {
            end(
                    progress,
                    FakeJob.job(job, "stage-" + job)
                            .is(SUCCEEDED, FakeAttempt.placed(1, 0).stopped(50, 0)));
        }
        tick(100);

        List<String> lines = plain(written.get(0)).lines().toList();
        assertThat(lines).hasSize(LiveDisplay.MAX_LINES);
        assertThat(lines.get(0)).isEqualTo("4 stages are over");
        assertThat(lines.get(1)).startsWith("▸ stage-5 ");
        assertThat(lines.get(LiveDisplay.MAX_LINES - 1)).isEqualTo("24 stages more");
    }

    @Test
    void stages_without_number_are_counted_together() {
        Stages stages = new Stages();

        for (int job = 1; job <= 10_000; job++) {
            Stage unused = stages.update(FakeJob.job(job, "stage-" + job));
        }

        assertThat(stages.all()).hasSize(Stages.MAX_STAGES + 1);
        assertThat(stages.all()).last().satisfies(last -> {
            assertThat(last.name()).isEqualTo("(others)");
            assertThat(last.total()).isEqualTo(10_000 - Stages.MAX_STAGES);
        });
    }

    @Test
    void a_file_gets_a_line_when_something_happens() {
        ConsoleProgress progress = plain();
        FakeJob array = FakeJob.array(1, "count", 2);
        FakeAttempt first = FakeAttempt.placed(1, 0);

        tell(progress, array);
        tell(progress, array.child(0).is(RUNNING, first));
        tell(progress, array.child(0).is(RUNNABLE, first.stopped(100, 75)));
        tell(progress, array.child(0).is(RUNNABLE, first.stopped(100, 75)));
        end(progress, array.child(1).is(SUCCEEDED, FakeAttempt.placed(1, 0).stopped(200, 0)));
        end(
                progress,
                array.child(0)
                        .is(
                                SUCCEEDED,
                                first.stopped(100, 75),
                                FakeAttempt.placed(2, 150).stopped(400, 0)));
        end(progress, array.is(SUCCEEDED));
        progress.closed();

        assertThat(written)
                .containsExactly(
                        "count: started, 2 jobs\n",
                        "count:0: attempt 1 failed, exit code 75; tried again\n",
                        "count: 2 done, 1 retried, 0.4 s\n");
    }

    @Test
    void a_file_does_not_fill_with_a_stage_that_begins_and_ends_again_and_again() {
        ConsoleProgress progress = plain();

        for (int job = 1; job <= 1000; job++) {
            end(
                    progress,
                    FakeJob.job(job, "hello")
                            .is(SUCCEEDED, FakeAttempt.placed(1, job).stopped(job + 1, 0)));
        }
        progress.closed();

        assertThat(written)
                .containsExactly("hello: started, 1 job\n", "hello: 1 done, 1 ms\n", "hello: 1000 done, 1.0 s\n");
    }

    @Test
    void a_file_does_not_fill_with_failures() {
        ConsoleProgress progress = plain();

        for (int job = 1; job <= 1000; job++) {
            end(
                    progress,
                    FakeJob.job(job, "bad")
                            .is(FAILED, FakeAttempt.placed(1, job).stopped(job + 1, job % 256)));
        }

        assertThat(written).hasSizeLessThan(PlainDisplay.MAX_FAILURES + 5);
        assertThat(written).contains("bad: further failures are not printed\n");
    }

    @Test
    void nothing_is_written_after_the_close() {
        ConsoleProgress progress = live();
        tell(progress, FakeJob.job(1, "count"));
        progress.closed();
        int before = written.size();

        tell(progress, FakeJob.job(2, "count"));
        tick(1000);
        progress.closed();

        assertThat(written).hasSize(before);
        assertThat(pulse.isClosed).isTrue();
    }

    private ConsoleProgress live() {
        return new ConsoleProgress(
                new LiveDisplay(written::add, Glyphs.UNICODE), () -> Instant.ofEpochMilli(now), pulse);
    }

    private ConsoleProgress plain() {
        return new ConsoleProgress(new PlainDisplay(written::add), () -> Instant.ofEpochMilli(now), Pulse.NONE);
    }

    private static void tell(ConsoleProgress progress, FakeJob job) {
        progress.jobChanged(job, job);
    }

    private static void end(ConsoleProgress progress, FakeJob job) {
        progress.jobChanged(job, job);
        progress.jobEnded(job);
    }

    private void tick(long at) {
        now = at;
        if (pulse.call != null) {
            pulse.call.run();
        }
    }

    /** Without what moves the cursor or colours. */
    private static String plain(String text) {
        return text.replaceAll("\u001b\\[[0-9?]*[a-zA-Z]", "").replace("\r", "");
    }

    private static final class FakePulse implements Pulse {
        private @Nullable Runnable call;
        private @Nullable Duration distance;
        private boolean isClosed;

        @Override
        public dev.tranche.runtime.Subscription every(Duration time, Runnable toCall) {
            distance = time;
            call = toCall;
            return () -> isClosed = true;
        }
    }
}
