package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.multiNodeJobDefinition;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static dev.tranche.runtime.Fixtures.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Multi-node jobs through the door; what the scheduler decides is tested with the machine. */
class MultiNodeJobsTest {
    private static final JobDefinition RANK = dev.tranche.dsl.Batch.jobDefinition("rank")
            .script("true")
            .vcpus(1)
            .memory(mib(64))
            .build();
    private static final JobDefinition LEAD = dev.tranche.dsl.Batch.jobDefinition("lead")
            .script("lead")
            .vcpus(2)
            .memory(mib(64))
            .build();
    private static final MultiNodeJobDefinition MPI = multiNodeJobDefinition("mpi")
            .nodes(3, RANK)
            .nodes(1, 1, LEAD)
            .mainNode(1)
            .build();

    private final FakeBackend backend = FakeBackend.manual();

    @Test
    void the_main_node_is_launched_first_and_the_others_when_it_runs() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            Launch main = backend.launchOf(mpi.node(1), 1);
            assertThat(backend.launchCount()).isEqualTo(1);
            assertThat(mpi.describe().status()).isEqualTo(JobStatus.STARTING);
            assertThat(main.definition().name()).isEqualTo("lead");

            backend.started(main.attempt());
            Launch other = backend.launchOf(mpi.node(2), 1);
            backend.launchOf(mpi.node(0), 1);

