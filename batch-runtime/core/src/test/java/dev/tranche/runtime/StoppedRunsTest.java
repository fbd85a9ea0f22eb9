package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Workflow runs and arrays that are stopped as a whole. */
class StoppedRunsTest {
    private final VirtualTime time = new VirtualTime();
    private final FakeBackend backend = FakeBackend.manual();

    private void exit(JobHandle job, int attempt, int code) {
        backend.run(backend.attemptOf(job, attempt), code);
        time.settle();
    }

    @Test
    void a_run_that_takes_too_long_is_stopped_and_says_so() {
        var nightly = workflow("nightly").timeout(Duration.ofHours(1));
        var load = nightly.add(job("load", ONE));
        var report = nightly.add(job("report", ONE).afterAny(load));
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            WorkflowRun run = runtime.submit(nightly.build(), QUEUE);
            backend.started(backend.attemptOf(run.job(load), 1));
            WorkflowOutcome outcome = run.await(Duration.ofHours(2));

            assertThat(time.elapsed()).isEqualTo(Duration.ofHours(1));
            assertThat(outcome.succeeded()).isFalse();
            assertThat(outcome.statusReason()).contains("Workflow run duration exceeded timeout");
            assertThat(run.job(load).describe().attempts().get(0).verdict()).contains(AttemptVerdict.TIMED_OUT);
            assertThat(run.job(report).describe().attempts()).isEmpty();
            assertThat(outcome).asString().contains("failed: 2 of 2 jobs failed, Workflow run duration exceeded");
            assertThat(backend.calls()).contains("stop 1 PT30S");
            assertThatThrownBy(outcome::orThrow)
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("job load");
        }
    }

    @Test
    void a_run_stops_after_so_many_failures_and_what_cleans_up_still_runs() {
        var nightly = workflow("nightly").stopAfterFailures(1);
        var bad = nightly.add(job("bad", ONE));
        var waits = nightly.add(job("waits", ONE).vcpus(4));
        var report = nightly.add(job("report", ONE).afterAny(bad));
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            WorkflowRun run = runtime.submit(nightly.build(), QUEUE);
            time.settle();
            exit(run.job(bad), 1, 1);
            assertThat(run.job(waits).describe().statusReason()).contains("Stopped after 1 failure");
            exit(run.job(report), 1, 0);
            WorkflowOutcome outcome = run.await(Duration.ZERO);

            assertThat(outcome.statusReason()).contains("Stopped after 1 failure");
            assertThat(outcome.failed()).extracting(JobDetail::name).containsExactly("bad", "waits");
            assertThat(run.job(report).describe().succeeded()).isTrue();
        }
    }

    @Test
    void a_terminated_run_ends_all_its_jobs_in_one_step_and_says_why() {
        var nightly = workflow("nightly");
        var load = nightly.add(job("load", ONE));
        nightly.add(job("check", ONE).after(load));
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            WorkflowRun run = runtime.submit(nightly.build(), QUEUE);
            time.settle();
            assertThatIllegalArgumentException().isThrownBy(() -> run.terminate(" "));
            run.terminate("the input was wrong");
            WorkflowOutcome outcome = run.await(Duration.ofSeconds(1));
            run.terminate("again");

            assertThat(outcome.statusReason()).contains("the input was wrong");
            assertThat(outcome.jobs()).allMatch(JobDetail::terminated);
            assertThat(backend.launchCount()).isEqualTo(1);
        }
    }

    @Test
    void a_run_that_ends_by_itself_has_no_reason() {
        var nightly = workflow("nightly").timeout(Duration.ofHours(1)).stopAfterFailures(1);
        nightly.add(job("load", ONE));
        try (BatchRuntime runtime = time.open(FakeBackend.quick(1), QUEUE)) {
            WorkflowOutcome outcome = runtime.submit(nightly.build(), QUEUE).await(Duration.ofMinutes(1));

            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.statusReason()).isEmpty();
        }
    }

    @Test
    void an_array_stops_after_so_many_failures() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            ArrayJobHandle array =
                    runtime.submit(job("many", ONE).vcpus(2).array(10).stopAfterFailures(2), QUEUE);
            time.settle();
            exit(array.child(0), 1, 1);
            exit(array.child(1), 1, 1);
            exit(array.child(2), 1, 0);
            JobDetail end = array.await(Duration.ZERO);

            assertThat(end.statusReason()).contains("Stopped after 2 failures");
            assertThat(end.array().orElseThrow().count(JobStatus.SUCCEEDED)).isEqualTo(1);
            assertThat(end.array().orElseThrow().count(JobStatus.FAILED)).isEqualTo(9);
            assertThat(array.child(9).describe().statusReason()).contains("Stopped after 2 failures");
            assertThat(backend.launchCount()).isEqualTo(3);
        }
    }
}
