package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobRequest;
import dev.tranche.model.Secret;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OpeningTest {
    private static final String UNKNOWN_REASON =
            "no job is ever blocked for the reason MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS of cancelBlocked; use "
                    + "CAPACITY:INSUFFICIENT_INSTANCE_CAPACITY, MISCONFIGURATION:COMPUTE_ENVIRONMENT_MAX_RESOURCE, "
                    + "MISCONFIGURATION:JOB_RESOURCE_REQUIREMENT";

    @Test
    void a_missing_backend_is_named_with_what_to_add() {
        JobQueue queue = jobQueue("q")
                .computeEnvironmentOrder(computeEnvironment("engines").docker().build())
                .build();
        assertThatThrownBy(() -> BatchRuntime.inMemory().queues(queue).open())
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("dev.tranche:batch-runtime-docker");
        assertThatThrownBy(() -> BatchRuntime.inMemory().queues(QUEUE).open()).hasMessageContaining("kind fake");
    }

    @Test
    void reasons_for_which_nothing_is_ever_blocked_are_all_refused_by_name() {
        JobQueue queue = jobQueue("q")
                .computeEnvironmentOrder(ENVIRONMENT)
                .cancelBlocked("MISCONFIGURATION:SERVICE_ROLE_PERMISSIONS", Duration.ofMinutes(10))
                .build();
        JobQueue other = queue.toBuilder().name("r").build();
        assertThatThrownBy(() -> BatchRuntime.inMemory()
                        .queues(queue, other)
                        .backend(FakeBackend.manual())
                        .open())
                .isInstanceOfSatisfying(
                        OpenRefusedException.class,
                        e -> assertThat(e.problems())
                                .containsExactly("queue q: " + UNKNOWN_REASON, "queue r: " + UNKNOWN_REASON));
    }

    @Test
    void two_local_environments_that_take_all_are_refused() {
        JobQueue queue = jobQueue("q")
                .computeEnvironmentOrder(
                        computeEnvironment("a").local().build(),
                        computeEnvironment("b").local().build())
                .build();
        assertThatThrownBy(() -> BatchRuntime.inMemory().queues(queue).open())
                .hasMessageContaining("[a, b] would each take all vCPUs")
                .hasMessageContaining("[a, b] would each take all memory");
    }

    @Test
    void names_are_unique() {
        JobQueue other =
                jobQueue("q").computeEnvironmentOrder(ENVIRONMENT).priority(3).build();
        JobQueue clash = jobQueue("r")
                .computeEnvironmentOrder(computeEnvironment("e").custom("fake", Map.of("a", "b")))
                .build();
        assertThatThrownBy(() -> BatchRuntime.inMemory()
                        .queues(QUEUE, other, clash)
                        .backend(FakeBackend.manual())
                        .open())
                .hasMessageContaining("two queues have the name q")
                .hasMessageContaining("two environments have the name e");
    }

    @Test
    void nothing_is_left_running_without_a_journal() {
        assertThatThrownBy(() -> Fixtures.with(FakeBackend.manual())
                        .onClose(BatchRuntime.OnClose.LEAVE_RUNNING)
                        .open())
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("needs a journal");
    }

    @Test
    void what_was_opened_is_closed_when_another_backend_does_not_open() {
        FakeBackend first = FakeBackend.manual();
        BackendFactory broken = new BackendFactory() {
            @Override
            public String kind() {
                return "broken";
            }

            @Override
            public Backend open(dev.tranche.model.ComputeEnvironment environment, BackendContext context) {
                throw new IllegalStateException("no engine at /var/run");
            }
        };
        JobQueue queue = jobQueue("q")
                .computeEnvironmentOrder(ENVIRONMENT, computeEnvironment("x").custom("broken", Map.of()))
                .build();
        assertThatThrownBy(() -> BatchRuntime.inMemory()
                        .queues(queue)
                        .backend(first)
                        .backend(broken)
                        .open())
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("environment x cannot be opened: no engine at /var/run");
        assertThat(first.isClosed()).isTrue();
    }

    @Test
    void a_word_is_said_once() {
        RuntimeBuilder builder = Fixtures.with(FakeBackend.manual()).submitCapacity(3);
        assertThatThrownBy(() -> builder.submitCapacity(4)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> builder.terminalJobsKept(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.listenerPatience(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void words_of_requests_that_are_not_honoured_are_refused_by_name() {
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            refused(runtime, job("j", ONE).override(d -> d.hardCpuLimit()), "hardCpuLimit");
            refused(
                    runtime,
                    job("j", ONE).override(d -> d.secret("P", Secret.ssmParameter("/p"))),
                    "needs a secretResolver");
            var container = Container.named("c")
                    .image("i:1")
                    .vcpus(1)
                    .memory(mib(64))
                    .container(c -> c.secret("Q", Secret.ssmParameter("/q")))
                    .build();
            refused(
                    runtime,
                    job("j", JobDefinition.named("d").containers(container).build()),
                    "secret Q is in");
            var tokens = workflow("w");
            tokens.add(job("j", ONE).clientToken("t"));
            assertThatThrownBy(() -> runtime.submit(tokens.build(), QUEUE)).hasMessageContaining("clientToken");
            assertThat(backend.launchCount()).isZero();
        }
    }

    private static void refused(BatchRuntime runtime, JobRequest request, String word) {
        assertThatThrownBy(() -> runtime.submit(request, QUEUE))
                .isInstanceOf(JobRefusedException.class)
                .hasMessageContaining("job j")
                .hasMessageContaining(word);
        assertThatThrownBy(() -> runtime.submitAsync(request, QUEUE)).isInstanceOf(JobRefusedException.class);
    }

    @Test
    void a_job_that_no_environment_can_run_is_refused_with_each_reason() {
        FakeBackend backend = FakeBackend.manual().refusing(definition -> Optional.of("it runs no scripts"));
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            assertThatThrownBy(() -> runtime.submit(job("j", ONE), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("queue q")
                    .hasMessageContaining("e: it runs no scripts");
        }
    }

    @Test
    void a_job_larger_than_every_host_is_refused() {
        try (BatchRuntime runtime = Fixtures.open(FakeBackend.manual())) {
            assertThatThrownBy(() -> runtime.submit(job("j", ONE).vcpus(5), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("5 vCPU");
            JobHandle late = runtime.submitAsync(job("j", ONE).vcpus(5), QUEUE);
            assertThat(late.accepted().toCompletableFuture())
                    .failsWithin(SOON)
                    .withThrowableThat()
                    .withCauseInstanceOf(JobRefusedException.class);
            assertThatThrownBy(() -> late.await(SOON)).isInstanceOf(JobRefusedException.class);
            assertThatThrownBy(() -> runtime.submitAll(
                            List.of(job("a", ONE), job("b", ONE).vcpus(9)), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining("job b");
        }
    }

    @Test
    void a_queue_of_another_runtime_is_refused() {
        JobQueue other = jobQueue("other").computeEnvironmentOrder(ENVIRONMENT).build();
        JobQueue twin =
                jobQueue("q").computeEnvironmentOrder(ENVIRONMENT).priority(5).build();
        try (BatchRuntime runtime = Fixtures.open(FakeBackend.manual())) {
            assertThatThrownBy(() -> runtime.submit(job("j", ONE), other))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("other");
            assertThatThrownBy(() -> runtime.submit(job("j", ONE), twin))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another queue of the name q");
        }
    }

    @Test
    void the_same_token_is_the_same_job_and_other_content_is_refused() {
        FakeBackend backend = FakeBackend.manual();
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle first = runtime.submit(job("j", ONE).clientToken("t"), QUEUE);
            JobHandle second = runtime.submit(job("j", ONE).clientToken("t"), QUEUE);
            assertThat(second).isEqualTo(first);
            assertThatThrownBy(() ->
                            runtime.submit(job("j", ONE).environment("A", "b").clientToken("t"), QUEUE))
                    .isInstanceOf(JobRefusedException.class)
                    .hasMessageContaining(first.id().toString());
            assertThat(runtime.submitAll(List.of(job("j", ONE).clientToken("t"), job("k", ONE)), QUEUE))
                    .first()
                    .isEqualTo(first);
        }
    }
}
