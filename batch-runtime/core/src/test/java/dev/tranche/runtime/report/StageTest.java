package dev.tranche.runtime.report;

import static dev.tranche.model.JobStatus.FAILED;
import static dev.tranche.model.JobStatus.RUNNABLE;
import static dev.tranche.model.JobStatus.RUNNING;
import static dev.tranche.model.JobStatus.STARTING;
import static dev.tranche.model.JobStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StageTest {
    private final Stage stage = new Stage("count");

    @Test
    void a_job_counts_once_however_often_it_changes() {
        FakeJob job = FakeJob.job(1, "count");
        FakeAttempt attempt = FakeAttempt.placed(1, 100);

        stage.update(job);
        stage.update(job.is(RUNNABLE));
        assertCounts(1, 0, 0, 0, 0);

        stage.update(job.is(STARTING, attempt));
        stage.update(job.is(RUNNING, attempt));
        assertCounts(0, 1, 0, 0, 0);

        stage.update(job.is(SUCCEEDED, attempt.stopped(300, 0)));
        assertCounts(0, 0, 1, 0, 0);
        assertThat(stage.isOver()).isTrue();
    }

    @Test
    void a_job_of_which_only_the_end_was_told_counts_too() {
        stage.update(
                FakeJob.job(1, "count").is(FAILED, FakeAttempt.placed(1, 100).stopped(200, 1)));

        assertCounts(0, 0, 0, 1, 0);
    }

    @Test
    void a_second_attempt_is_a_retry() {
        FakeJob job = FakeJob.job(1, "count");
        FakeAttempt first = FakeAttempt.placed(1, 100);

        stage.update(job.is(RUNNING, first));
        stage.update(job.is(RUNNABLE, first.stopped(200, 75)));
        assertCounts(1, 0, 0, 0, 0);

        stage.update(job.is(RUNNING, first.stopped(200, 75), FakeAttempt.placed(2, 300)));
        assertCounts(0, 1, 0, 0, 1);
    }

    @Test
    void the_children_of_an_array_wait_before_they_are_heard_of() {
        FakeJob array = FakeJob.array(1, "count", 8);

        stage.update(array);
        assertCounts(8, 0, 0, 0, 0);

        stage.update(array.child(3).is(RUNNING, FakeAttempt.placed(1, 100)));
        stage.update(array);
        assertCounts(7, 1, 0, 0, 0);
    }

    @Test
    void children_may_be_heard_of_before_their_array() {
        FakeJob array = FakeJob.array(1, "count", 8);

        stage.update(array.child(0).is(RUNNING, FakeAttempt.placed(1, 100)));
        stage.update(array);

        assertCounts(7, 1, 0, 0, 0);
    }

    @Test
    void children_that_never_began_fail_with_their_array() {
        FakeJob array = FakeJob.array(1, "count", 8);

        stage.update(array);
        stage.update(array.child(0).is(SUCCEEDED, FakeAttempt.placed(1, 100).stopped(200, 0)));
        stage.update(array.is(FAILED));

        assertCounts(0, 0, 1, 7, 0);
    }

    @Test
    void children_that_were_taken_over_have_succeeded_also_if_their_array_fails() {
        FakeJob array = FakeJob.array(1, "count", 8).inherits(5);

        stage.update(array);
        assertCounts(3, 0, 5, 0, 0);
        stage.update(array.child(0).is(SUCCEEDED, FakeAttempt.placed(1, 100).stopped(200, 0)));
        stage.update(array.is(FAILED));

        assertCounts(0, 0, 6, 2, 0);
    }

    @Test
    void the_time_runs_from_the_first_placement_to_the_last_end() {
        FakeJob job = FakeJob.job(1, "count");

        assertThat(stage.elapsed(Instant.ofEpochMilli(50))).isZero();

        stage.update(job.is(RUNNING, FakeAttempt.placed(1, 100)));
        assertThat(stage.elapsed(Instant.ofEpochMilli(150))).isEqualTo(Duration.ofMillis(50));

        stage.update(job.is(SUCCEEDED, FakeAttempt.placed(1, 100).stopped(300, 0)));
        assertThat(stage.elapsed(Instant.ofEpochMilli(9000))).isEqualTo(Duration.ofMillis(200));
    }

    private void assertCounts(int waiting, int running, int succeeded, int failed, int retried) {
        assertThat(new int[] {stage.waiting(), stage.running(), stage.succeeded(), stage.failed(), stage.retried()})
                .as("waiting, running, succeeded, failed, retried")
                .containsExactly(waiting, running, succeeded, failed, retried);
    }
}
