package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import dev.tranche.model.JobId;
import dev.tranche.model.JobRequest;
import dev.tranche.model.JobStatus;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Many jobs cancelled or terminated with one call, and what came of each. */
class MassStopTest {
    private static final int MORE_THAN_A_STEP = 4_100;

    private final VirtualTime time = new VirtualTime();
    private final FakeBackend backend = FakeBackend.manual();

    private static List<JobRequest> held(String name, int count) {
        return Collections.nCopies(count, job(name, ONE).held());
    }

    @Test
    void each_job_is_told_what_came_of_it() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            JobHandle ended = runtime.submit(job("ended", ONE), QUEUE);
            backend.run(backend.attemptOf(ended, 1), 0);
            time.settle();
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            JobHandle waiting = runtime.submit(job("waiting", ONE).vcpus(4), QUEUE);
            ArrayJobHandle array = runtime.submit(job("array", ONE).vcpus(4).array(3), QUEUE);
            JobId stranger = new JobId(7, 1, JobId.NO_INDEX);
            List<JobId> all = List.of(
                    ended.id(), running.id(), waiting.id(), array.child(1).id(), array.id(), stranger, waiting.id());

            assertThat(runtime.cancelAll(all, "maintenance"))
                    .containsExactly(
                            entry(ended.id(), StopResult.ENDED),
                            entry(running.id(), StopResult.RUNNING),
                            entry(waiting.id(), StopResult.STOPPED),
                            entry(array.child(1).id(), StopResult.STOPPED),
                            entry(array.id(), StopResult.STOPPED),
                            entry(stranger, StopResult.UNKNOWN));
            assertThat(waiting.describe().statusReason()).contains("maintenance");
            assertThat(runtime.terminateAll(List.of(running.id()), "now"))
                    .containsExactly(entry(running.id(), StopResult.STOPPING));
            assertThat(backend.calls()).contains("stop 1 PT30S");
        }
    }

    @Test
    void an_array_of_which_children_run_ends_later() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            ArrayJobHandle array = runtime.submit(job("array", ONE).array(10), QUEUE);
            time.settle();
            assertThat(runtime.cancelAll(List.of(array.id()), "enough"))
                    .containsExactly(entry(array.id(), StopResult.STOPPING));
            time.settle();
            assertThat(array.child(9).describe().status()).isEqualTo(JobStatus.FAILED);
            assertThat(array.child(0).describe().status()).isEqualTo(JobStatus.STARTING);
        }
    }

    @Test
    void jobs_can_be_chosen_by_what_they_are() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            List<JobHandle> kept = runtime.submitAll(held("kept", 10), QUEUE);
            List<JobHandle> dropped = runtime.submitAll(held("dropped", MORE_THAN_A_STEP), QUEUE);
            var results = runtime.cancelAll(job -> job.name().equals("dropped"), "maintenance");

            assertThat(results.keySet())
                    .containsExactlyInAnyOrderElementsOf(
                            dropped.stream().map(JobHandle::id).toList());
            assertThat(results.values()).containsOnly(StopResult.STOPPED);
            assertThat(kept).noneMatch(job -> job.describe().ended());
            assertThat(runtime.terminateAll(job -> false, "none")).isEmpty();
        }
    }

    @Test
    void a_reason_is_needed() {
        try (BatchRuntime runtime = time.open(backend, QUEUE)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> runtime.cancelAll(List.of(), ""))
                    .withMessage("a reason has from 1 to 1024 characters: 0");
        }
    }
}
