package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Secret;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class JobLifecycleTest {
    private final FakeBackend backend = FakeBackend.manual();

    @Test
    void a_job_goes_through_its_states_and_tells_its_times() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle hello = runtime.submit(job("hello", ONE), QUEUE);
            AttemptId first = backend.attemptOf(hello, 1);
            assertThat(hello.describe().status()).isEqualTo(JobStatus.STARTING);

            backend.started(first);
            await().until(() -> hello.describe().status() == JobStatus.RUNNING);
            backend.exited(first, 0);
            JobDetail end = hello.await(SOON);

            assertThat(end.succeeded()).isTrue();
            assertThat(end.orThrow()).isSameAs(end);
            assertThat(end.exitCode()).hasValue(0);
            assertThat(end.queue()).isEqualTo("q");
            assertThat(end.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.host()).isEqualTo(new HostId("e", "h1"));
                assertThat(attempt.verdict()).contains(AttemptVerdict.SUCCEEDED);
                assertThat(attempt.startedAt()).isPresent();
                assertThat(attempt.stoppedAt()).isPresent();
            });
            assertThat(end.createdAt()).isBeforeOrEqualTo(end.stoppedAt().orElseThrow());
            await().untilAsserted(() -> assertThat(backend.calls()).containsExactly("launch hello 1", "release 1"));
        }
    }

    @Test
    void the_program_is_told_what_aws_tells_it() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle hello = runtime.submit(job("hello", ONE).environment("MODE", "full"), QUEUE);
            Launch launch = backend.launchOf(hello, 1);
            assertThat(launch.environment())
                    .containsEntry("MODE", "full")
                    .containsEntry("AWS_BATCH_JOB_ID", hello.id().toString())
                    .containsEntry("AWS_BATCH_JOB_ATTEMPT", "1")
                    .containsEntry("AWS_BATCH_CE_NAME", "e")
                    .containsEntry("AWS_BATCH_JQ_NAME", "q")
                    .doesNotContainKey("AWS_BATCH_JOB_ARRAY_INDEX");
            assertThat(launch.run()).isEmpty();
        }
    }

    @Test
    void a_failure_is_an_outcome_and_an_exception_for_those_who_ask() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle bad = runtime.submit(job("bad", ONE), QUEUE);
            backend.writes(backend.attemptOf(bad, 1), "first\ncould not open the door\n");
            backend.run(backend.attemptOf(bad, 1), 3);
            JobDetail end = bad.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.exitCode()).hasValue(3);
            assertThatThrownBy(end::orThrow)
                    .isInstanceOf(JobFailedException.class)
                    .hasMessageContaining("job bad (" + bad.id() + ") failed")
                    .hasMessageContaining("exit code 3")
                    .hasMessageContaining("could not open the door");
            assertThat(bad.log().text()).contains("first");
        }
    }

    @Test
    void a_job_is_tried_again_as_its_rules_say() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle flaky =
                    runtime.submit(job("flaky", ONE).retry(r -> r.attempts(3).exitOnExitCode(2)), QUEUE);
            backend.run(backend.attemptOf(flaky, 1), 75);
            backend.run(backend.attemptOf(flaky, 2), 2);
            JobDetail end = flaky.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.attempts()).extracting(AttemptDetail::number).containsExactly(1, 2);
            assertThat(end.attempts())
                    .extracting(attempt -> attempt.exitCode().orElse(-1))
                    .containsExactly(75, 2);
            assertThat(backend.launchCount()).isEqualTo(2);
        }
    }

    @Test
    void reports_said_twice_late_or_of_nobody_change_nothing() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle flaky = runtime.submit(job("flaky", ONE).retry(r -> r.attempts(2)), QUEUE);
            AttemptId first = backend.attemptOf(flaky, 1);
            backend.run(first, 1);
            backend.run(first, 1);
            AttemptId second = backend.attemptOf(flaky, 2);
            backend.exited(first, 0);
            backend.started(first);
            backend.ended(new AttemptId(flaky.id(), 9), new AttemptEnd.Exited(0, Instant.now()));
            backend.run(second, 0);
            JobDetail end = flaky.await(SOON);
            backend.exited(second, 1);

            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts()).hasSize(2);
            assertThat(flaky.describe()).isEqualTo(end);
            assertThat(backend.launchCount()).isEqualTo(2);
        }
    }

    @Test
    void a_cancelled_job_never_starts_and_a_started_one_is_left_alone() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            AttemptId attempt = backend.attemptOf(running, 1);
            JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);

            waiting.cancel("not today");
            running.cancel("not today");
            JobDetail cancelled = waiting.await(SOON);

            assertThat(cancelled.status()).isEqualTo(JobStatus.FAILED);
            assertThat(cancelled.cancelled()).isTrue();
            assertThat(cancelled.terminated()).isFalse();
            assertThat(cancelled.statusReason()).contains("not today");
            backend.run(attempt, 0);
            assertThat(running.await(SOON).succeeded()).isTrue();
            assertThat(backend.launched(waiting)).isFalse();
            assertThat(backend.calls()).noneMatch(call -> call.startsWith("stop"));
        }
    }

    @Test
    void a_terminated_job_is_stopped_with_its_grace_and_ends_as_terminated() {
        backend.onStop((self, attempt) -> self.exited(attempt, 0));
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle job = runtime.submit(job("j", ONE).override(d -> d.stopGrace(Duration.ofSeconds(7))), QUEUE);
            backend.started(backend.attemptOf(job, 1));
            job.terminate("enough");
            JobDetail end = job.await(SOON);

            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.terminated()).isTrue();
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.TERMINATED);
            assertThat(backend.calls()).contains("stop 1 PT7S");
        }
    }

    @Test
    void a_reason_must_say_something() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            assertThatThrownBy(() -> job.cancel(" ")).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> job.terminate("x".repeat(1025))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_lost_host_is_told_apart_from_a_failure() {
        backend.host("h2", 4);
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle job = runtime.submit(
                    job("j", ONE)
                            .retry(r -> r.attempts(2)
                                    .retryOnStatusReason("Host EC2*")
                                    .exitOtherwise()),
                    QUEUE);
            String host = backend.launchOf(job, 1).host().name();
            backend.started(backend.attemptOf(job, 1));
            backend.loses(host, "Host EC2 (instance i-1) terminated.");
            Launch again = backend.launchOf(job, 2);
            backend.run(again.attempt(), 0);

            JobDetail end = job.await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(again.host().name()).isNotEqualTo(host);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.INTERRUPTED);
        }
    }

    @Test
    void a_backend_that_throws_at_launch_fails_the_start() {
        backend.onLaunch((self, launch) -> {
            throw new IllegalStateException("no room on disk");
        });
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobDetail end = runtime.submit(job("j", ONE), QUEUE).await(SOON);
            assertThat(end.attempts().get(0).verdict()).contains(AttemptVerdict.START_FAILED);
            assertThat(end.attempts().get(0).reason())
                    .hasValueSatisfying(reason -> assertThat(reason).contains("no room on disk"));
        }
    }

    @Test
    void a_secret_is_resolved_at_launch_and_one_that_cannot_be_fails_the_start_without_its_value() {
        SecretResolver resolver = reference -> {
            if (reference.reference().equals("BAD")) {
                throw new IllegalArgumentException("hunter2 is no password");
            }
            return "s3cret";
        };
        try (BatchRuntime runtime =
                Fixtures.with(backend).secretResolver(resolver).open()) {
            JobHandle good = runtime.submit(
                    job("good", ONE).override(d -> d.secret("PASSWORD", Secret.environmentVariable("GOOD"))), QUEUE);
            JobHandle bad = runtime.submit(
                    job("bad", ONE).override(d -> d.secret("PASSWORD", Secret.environmentVariable("BAD"))), QUEUE);

            assertThat(backend.launchOf(good, 1).secrets()).containsEntry("PASSWORD", "s3cret");
            assertThat(good.describe().toString()).doesNotContain("s3cret");
            assertThat(bad.await(SOON).toString()).doesNotContain("hunter2");
            assertThat(bad.describe().attempts().get(0).reason().orElseThrow())
                    .contains("PASSWORD")
                    .contains("BAD")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void the_secrets_of_single_containers_are_resolved_too() {
        SecretResolver resolver = reference -> {
            if (reference.reference().equals("BAD")) {
                throw new IllegalArgumentException("hunter2 is no password");
            }
            return "value of " + reference.reference();
        };
        JobDefinition good = group(Secret.environmentVariable("OWN"));
        JobDefinition bad = group(Secret.environmentVariable("BAD"));
        try (BatchRuntime runtime =
                Fixtures.with(backend).secretResolver(resolver).open()) {
            JobHandle one = runtime.submit(job("one", good), QUEUE);
            JobHandle other = runtime.submit(job("other", bad), QUEUE);

            Launch launch = backend.launchOf(one, 1);
            assertThat(launch.secrets("reader"))
                    .containsExactlyInAnyOrderEntriesOf(Map.of("OWN", "value of OWN", "SHARED", "value of JOB"));
            assertThat(launch.secrets("plain")).isEmpty();
            assertThat(launch.secrets("nobody")).isEmpty();
            assertThat(one.describe().toString()).doesNotContain("value of");
            assertThat(other.await(SOON).toString()).doesNotContain("hunter2");
            assertThat(other.describe().attempts().get(0).reason().orElseThrow())
                    .contains("OWN", "BAD")
                    .doesNotContain("hunter2");
        }
    }

    /** One container adds a secret to that of the job, the other says that variable anew. */
    private static JobDefinition group(Secret own) {
        Container reader = Container.named("reader")
                .image("i:1")
                .vcpus(1)
                .memory(mib(64))
                .container(c -> c.secret("OWN", own))
                .build();
        Container plain = Container.named("plain")
                .image("i:1")
                .vcpus(1)
                .memory(mib(64))
                .environment("SHARED", "said anew")
                .build();
        return JobDefinition.named("group")
                .containers(reader, plain)
                .secret("SHARED", Secret.environmentVariable("JOB"))
                .build();
    }

    @Test
    void completion_is_a_stage_that_runs_on_a_thread_of_the_runtime() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle job = runtime.submit(job("j", ONE), QUEUE);
            List<String> threads = new CopyOnWriteArrayList<>();
            var done = job.completion().thenApply(end -> {
                threads.add(Thread.currentThread().getName());
                return end.status();
            });
            backend.run(backend.attemptOf(job, 1), 0);

            assertThat(done.toCompletableFuture()).succeedsWithin(SOON).isEqualTo(JobStatus.SUCCEEDED);
            assertThat(threads).containsExactly("batch-completions");
        }
    }

    @Test
    void a_wait_that_is_over_says_why_the_job_runs_on() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle running = runtime.submit(job("running", ONE).vcpus(4), QUEUE);
            backend.attemptOf(running, 1);
            JobHandle waiting = runtime.submit(job("waiting", ONE), QUEUE);
            assertThatThrownBy(() -> waiting.await(Duration.ofMillis(20)))
                    .isInstanceOfSatisfying(
                            StillRunningException.class,
                            e -> assertThat(e.explanations())
                                    .singleElement()
                                    .satisfies(why -> assertThat(why.reasons()).isNotEmpty()))
                    .hasMessageContaining("no capacity in e");
            assertThat(waiting.explain().status()).isEqualTo(JobStatus.RUNNABLE);
        }
    }

    @Test
    void jobs_are_found_by_their_identity_until_they_are_forgotten() {
        FakeBackend quick = FakeBackend.quick(64);
        try (BatchRuntime runtime = Fixtures.with(quick).terminalJobsKept(10).open()) {
            JobHandle first = runtime.submit(job("first", ONE), QUEUE);
            assertThat(runtime.job(first.id())).contains(first);
            JobDetail end = first.await(SOON);
            List<JobHandle> many = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                many.add(runtime.submit(job("j" + i, ONE), QUEUE));
            }
            many.forEach(job -> job.await(SOON));
            await().until(() -> runtime.job(first.id()).isEmpty());

            assertThat(first.describe()).isSameAs(end);
            assertThat(first.await(Duration.ZERO)).isSameAs(end);
            assertThat(first.explain().reasons()).isEmpty();
        }
    }

    @Test
    void the_output_of_a_job_can_be_followed_from_before_it_runs() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            JobHandle job = runtime.submit(job("j", ONE).retry(r -> r.attempts(2)), QUEUE);
            List<String> lines = new CopyOnWriteArrayList<>();
            try (Subscription tail = job.log().tail(lines::add)) {
                backend.writes(backend.attemptOf(job, 1), "one\n");
                backend.run(backend.attemptOf(job, 1), 1);
                backend.writes(backend.attemptOf(job, 2), "two\n");
                backend.run(backend.attemptOf(job, 2), 0);
                await().untilAsserted(() -> assertThat(lines).containsExactly("one", "two"));
            }
            assertThat(job.log().attempt(1).text()).isEqualTo("one\n");
            assertThatThrownBy(() -> job.log().attempt(3)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
