package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.spi.AttemptEnd;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person does to jobs that wait: hold, release, resolve, change the priority, move to another queue. */
class OperationsTest {
    private final VirtualTime time = new VirtualTime();
    private final FakeBackend backend = FakeBackend.manual();
    private final JobQueue other =
            jobQueue("other").computeEnvironmentOrder(ENVIRONMENT).priority(9).build();

    private void exit(JobHandle job, int attempt, int code) {
        backend.run(backend.attemptOf(job, attempt), code);
        time.settle();
    }

    @Test
    void a_held_job_says_so_and_goes_on_when_it_is_released() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            JobHandle held = runtime.submit(job("held", ONE), QUEUE);
            held.hold("the input is not there yet");

            assertThat(held.describe().held()).isTrue();
            assertThat(held.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            assertThat(held.describe().statusReason()).contains("the input is not there yet");
            assertThat(held.explain()).hasToString("RUNNABLE: held: the input is not there yet");
            exit(running, 1, 0);
            assertThat(backend.launched(held)).isFalse();
            held.release();
            exit(held, 1, 0);

            JobDetail end = held.await(Duration.ZERO);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.held()).isFalse();
            assertThat(end.statusReason()).isEmpty();
        }
    }

    @Test
    void a_job_and_an_array_can_be_submitted_held() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle one = runtime.submit(job("one", ONE).held(), QUEUE);
            ArrayJobHandle many = runtime.submit(job("many", ONE).array(3).held(), QUEUE);
            time.settle();
            assertThat(one.describe().statusReason()).contains("submitted held");
            assertThat(many.describe().held()).isTrue();
            assertThat(backend.launchCount()).isZero();
            many.release();
            time.settle();

            assertThat(backend.launchCount()).isEqualTo(3);
            assertThat(one.describe().held()).isTrue();
        }
    }

    @Test
    void a_job_whose_outcome_is_unknown_runs_again_or_ends_as_somebody_says() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle again = unknown(runtime, "again");
            JobHandle well = unknown(runtime, "well");
            JobHandle badly = unknown(runtime, "badly");
            again.release();
            well.resolve(JobStatus.SUCCEEDED, "its output is complete");
            badly.resolve(JobStatus.FAILED, "its output is cut");
            time.settle();
            exit(again, 2, 0);

            assertThat(again.await(Duration.ZERO).attempts()).hasSize(2);
            JobDetail end = well.await(Duration.ZERO);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.statusReason()).contains("its output is complete");
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.UNKNOWN);
            assertThat(badly.await(Duration.ZERO).status()).isEqualTo(JobStatus.FAILED);
            assertThatThrownBy(() -> again.resolve(JobStatus.FAILED, "no"))
                    .isInstanceOf(OperationRefusedException.class);
        }
    }

    private JobHandle unknown(BatchRuntime runtime, String name) {
        JobHandle job = runtime.submit(job(name, ONE), QUEUE);
        time.settle();
        backend.ended(backend.attemptOf(job, 1), new AttemptEnd.Unknown("the supervisor died", time.now()));
        time.settle();
        assertThat(job.describe().held()).isTrue();
        assertThat(job.describe().statusReason()).contains("Outcome unknown: the supervisor died");
        return job;
    }

    @Test
    void a_job_that_is_moved_runs_in_the_other_queue_and_is_told_so() {
        try (BatchRuntime runtime = time.open(backend, QUEUE, other)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            JobHandle first = runtime.submit(job("first", ONE).vcpus(4), QUEUE);
            JobHandle moved = runtime.submit(job("moved", ONE).vcpus(4), QUEUE);
            moved.moveTo(other);
            assertThat(moved.describe().queue()).isEqualTo("other");
            exit(running, 1, 0);

            assertThat(backend.launchOf(moved, 1).environment()).containsEntry("AWS_BATCH_JQ_NAME", "other");
            assertThat(first.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            assertThat(first.describe().queue()).isEqualTo("q");
        }
    }

    @Test
    void an_array_is_moved_with_the_children_that_nobody_has_seen() {
        try (BatchRuntime runtime = time.open(backend, QUEUE, other)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            ArrayJobHandle array = runtime.submit(job("many", ONE).vcpus(4).array(3), QUEUE);
            array.moveTo(other);
            array.changePriority(7);

            assertThat(array.child(2).describe().queue()).isEqualTo("other");
            assertThat(array.child(2).describe().schedulingPriority()).hasValue(7);
            exit(running, 1, 0);
            assertThat(array.child(0).describe().queue()).isEqualTo("other");
            assertThat(array.child(0).describe().status()).isEqualTo(JobStatus.STARTING);
        }
    }

    @Test
    void what_is_not_possible_is_refused_with_the_job_and_the_reason_and_changes_nothing() {
        try (BatchRuntime runtime = time.open(backend, QUEUE, other)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            ArrayJobHandle array = runtime.submit(job("many", ONE).array(3), QUEUE);
            time.settle();

            refused(() -> running.hold("x"), "hold of job running (" + running.id() + "): it is STARTING");
            refused(running::release, "it is not held, it is STARTING");
            refused(() -> running.resolve(JobStatus.FAILED, "x"), "only a job that is held since nobody knows");
            refused(() -> running.moveTo(other), "only a job that waits can go to another queue");
            refused(() -> array.child(1).changePriority(3), "it is the child of an array");
            refused(() -> array.child(1).hold("x"), "hold the array");
            exit(running, 1, 0);
            refused(() -> running.changePriority(3), "it has ended");
            assertThat(running.await(Duration.ZERO).schedulingPriority()).isEmpty();
        }
    }

    private static void refused(Runnable operation, String why) {
        assertThatThrownBy(operation::run)
                .isInstanceOf(OperationRefusedException.class)
                .hasMessageContaining(why);
    }

    @Test
    void an_environment_that_cannot_run_a_job_is_named_when_it_is_to_move_there() {
        try (BatchRuntime runtime = time.open(backend, QUEUE, other)) {
            runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);
            backend.refusing(definition -> Optional.of("it runs no scripts today"));

            refused(() -> waiting.moveTo(other), "can run in no environment of queue other");
            refused(() -> waiting.moveTo(other), "e: it runs no scripts today");
            assertThat(waiting.describe().queue()).isEqualTo("q");
        }
    }

    @Test
    void wrong_values_are_refused_before_anything_is_asked() {
        JobQueue foreign =
                jobQueue("foreign").computeEnvironmentOrder(ENVIRONMENT).build();
        BatchRuntime runtime = time.open(backend, QUEUE);
        JobHandle job = runtime.submit(job("j", ONE).held(), QUEUE);

        assertThatIllegalArgumentException().isThrownBy(() -> job.hold(" ")).withMessageContaining("1 to 1024");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.resolve(JobStatus.RUNNING, "x"))
                .withMessage("a job ends SUCCEEDED or FAILED: RUNNING");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.changePriority(10_000))
                .withMessage("scheduling priority must be from 0 to 9999: 10000");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> job.moveTo(foreign))
                .withMessageContaining("foreign");
        runtime.close();
        assertThatThrownBy(job::release).isInstanceOf(RuntimeClosedException.class);
    }
}