            assertThat(other.definition().name()).isEqualTo("rank");
            assertThat(other.environment())
                    .containsEntry("AWS_BATCH_JOB_ID", mpi.id() + "#2")
                    .containsEntry("AWS_BATCH_JOB_NODE_INDEX", "2")
                    .containsEntry("AWS_BATCH_JOB_NUM_NODES", "3")
                    .containsEntry("AWS_BATCH_JOB_MAIN_NODE_INDEX", "1")
                    .doesNotContainKeys("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE");
            assertThat(other.node()).contains(new Launch.Node(2, 3, 1, main.attempt()));
            assertThat(other.node().orElseThrow().isMain()).isFalse();
            assertThat(main.node().orElseThrow().isMain()).isTrue();
            assertThat(mpi.describe().status()).isEqualTo(JobStatus.RUNNING);
        }
    }

    @Test
    void state_exit_code_and_log_of_the_job_are_those_of_its_main_node() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            AttemptId main = backend.attemptOf(mpi.node(1), 1);
            backend.writes(main, "from the main node\n");
            backend.started(main);
            AttemptId other = backend.attemptOf(mpi.node(0), 1);
            backend.writes(other, "from another\n");
            backend.exited(other, 0);
            backend.attemptOf(mpi.node(2), 1);
            backend.exited(main, 3);
            JobDetail end = mpi.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.exitCode()).hasValue(3);
            assertThat(end.startedAt()).isPresent();
            assertThat(end.attempts()).hasSize(1);
            assertThat(mpi.log().text()).isEqualTo("from the main node\n");
            assertThat(mpi.node(0).log().text()).isEqualTo("from another\n");
            assertThat(mpi.node(0).describe().status()).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(mpi.node(1).describe().status()).isEqualTo(JobStatus.FAILED);
            assertThat(mpi.node(2).describe().statusReason()).contains("Main node ended");
            assertThatThrownBy(end::orThrow)
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("from the main node");
        }
    }

    @Test
    void nodes_whose_main_node_does_not_start_are_neither_launched_nor_stopped_nor_released() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            AttemptId main = backend.attemptOf(mpi.node(1), 1);
            backend.ended(main, new AttemptEnd.StartFailed("CannotPullContainerError: no such image", Instant.now()));

            assertThat(mpi.await(SOON).statusReason()).contains("Task failed to start");
            assertThat(mpi.node(0).await(SOON).status()).isEqualTo(JobStatus.FAILED);
            assertThat(runtime.drain(SOON)).isTrue();
        }
        assertThat(backend.calls()).containsExactly("launch mpi 1", "release 1");
    }

    @Test
    void what_is_asked_of_a_node_is_asked_of_the_job() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            AttemptId main = backend.attemptOf(mpi.node(1), 1);
            backend.started(main);
            backend.attemptOf(mpi.node(0), 1);
            mpi.node(2).terminate("enough");

            JobDetail end = mpi.await(SOON);
            assertThat(end.terminated()).isTrue();
            assertThat(end.statusReason()).contains("enough");
            assertThat(mpi.node(2).describe().terminated()).isTrue();
        }
    }

    @Test
    void a_retry_runs_all_nodes_again() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI).retry(r -> r.attempts(2)), QUEUE);
            AttemptId main = backend.attemptOf(mpi.node(1), 1);
            backend.started(main);
            backend.attemptOf(mpi.node(0), 1);
            backend.attemptOf(mpi.node(2), 1);
            backend.exited(main, 1);
            AttemptId again = backend.attemptOf(mpi.node(1), 2);
            assertThat(mpi.node(0).describe().attempts()).hasSize(2);
            backend.started(again);
            backend.attemptOf(mpi.node(0), 2);
            backend.exited(again, 0);

            assertThat(mpi.await(SOON).attempts()).hasSize(2);
            assertThat(mpi.describe().succeeded()).isTrue();
        }
    }

    @Test
    void a_job_of_a_workflow_waits_for_all_nodes() {
        try (BatchRuntime runtime = open(backend)) {
            var nightly = workflow("nightly");
            var solved = nightly.add(job("solve", MPI));
            var drawn = nightly.add(job("draw", ONE).after(solved));
            WorkflowRun run = runtime.submit(nightly.build(), QUEUE);
            MultiNodeJobHandle solve = (MultiNodeJobHandle) run.job(solved);
            AttemptId main = backend.attemptOf(solve.node(1), 1);
            backend.started(main);
            backend.attemptOf(solve.node(0), 1);
            backend.exited(main, 0);
            backend.exited(backend.attemptOf(run.job(drawn), 1), 0);

            assertThat(run.await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void a_node_is_found_by_its_identity_and_one_that_is_not_there_is_refused() {
        try (BatchRuntime runtime = open(backend)) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            assertThat(mpi.nodes()).isEqualTo(3);
            assertThat(mpi.mainNode()).isEqualTo(1);
            assertThat(runtime.job(mpi.id().child(2))).contains(mpi.node(2));
            assertThat(runtime.job(mpi.id().child(3))).isEmpty();
            assertThatThrownBy(() -> mpi.node(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("multi-node job mpi has the nodes 0 to 2: 3");
        }
    }

    @Test
    void nodes_of_a_job_that_is_cancelled_before_it_is_placed_have_ended_too() {
        try (BatchRuntime runtime = open(backend)) {
            JobHandle fills = runtime.submit(job("fills", ONE).vcpus(4), QUEUE);
            backend.attemptOf(fills, 1);
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            assertThat(mpi.node(0).describe().status()).isEqualTo(JobStatus.RUNNABLE);
            assertThat(mpi.node(0).explain().toString()).contains("no room in e for all 3 nodes");
            mpi.cancel("not wanted");

            assertThat(mpi.node(0).await(SOON).cancelled()).isTrue();
            assertThat(mpi.await(SOON).attempts()).isEmpty();
        }
    }

    @Test
    void a_backend_that_runs_no_multi_node_jobs_and_words_without_meaning_are_refused() {
        try (BatchRuntime runtime = open(backend.claiming(Capability.SCRIPT))) {
            assertThatThrownBy(() -> runtime.submit(job("mpi", MPI), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("e: its backend runs no multi-node jobs");
            backend.claiming(Capability.SCRIPT, Capability.MULTI_NODE);
            assertThatThrownBy(() -> runtime.submit(
                            job("mpi", MPI).retry(r -> r.attempts(2).moreMemoryAfterOutOfMemory(2, mib(512))), QUEUE))
                    .hasMessageContaining("give each the memory that it needs and leave the word out");
            assertThatThrownBy(() -> runtime.submit(job("mpi", MPI).nodes(9), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("can hold only 3 of them at once");
        }
        assertThat(backend.launchCount()).isZero();
    }

    @Test
    void the_logs_of_all_nodes_are_forgotten_with_their_job() {
        RuntimeBuilder builder = Fixtures.with(backend).terminalJobsKept(1);
        try (BatchRuntime runtime = builder.open()) {
            MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
            AttemptId main = backend.attemptOf(mpi.node(1), 1);
            backend.started(main);
            backend.attemptOf(mpi.node(0), 1);
            backend.attemptOf(mpi.node(2), 1);
            backend.exited(main, 0);
            mpi.await(SOON);
            for (String name : new String[] {"a", "b"}) {
                JobHandle next = runtime.submit(job(name, ONE), QUEUE);
                backend.run(backend.attemptOf(next, 1), 0);
                next.await(SOON);
            }
            assertThat(runtime.drain(SOON)).isTrue();

            assertThat(mpi.describe().succeeded()).isTrue();
            String id = mpi.id().toString();
            assertThat(backend.calls())
                    .contains("forget " + id + ":0 1", "forget " + id + ":1 1", "forget " + id + ":2 1");
        }
    }
}
