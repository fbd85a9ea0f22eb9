package dev.tranche.testkit;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.testkit.BatchAssertions.assertThat;
import static dev.tranche.testkit.Batches.COUNT;
import static dev.tranche.testkit.Batches.HERE;
import static dev.tranche.testkit.Batches.LAPTOP;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.ArrayJobHandle;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.WorkflowRun;
import dev.tranche.runtime.simulation.Schedule;
import dev.tranche.runtime.simulation.SimulatedRuntime;
import dev.tranche.runtime.simulation.Simulation;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

@BatchTest(seed = 1)
class BatchAssertionsTest {
    private static AbstractThrowableAssert<?, ? extends Throwable> refuted(ThrowingCallable assertion) {
        return assertThatThrownBy(assertion).isInstanceOf(AssertionError.class);
    }

    @Test
    void a_job_that_did_what_was_expected_passes(Simulation simulation) {
        SimulatedRuntime runtime = simulation.open(HERE);
        JobHandle job = runtime.submit(job("count", COUNT), HERE);
        runtime.untilIdle();
        assertThat(job)
                .succeeded()
                .hasStatus(JobStatus.SUCCEEDED)
                .hasAttempts(1)
                .hasAttempt(AttemptVerdict.SUCCEEDED)
                .ranIn(LAPTOP);
        refuted(() -> assertThat(job).failed()).hasMessageContaining("expected a job that failed, but job count (");
        refuted(() -> assertThat(job.describe()).hasAttempts(2)).hasMessageContaining("with 2 attempts");
    }

    @Test
    void a_failure_shows_attempts_and_the_end_of_the_log(Simulation simulation) {
        SimulatedRuntime runtime = simulation
                .exits(COUNT, 3)
                .writes(COUNT, attempt -> "100 % done\nthen not\n")
                .open(HERE);
        JobHandle job = runtime.submit(job("count", COUNT), HERE);
        runtime.untilIdle();
        assertThat(job).failedWithExitCode(3).failedWithReason("Essential container in task exited");
        refuted(() -> assertThat(job).succeeded())
                .hasMessageContaining("expected a job that succeeded, but job count (")
                .hasMessageContaining("is FAILED")
                .hasMessageContaining("attempt 1 on laptop/host-1")
                .hasMessageContaining("100 % done")
                .hasMessageContaining("then not");
        refuted(() -> assertThat(job).failedWithReason("Host EC2")).hasMessageContaining("contains 'Host EC2'");
        refuted(() -> assertThat(job).failedWithExitCode(4)).hasMessageContaining("with exit code 4");
    }

    @Test
    void a_job_that_waits_says_for_what(Simulation simulation) {
        SimulatedRuntime runtime = simulation.open(HERE);
        runtime.submit(job("large", COUNT).vcpus(4), HERE);
        JobHandle waiting = runtime.submit(job("waiting", COUNT), HERE);
        refuted(() -> assertThat(waiting).succeeded())
                .hasMessageContaining("no capacity in laptop")
                .hasMessageContaining("let time pass with untilIdle(), or await it");
    }

    @Test
    void children_of_an_array_are_looked_at(Simulation simulation) {
        SimulatedRuntime runtime = simulation
                .exits(COUNT, attempt -> attempt.arrayIndex().orElse(-1) == 2 ? 9 : 0)
                .open(HERE);
        ArrayJobHandle array = runtime.submit(job("count", COUNT).array(5), HERE);
        runtime.untilIdle();
        assertThat(array).failed().hasChildren(4, JobStatus.SUCCEEDED).hasChildren(1, JobStatus.FAILED);
        assertThat(array).child(2).failedWithExitCode(9);
        refuted(() -> assertThat(array).hasChildren(5, JobStatus.SUCCEEDED))
                .hasMessageContaining("5 children: 4 SUCCEEDED, 1 FAILED");
    }

    @Test
    void a_workflow_names_the_jobs_that_failed(Simulation simulation) {
        var words = workflow("words");
        var first = words.add(job("first", COUNT));
        words.add(job("second", COUNT).after(first));
        SimulatedRuntime runtime = simulation.exits(COUNT, 1).open(HERE);
        WorkflowRun run = runtime.submit(words.build(), HERE);
        refuted(() -> assertThat(run).failed()).hasMessageContaining("expected a run of workflow words that failed");
        runtime.untilIdle();
        assertThat(run).failed().hasFailedJobs("second", "first");
        assertThat(run.await(ofMinutes(1))).job("first").failedWithExitCode(1);
        refuted(() -> assertThat(run).succeeded())
                .hasMessageContaining("job first (")
                .hasMessageContaining("job second (");
        refuted(() -> assertThat(run).job("third")).hasMessageContaining("has a job third");
    }

    @Test
    void a_schedule_shows_its_summary(Simulation simulation) {
        SimulatedRuntime runtime = simulation.takes(ofMinutes(10)).open(HERE);
        runtime.submit(job("count", COUNT).array(8), HERE);
        Schedule schedule = runtime.untilIdle();
        assertThat(schedule)
                .everyJobSucceeded()
                .everyJobEnded()
                .makespanAtMost(ofMinutes(20))
                .peakVcpusAtMost(4)
                .utilisationAtLeast(1)
                .waitingAtMost(ofMinutes(10))
                .hasAttempts(8, AttemptVerdict.SUCCEEDED);
        refuted(() -> assertThat(schedule).makespanAtMost(ofMinutes(19)))
                .hasMessageContaining("with a makespan of at most PT19M (it is PT20M)")
                .hasMessageContaining("8 jobs in 20 min: 8 succeeded, 0 failed (seed 1)");
        refuted(() -> assertThat(schedule).peakVcpusAtMost(3)).hasMessageContaining("peak 4.0");
        refuted(() -> assertThat(schedule).utilisationAtLeast(1.5)).hasMessageContaining("at least 1.5");
        refuted(() -> assertThat(schedule).waitingAtMost(ofMinutes(9))).hasMessageContaining("longer than PT9M");
        refuted(() -> assertThat(schedule).hasAttempts(7, AttemptVerdict.FAILED))
                .hasMessageContaining("ended FAILED");
    }

    @Test
    void a_schedule_in_which_something_went_wrong_shows_it(Simulation simulation) {
        SimulatedRuntime runtime = simulation
                .exits(COUNT, 3)
                .fault(LAPTOP, f -> f.hostLostAt(ofMinutes(5)).notReplaced())
                .open(HERE);
        runtime.submit(job("failing", COUNT), HERE);
        runtime.advance(ofMinutes(6));
        runtime.submit(job("stranded", COUNT), HERE);
        Schedule schedule = runtime.untilIdle();
        refuted(() -> assertThat(schedule).everyJobSucceeded())
                .hasMessageContaining("never ends  stranded: ")
                .hasMessageContaining("job failing (");
        refuted(() -> assertThat(schedule).everyJobEnded()).hasMessageContaining("1 not ended");
    }
}
