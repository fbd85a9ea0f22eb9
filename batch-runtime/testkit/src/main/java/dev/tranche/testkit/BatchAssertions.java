package dev.tranche.testkit;

import dev.tranche.runtime.ArrayJobHandle;
import dev.tranche.runtime.JobDetail;
import dev.tranche.runtime.JobHandle;
import dev.tranche.runtime.WorkflowOutcome;
import dev.tranche.runtime.WorkflowRun;
import dev.tranche.runtime.simulation.Schedule;

/** Where assertions about batches begin. May be imported statically beside AssertJ's own {@code assertThat}. */
public final class BatchAssertions {
    private BatchAssertions() {}

    /**
     * Assertions about a job as it is now.
     *
     * @param job the job
     * @return the assertions
     */
    public static JobAssert assertThat(JobHandle job) {
        return new JobAssert(job.describe(), job);
    }

    /**
     * Assertions about a job as it was.
     *
     * @param job the job
     * @return the assertions
     */
    public static JobAssert assertThat(JobDetail job) {
        return new JobAssert(job, null);
    }

    /**
     * Assertions about an array job as it is now.
     *
     * @param array the array
     * @return the assertions
     */
    public static ArrayJobAssert assertThat(ArrayJobHandle array) {
        return new ArrayJobAssert(array);
    }

    /**
     * Assertions about a workflow run as it is now.
     *
     * @param run the run
     * @return the assertions
     */
    public static WorkflowAssert assertThat(WorkflowRun run) {
        return WorkflowAssert.of(run);
    }

    /**
     * Assertions about how a workflow run ended.
     *
     * @param outcome how it ended
     * @return the assertions
     */
    public static WorkflowAssert assertThat(WorkflowOutcome outcome) {
        return WorkflowAssert.of(outcome);
    }

    /**
     * Assertions about what happened in a simulation.
     *
     * @param schedule what happened
     * @return the assertions
     */
    public static ScheduleAssert assertThat(Schedule schedule) {
        return new ScheduleAssert(schedule);
    }
}
