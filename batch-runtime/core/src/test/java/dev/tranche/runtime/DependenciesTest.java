package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.dsl.Batch;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class DependenciesTest {
    private final FakeBackend backend = FakeBackend.manual();

    @Test
    void a_job_waits_for_another_and_fails_with_it() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle first = runtime.submit(job("first", ONE), QUEUE);
            JobHandle second = runtime.submit(job("second", ONE).after(first), QUEUE);
            JobHandle cleanup = runtime.submit(job("cleanup", ONE).afterAny(first), QUEUE);
            assertThat(second.describe().status()).isEqualTo(JobStatus.PENDING);
            assertThat(second.describe().dependsOn()).containsExactly(first.id());

            backend.run(backend.attemptOf(first, 1), 1);
            JobDetail end = second.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.statusReason())
                    .hasValueSatisfying(
                            reason -> assertThat(reason).contains(first.id().toString()));
            backend.run(backend.attemptOf(cleanup, 1), 0);
            assertThat(cleanup.await(SOON).succeeded()).isTrue();
            assertThat(backend.launched(second)).isFalse();
        }
    }

    @Test
    void a_handle_of_another_runtime_is_refused_naming_both() {
        try (BatchRuntime runtime = Fixtures.open(backend);
                BatchRuntime other = Fixtures.open(FakeBackend.manual())) {
            JobHandle foreign = other.submit(job("foreign", ONE), QUEUE);
            assertThatThrownBy(() -> runtime.submit(job("j", ONE).after(foreign), QUEUE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(Long.toHexString(foreign.id().runtime()))
                    .hasMessageContaining(runtime.toString().substring("runtime ".length()));
            assertThat(runtime.job(foreign.id())).isEmpty();
        }
    }

    @Test
    void a_workflow_runs_in_order_and_tells_its_backend_its_end() {
        FakeBackend quick = FakeBackend.quick(4);
        try (BatchRuntime runtime = Fixtures.open(quick)) {
            var diamond = workflow("diamond");
            var split = diamond.add(job("split", ONE));
            var left = diamond.add(job("left", ONE).after(split));
            var right = diamond.add(job("right", ONE).array(3).after(split));
            var merge = diamond.add(job("merge", ONE).after(left, right));
            WorkflowRun run = runtime.submit(diamond.build(), QUEUE);
            WorkflowOutcome outcome = run.await(SOON).orThrow();

            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.jobs()).extracting(JobDetail::name).containsExactly("split", "left", "right", "merge");
            assertThat(outcome.jobs()).allMatch(job -> job.run().orElseThrow().equals(run.id()));
            assertThat(run.job(right).size()).isEqualTo(3);
            assertThat(run.job(merge).describe().succeeded()).isTrue();
            assertThat(run.completion().toCompletableFuture())
                    .succeedsWithin(SOON)
                    .isEqualTo(outcome);
            await().untilAsserted(() -> assertThat(quick.calls()).containsExactly("runEnded keep=false"));
        }
    }

    @Test
    void a_failed_workflow_names_first_what_failed_by_itself() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            var chain = workflow("chain");
            var a = chain.add(job("a", ONE));
            var b = chain.add(job("b", ONE).after(a));
            chain.add(job("c", ONE).after(b));
            WorkflowRun run = runtime.submit(chain.build(), QUEUE);
            backend.run(backend.attemptOf(run.job(a), 1), 9);
            WorkflowOutcome outcome = run.await(SOON);

            assertThat(outcome.succeeded()).isFalse();
            assertThat(outcome.failed()).extracting(JobDetail::name).containsExactly("a", "b", "c");
            assertThatThrownBy(outcome::orThrow)
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("job a");
            await().untilAsserted(() -> assertThat(backend.calls()).contains("runEnded keep=true"));
        }
    }

    @Test
    void a_job_of_a_workflow_may_have_a_queue_of_its_own() {
        JobQueue urgent = Batch.jobQueue("urgent")
                .computeEnvironmentOrder(ENVIRONMENT)
                .priority(9)
                .build();
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(QUEUE, urgent).backend(backend).open()) {
            var two = workflow("two");
            var first = two.add(job("first", ONE));
            var second = two.add(job("second", ONE).queue(urgent));
            WorkflowRun run = runtime.submit(two.build(), QUEUE);
            assertThat(run.job(first).describe().queue()).isEqualTo("q");
            assertThat(run.job(second).describe().queue()).isEqualTo("urgent");
            assertThat(backend.launchOf(run.job(second), 1).environment()).containsEntry("AWS_BATCH_JQ_NAME", "urgent");
        }
    }

    @Test
    void the_queue_of_the_higher_priority_is_served_first() {
        JobQueue urgent = Batch.jobQueue("urgent")
                .computeEnvironmentOrder(ENVIRONMENT)
                .priority(9)
                .build();
        var order = new CopyOnWriteArrayList<String>();
        backend.onLaunch((self, launch) -> order.add(launch.jobName()));
        try (BatchRuntime runtime =
                BatchRuntime.inMemory().queues(QUEUE, urgent).backend(backend).open()) {
            JobHandle blocker = runtime.submit(job("blocker", ONE).vcpus(4), QUEUE);
            var attempt = backend.attemptOf(blocker, 1);
            JobHandle low = runtime.submit(job("low", ONE).vcpus(4), QUEUE);
            JobHandle high = runtime.submit(job("high", ONE).vcpus(4), urgent);
            backend.run(attempt, 0);
            backend.run(backend.attemptOf(high, 1), 0);
            backend.run(backend.attemptOf(low, 1), 0);
            low.await(SOON);
            assertThat(order).containsExactly("blocker", "high", "low");
        }
    }

    @Test
    void a_workflow_with_an_impossible_job_is_refused_and_nothing_of_it_runs() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            var big = workflow("big");
            big.add(job("small", ONE));
            big.add(job("huge", ONE).vcpus(64));
            assertThatThrownBy(() -> runtime.submit(big.build(), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("huge")
                    .hasMessageContaining("64 vCPU");
            assertThat(runtime.drain(SOON)).isTrue();
            assertThat(backend.launchCount()).isZero();
        }
    }

    @Test
    void a_large_workflow_enters_in_chunks() {
        FakeBackend quick = FakeBackend.quick(64);
        try (BatchRuntime runtime = Fixtures.with(quick).submitCapacity(16).open()) {
            var wide = workflow("wide");
            var first = wide.add(job("first", ONE));
            for (int i = 0; i < 5_000; i++) {
                wide.add(job("j" + i, ONE).after(first));
            }
            WorkflowOutcome outcome = runtime.submit(wide.build(), QUEUE).await(Duration.ofMinutes(1));
            assertThat(outcome.succeeded()).isTrue();
            assertThat(outcome.jobs()).hasSize(5_001);
        }
    }

    @Test
    void terminating_a_run_ends_all_its_jobs() {
        backend.onStop((self, attempt) -> self.exited(attempt, 143));
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            var chain = workflow("chain");
            var a = chain.add(job("a", ONE));
            chain.add(job("b", ONE).after(a));
            WorkflowRun run = runtime.submit(chain.build(), QUEUE);
            backend.started(backend.attemptOf(run.job(a), 1));
            run.terminate("enough");
            assertThat(run.await(SOON).jobs()).allMatch(job -> job.status() == JobStatus.FAILED);
        }
    }

    @Test
    void a_workflow_of_which_a_job_waits_for_what_is_forgotten_is_refused_though_others_were_in() {
        try (BatchRuntime runtime = Fixtures.with(backend).terminalJobsKept(0).open()) {
            JobHandle gone = runtime.submit(job("gone", ONE), QUEUE);
            backend.run(backend.attemptOf(gone, 1), 0);
            gone.await(SOON);
            await().until(() -> runtime.job(gone.id()).isEmpty());
            var night = workflow("night");
            night.add(job("first", ONE));
            night.add(job("second", ONE).after(gone));

            assertThatThrownBy(() -> runtime.submit(night.build(), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("job second: it depends on job " + gone.id());
            assertThat(runtime.drain(SOON)).isTrue();
            assertThat(backend.launchCount()).isEqualTo(1);
        }
    }
}
