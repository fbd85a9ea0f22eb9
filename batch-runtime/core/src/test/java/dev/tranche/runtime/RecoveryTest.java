package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.computeEnvironment;
import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.Secret;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a runtime finds in its journal when it is opened again: after a close, and after a kill. */
class RecoveryTest {
    private static final JobDefinition TWICE = jobDefinition("twice")
            .script("true")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(2))
            .build();

    @TempDir
    private Path parent;

    private final FakeBackend before = FakeBackend.manual();
    private final FakeBackend after = FakeBackend.manual();
    private int copies;

    private Path journal() {
        return parent.resolve("journal");
    }

    private static BatchRuntime open(Path journal, FakeBackend backend) {
        return BatchRuntime.journal(journal).queues(QUEUE).backend(backend).open();
    }

    /** The journal as a kill of the process at this moment leaves it. */
    private Path killed() throws IOException {
        Path copy = Files.createDirectories(parent.resolve("copy" + ++copies));
        Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(journal()));
        for (String name : List.of("journal.db", "journal.db-wal")) {
            Files.copy(journal().resolve(name), copy.resolve(name));
        }
        return copy;
    }

    private static JobHandle find(BatchRuntime runtime, JobHandle earlier) {
        return runtime.job(earlier.id()).orElseThrow();
    }

    private static AttemptState exited(int code) {
        return new AttemptState.Ended(new AttemptEnd.Exited(code, Instant.now()));
    }

    private static AttemptState ended(AttemptEnd end) {
        return new AttemptState.Ended(end);
    }

    @Test
    void a_job_that_was_acknowledged_is_there_after_a_kill_and_runs() throws IOException {
        before.host("h1", 1);
        try (BatchRuntime first = open(journal(), before)) {
            JobHandle running = first.submit(job("running", ONE), QUEUE);
            JobHandle waiting = first.submit(job("waiting", ONE), QUEUE);
            before.started(before.attemptOf(running, 1));
            await().until(() -> running.describe().status() == JobStatus.RUNNING);
            after.host("h1", 1).inventory(attempt -> new AttemptState.Running(Instant.now()));

            try (BatchRuntime second = open(killed(), after)) {
                assertThat(second).hasToString(first.toString());
                assertThat(find(second, running).describe().status()).isEqualTo(JobStatus.RUNNING);
                assertThat(find(second, waiting).describe().status()).isEqualTo(JobStatus.RUNNABLE);
                assertThat(after.launchCount()).isZero();
                after.exited(new AttemptId(running.id(), 1), 0);
                assertThat(find(second, running).await(SOON).succeeded()).isTrue();
                after.run(after.attemptOf(find(second, waiting), 1), 0);
                assertThat(find(second, waiting).await(SOON).succeeded()).isTrue();
                assertThat(after.launchCount()).isEqualTo(1);
            }
        }
    }

    @Test
    void close_leaves_running_what_runs_and_the_next_opening_adopts_it() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.started(before.attemptOf(job, 1));
            await().until(() -> job.describe().status() == JobStatus.RUNNING);
        }
        assertThat(before.calls()).noneMatch(call -> call.startsWith("stop"));
        after.inventory(attempt -> new AttemptState.Running(Instant.now()));
        try (BatchRuntime second = open(journal(), after)) {
            after.exited(new AttemptId(job.id(), 1), 0);
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts()).hasSize(1);
            assertThat(end.definition()).isEqualTo(ONE);
            assertThat(end.queue()).isEqualTo("q");
            await().until(() -> after.calls().contains("release 1"));
        }
    }

    @Test
    void an_attempt_that_ended_meanwhile_counts_with_its_true_exit_code() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.attemptOf(job, 1);
        }
        after.inventory(attempt -> exited(3));
        try (BatchRuntime second = open(journal(), after)) {
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.exitCode()).hasValue(3);
            assertThat(after.launchCount()).isZero();
        }
    }

    @Test
    void an_attempt_that_never_started_is_launched_under_the_same_identity() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.attemptOf(job, 1);
        }
        after.inventory(attempt -> new AttemptState.NeverStarted());
        try (BatchRuntime second = open(journal(), after)) {
            after.run(after.attemptOf(find(second, job), 1), 0);
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts()).hasSize(1);
        }
    }

    @Test
    void one_that_never_started_and_was_to_stop_is_not_launched_any_more() {
        JobHandle job;
        before.onStop((backend, attempt) -> {});
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.attemptOf(job, 1);
            job.terminate("enough");
            await().until(() -> before.calls().stream().anyMatch(call -> call.startsWith("stop")));
        }
        after.inventory(attempt -> new AttemptState.NeverStarted());
        try (BatchRuntime second = open(journal(), after)) {
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.terminated()).isTrue();
            assertThat(after.launchCount()).isZero();
        }
    }

    @Test
    void one_that_runs_and_was_to_stop_is_asked_again() {
        JobHandle job;
        before.onStop((backend, attempt) -> {});
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.started(before.attemptOf(job, 1));
            job.terminate("enough");
            await().until(() -> before.calls().stream().anyMatch(call -> call.startsWith("stop")));
        }
        after.inventory(attempt -> new AttemptState.Running(Instant.now()));
        try (BatchRuntime second = open(journal(), after)) {
            assertThat(find(second, job).await(SOON).terminated()).isTrue();
        }
    }

    @Test
    void one_that_was_lost_is_host_loss_and_tried_again() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", TWICE), QUEUE);
            before.started(before.attemptOf(job, 1));
        }
        after.inventory(attempt -> ended(new AttemptEnd.Lost("Host EC2 (h1) terminated.", Instant.now())));
        try (BatchRuntime second = open(journal(), after)) {
            after.run(after.attemptOf(find(second, job), 2), 0);
            JobDetail end = find(second, job).await(SOON);
            assertThat(end.succeeded()).isTrue();
            assertThat(end.attempts().get(0).verdict()).hasValue(AttemptVerdict.INTERRUPTED);
        }
    }

    @Test
    void one_whose_end_nobody_knows_is_held_and_never_run_again_by_itself() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", TWICE), QUEUE);
            before.started(before.attemptOf(job, 1));
        }
        after.inventory(attempt -> ended(new AttemptEnd.Unknown("no trace of it", Instant.now())));
        try (BatchRuntime second = open(journal(), after)) {
            JobHandle again = find(second, job);
            await().until(() -> again.describe().held());
            assertThat(again.describe().statusReason().orElseThrow()).contains("no trace of it");
            assertThat(after.launchCount()).isZero();
            again.terminate("looked at");
            assertThat(again.await(SOON).status()).isEqualTo(JobStatus.FAILED);
        }
    }

    @Test
    void what_has_ended_is_told_as_before() {
        JobHandle job;
        JobDetail end;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", TWICE), QUEUE);
            before.run(before.attemptOf(job, 1), 7);
            before.run(before.attemptOf(job, 2), 8);
            end = job.await(SOON);
        }
        try (BatchRuntime second = open(journal(), after)) {
            JobDetail again = find(second, job).describe();
            assertThat(again).hasToString(end.toString());
            assertThat(again.attempts()).hasToString(end.attempts().toString());
            assertThat(again.createdAt()).isEqualTo(end.createdAt());
            assertThat(again.stoppedAt()).isEqualTo(end.stoppedAt());
            assertThat(after.calls()).containsExactly("inventory 0");
        }
    }

    @Test
    void a_client_token_stands_for_the_same_job_after_a_kill_too() throws IOException {
        try (BatchRuntime first = open(journal(), before)) {
            JobHandle job = first.submit(job("j", ONE).clientToken("t"), QUEUE);
            before.run(before.attemptOf(job, 1), 0);
            job.await(SOON);
            try (BatchRuntime second = open(killed(), after)) {
                assertThat(second.submit(job("j", ONE).clientToken("t"), QUEUE)).isEqualTo(job);
                assertThatThrownBy(() -> second.submit(job("other", ONE).clientToken("t"), QUEUE))
                        .isInstanceOf(JobRefusedException.class)
                        .hasMessageContaining("client token t stands for job " + job.id());
                assertThat(after.launchCount()).isZero();
            }
        }
    }

    @Test
    void numbers_are_never_used_again() {
        JobId earlier;
        try (BatchRuntime first = open(journal(), before)) {
            earlier = first.submit(job("j", ONE), QUEUE).id();
        }
        after.inventory(attempt -> exited(0));
        try (BatchRuntime second = open(journal(), after)) {
            JobId later = second.submit(job("j", ONE), QUEUE).id();
            assertThat(later.runtime()).isEqualTo(earlier.runtime());
            assertThat(later.number()).isGreaterThan(earlier.number() + 1_000_000);
        }
    }

    @Test
    void an_array_goes_on_where_it_was() {
        ArrayJobHandle array;
        before.host("h1", 2);
        try (BatchRuntime first = open(journal(), before)) {
            array = first.submit(job("a", ONE).array(4), QUEUE);
            before.run(before.attemptOf(array.child(0), 1), 0);
            before.started(before.attemptOf(array.child(1), 1));
            before.attemptOf(array.child(2), 1);
            array.child(0).await(SOON);
        }
        after.host("h1", 2)
                .inventory(attempt -> attempt.job().index() == 1 ? exited(0) : new AttemptState.NeverStarted());
        try (BatchRuntime second = open(journal(), after)) {
            ArrayJobHandle again = (ArrayJobHandle) find(second, array);
            assertThat(again.size()).isEqualTo(4);
            after.run(after.attemptOf(again.child(2), 1), 0);
            after.run(after.attemptOf(again.child(3), 1), 5);
            JobDetail end = again.await(SOON);
            assertThat(end.status()).isEqualTo(JobStatus.FAILED);
            assertThat(end.array().orElseThrow().count(JobStatus.SUCCEEDED)).isEqualTo(3);
            assertThat(again.child(3).describe().exitCode()).hasValue(5);
            assertThat(after.launchCount()).isEqualTo(2);
        }
    }

    @Test
    void a_workflow_goes_on_and_ends() throws Exception {
        JobHandle one;
        JobHandle two;
        var flow = workflow("flow");
        var a = flow.add(job("a", ONE));
        var b = flow.add(job("b", ONE).after(a));
        try (BatchRuntime first = open(journal(), before)) {
            WorkflowRun run = first.submit(flow.build(), QUEUE);
            one = run.job(a);
            two = run.job(b);
            before.started(before.attemptOf(one, 1));
        }
        CompletableFuture<WorkflowOutcome> ended = new CompletableFuture<>();
        after.inventory(attempt -> exited(0));
        try (BatchRuntime second = BatchRuntime.journal(journal())
                .queues(QUEUE)
                .backend(after)
                .listener(new BatchListener() {
                    @Override
                    public void workflowEnded(WorkflowOutcome outcome) {
                        ended.complete(outcome);
                    }
                })
                .open()) {
            JobHandle again = find(second, two);
            assertThat(again.describe().workflow()).hasValue("flow");
            assertThat(again.describe().dependsOn()).containsExactly(one.id());
            after.run(after.attemptOf(again, 1), 0);
            assertThat(again.await(SOON).succeeded()).isTrue();
            assertThat(ended.get().succeeded()).isTrue();
            assertThat(ended.get().jobs()).hasSize(2);
            await().until(() -> after.calls().contains("runEnded keep=false"));
        }
    }

    @Test
    void a_host_that_is_not_there_any_more_gets_nothing_new_and_one_that_comes_back_does() {
        before.host("h2", 8);
        try (BatchRuntime first = open(journal(), before)) {
            await().until(() ->
                    first.submit(job("first", ONE), QUEUE).describe().status() == JobStatus.STARTING);
        }
        after.inventory(attempt -> exited(0));
        try (BatchRuntime second = open(journal(), after)) {
            JobDefinition large = jobDefinition("large")
                    .script("true")
                    .vcpus(8)
                    .memory(mib(64))
                    .build();
            JobHandle job = second.submit(job("large", large), QUEUE);
            assertThat(job.describe().status()).isEqualTo(JobStatus.RUNNABLE);
            after.joins("h2", 8);
            after.run(after.attemptOf(job, 1), 0);
            assertThat(job.await(SOON).attempts().get(0).host().name()).isEqualTo("h2");
        }
    }

    @Test
    void a_backend_that_cannot_answer_keeps_the_journal_closed_and_as_it_was() {
        JobHandle job;
        try (BatchRuntime first = open(journal(), before)) {
            job = first.submit(job("j", ONE), QUEUE);
            before.attemptOf(job, 1);
        }
        FakeBackend mute = FakeBackend.manual().inventory(attempt -> {
            throw new IllegalStateException("the engine is down");
        });
        assertThatThrownBy(() -> open(journal(), mute))
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("environment e cannot say what became of 1 attempts")
                .hasMessageContaining("the engine is down");
        assertThat(mute.isClosed()).isTrue();
        after.inventory(attempt -> exited(0));
        try (BatchRuntime second = open(journal(), after)) {
            assertThat(find(second, job).await(SOON).succeeded()).isTrue();
        }
    }

    @Test
    void a_journal_is_opened_once_at_a_time() {
        try (BatchRuntime first = open(journal(), before)) {
            assertThatThrownBy(() -> open(journal(), after))
                    .isInstanceOf(OpenRefusedException.class)
                    .hasMessageContaining("is open in process");
            assertThat(first.submit(job("j", ONE), QUEUE).describe().ended()).isFalse();
        }
    }

    @Test
    void queues_are_declared_as_the_journal_knows_them_and_more_may_come() {
        open(journal(), before).close();
        JobQueue other =
                jobQueue("q").computeEnvironmentOrder(ENVIRONMENT).priority(9).build();
        assertThatThrownBy(() -> BatchRuntime.journal(journal())
                        .queues(other)
                        .backend(after)
                        .open())
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("queue q is another than in the journal");
        JobQueue shared = QUEUE.toBuilder().fairShare(f -> f.share("ads")).build();
        assertThatThrownBy(() -> BatchRuntime.journal(journal())
                        .queues(shared)
                        .backend(after)
                        .open())
                .as("the kind of its order is fixed")
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("queue q is another than in the journal");
        JobQueue elsewhere = jobQueue("x")
                .computeEnvironmentOrder(computeEnvironment("x").custom("fake", Map.of()))
                .build();
        assertThatThrownBy(() -> BatchRuntime.journal(journal())
                        .queues(elsewhere)
                        .backend(after)
                        .open())
                .isInstanceOf(OpenRefusedException.class)
                .hasMessageContaining("the journal knows environment e");
        JobQueue more = jobQueue("more").computeEnvironmentOrder(ENVIRONMENT).build();
        for (List<JobQueue> queues : List.of(List.of(more, QUEUE), List.of(QUEUE, more))) {
            FakeBackend backend = FakeBackend.quick(4);
            try (BatchRuntime runtime = BatchRuntime.journal(journal())
                    .queues(queues)
                    .backend(backend)
                    .open()) {
                assertThat(runtime.submit(job("j", ONE), more).await(SOON).queue())
                        .isEqualTo("more");
                assertThat(runtime.submit(job("j", ONE), QUEUE).await(SOON).queue())
                        .isEqualTo("q");
            }
        }
    }

    @Test
    void terminate_on_close_ends_the_jobs_of_a_journal_too() {
        JobHandle job;
        try (BatchRuntime first = BatchRuntime.journal(journal())
                .queues(QUEUE)
                .backend(before)
                .onClose(BatchRuntime.OnClose.TERMINATE)
                .open()) {
            job = first.submit(job("j", ONE), QUEUE);
            before.started(before.attemptOf(job, 1));
        }
        try (BatchRuntime second = open(journal(), after)) {
            assertThat(find(second, job).describe().terminated()).isTrue();
        }
    }

    @Test
    void no_value_of_a_secret_is_in_any_file_of_the_journal() throws IOException {
        String planted = "Xq7-planted-secret-value";
        before.onLaunch((backend, launch) -> {
            assertThat(launch.secrets()).containsValue(planted);
            backend.ended(launch.attempt(), new AttemptEnd.StartFailed("no reason", Instant.now()));
        });
        try (BatchRuntime first = BatchRuntime.journal(journal())
                .queues(QUEUE)
                .backend(before)
                .secretResolver(secret -> planted)
                .open()) {
            first.submit(job("j", ONE).override(d -> d.secret("PASSWORD", Secret.environmentVariable("P"))), QUEUE)
                    .await(SOON);
            assertThat(everyByteOf(killed())).contains("PASSWORD").doesNotContain(planted);
        }
        assertThat(everyByteOf(journal())).contains("PASSWORD").doesNotContain(planted);
    }

    private static String everyByteOf(Path directory) throws IOException {
        StringBuilder text = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path each : files.toList()) {
                text.append(new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1));
            }
        }
        return text.toString();
    }

    @Test
    void a_deadline_that_passed_meanwhile_comes_after_what_the_backend_says() {
        JobDefinition limited = jobDefinition("limited")
                .script("true")
                .vcpus(1)
                .memory(mib(64))
                .timeout(Duration.ofSeconds(2))
                .build();
        JobHandle ended;
        JobHandle running;
        before.onStop((backend, attempt) -> {});
        try (BatchRuntime first = open(journal(), before)) {
            ended = first.submit(job("ended", limited), QUEUE);
            running = first.submit(job("running", limited), QUEUE);
            before.started(before.attemptOf(ended, 1));
            before.started(before.attemptOf(running, 1));
            await().until(() -> running.describe().status() == JobStatus.RUNNING);
        }
        await().until(() -> Instant.now()
                .isAfter(running.describe().startedAt().orElseThrow().plusSeconds(2)));
        after.inventory(
                attempt -> attempt.job().equals(ended.id()) ? exited(0) : new AttemptState.Running(Instant.now()));
        try (BatchRuntime second = open(journal(), after)) {
            assertThat(find(second, ended).await(SOON).succeeded()).isTrue();
            assertThat(find(second, running).await(SOON).attempts().get(0).verdict())
                    .hasValue(AttemptVerdict.TIMED_OUT);
        }
    }

    @Test
    void an_array_runs_again_after_a_restart_and_the_next_one_knows_what_it_took_over() {
        ArrayJobHandle array;
        try (BatchRuntime first = open(journal(), before)) {
            array = first.submit(job("count", ONE).array(3).stopAfterFailures(3), QUEUE);
            for (int index = 0; index < 3; index++) {
                before.run(before.attemptOf(array.child(index), 1), index == 1 ? 7 : 0);
            }
            array.await(SOON);
        }
        JobHandle again;
        try (BatchRuntime second = open(journal(), after)) {
            ArrayJobHandle rerun = ((ArrayJobHandle) find(second, array)).rerunFailed();
            again = rerun;
            after.run(after.attemptOf(rerun.child(1), 1), 0);
            assertThat(rerun.await(SOON).succeeded()).isTrue();
            assertThat(after.launchCount()).isEqualTo(1);
        }
        try (BatchRuntime third = open(journal(), FakeBackend.manual())) {
            ArrayJobHandle found = (ArrayJobHandle) find(third, again);
            assertThat(found.describe().rerunOf()).contains(array.id());
            assertThat(found.describe().array().orElseThrow().inherited()).isEqualTo(2);
            assertThat(found.child(0).describe().inherited()).isTrue();
            assertThat(found.child(1).describe().inherited()).isFalse();
            assertThatThrownBy(((ArrayJobHandle) find(third, array))::rerunFailed)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageContaining("has been run again already, as " + again.id());
        }
    }
}
