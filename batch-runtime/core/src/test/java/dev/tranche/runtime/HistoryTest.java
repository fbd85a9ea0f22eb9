package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.jobQueue;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.dsl.Batch.multiNodeJobDefinition;
import static dev.tranche.dsl.Batch.workflow;
import static dev.tranche.runtime.Fixtures.ENVIRONMENT;
import static dev.tranche.runtime.Fixtures.ONE;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static dev.tranche.runtime.Fixtures.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MultiNodeJobDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be asked of the history of a journal, and what happens when it cannot be kept. */
class HistoryTest {
    private static final JobQueue SHARED = jobQueue("shared")
            .computeEnvironmentOrder(ENVIRONMENT)
            .fairShare(f -> f.share("ads", 0.5))
            .build();
    private static final JobDefinition TWICE = jobDefinition("twice")
            .script("true")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(2))
            .build();

    @TempDir
    private Path parent;

    /** Attempts exit with what the name of their job ends in, and with 0 at the second try. */
    private final FakeBackend backend = FakeBackend.manual().onLaunch((self, launch) -> {
        String name = launch.jobName();
        self.started(launch.attempt());
        boolean fails = name.endsWith("3") && launch.attempt().number() == 1;
        self.exited(launch.attempt(), fails ? 3 : 0);
    });

    private Path journal() {
        return parent.resolve("journal");
    }

    private RuntimeBuilder builder() {
        return BatchRuntime.journal(journal()).queues(QUEUE, SHARED).backend(backend);
    }

    private static void awaitAll(BatchRuntime runtime) {
        assertThat(runtime.drain(SOON)).isTrue();
        await().until(() -> runtime.history().lag().none());
    }

    private static List<String> names(History history, UnaryOperator<HistoryQuery> which) {
        return history.jobs(which).jobs().stream().map(FinishedJob::name).toList();
    }

    @Test
    void jobs_that_have_ended_are_found_by_queue_status_name_share_and_time_and_by_several_of_them() {
        try (BatchRuntime runtime = builder().open()) {
            runtime.submit(job("count-a", ONE), QUEUE).await(SOON);
            runtime.submit(job("count-3", ONE), QUEUE).await(SOON);
            JobDetail third =
                    runtime.submit(job("sum", ONE).share("ads"), SHARED).await(SOON);
            runtime.submit(job("sum-3", ONE).share("lab"), SHARED).await(SOON);
            awaitAll(runtime);
            History history = runtime.history();
            Instant end = third.stoppedAt().orElseThrow();

            assertThat(names(history, q -> q)).containsExactly("sum-3", "sum", "count-3", "count-a");
            assertThat(names(history, q -> q.oldestFirst())).containsExactly("count-a", "count-3", "sum", "sum-3");
            assertThat(names(history, q -> q.queue(QUEUE))).containsExactly("count-3", "count-a");
            assertThat(names(history, q -> q.queue("none"))).isEmpty();
            assertThat(names(history, q -> q.status(JobStatus.FAILED))).containsExactly("sum-3", "count-3");
            assertThat(names(history, q -> q.name("sum"))).containsExactly("sum");
            assertThat(names(history, q -> q.name("sum*"))).containsExactly("sum-3", "sum");
            assertThat(names(history, q -> q.name("*"))).hasSize(4);
            assertThat(names(history, q -> q.share("ads"))).containsExactly("sum");
            assertThat(names(history, q -> q.endedBetween(end, end.plus(Duration.ofDays(1)))))
                    .containsExactly("sum-3", "sum");
            assertThat(names(history, q -> q.endedBetween(Instant.EPOCH, end))).containsExactly("count-3", "count-a");
            assertThat(names(history, q -> q.endedBetween(end.plus(Duration.ofDays(1)), Instant.MAX)))
                    .isEmpty();
            assertThat(names(
                            history,
                            q -> q.queue("shared")
                                    .status(JobStatus.FAILED)
                                    .name("s*")
                                    .share("lab")
                                    .endedBetween(end, end.plus(Duration.ofDays(1)))))
                    .containsExactly("sum-3");
        }
    }

    @Test
    void a_finished_job_says_what_became_of_it_and_of_its_attempts() {
        JobHandle retried;
        try (BatchRuntime runtime = builder().open()) {
            retried = runtime.submit(job("retry-3", TWICE).schedulingPriority(0), QUEUE);
            JobDetail seen = retried.await(SOON);
            runtime.submit(job("failing-3", ONE), QUEUE).await(SOON);
            awaitAll(runtime);

            FinishedJob kept = runtime.history().job(retried.id()).orElseThrow();
            assertThat(kept.id()).isEqualTo(retried.id());
            assertThat(kept.name()).isEqualTo("retry-3");
            assertThat(kept.queue()).isEqualTo("q");
            assertThat(kept.share()).isEmpty();
            assertThat(kept.jobDefinition()).isEqualTo("twice");
            assertThat(kept.succeeded()).isTrue();
            assertThat(kept.statusReason()).isEqualTo(seen.statusReason());
            assertThat(kept.exitCode()).hasValue(0);
            assertThat(kept.createdAt()).isEqualTo(seen.createdAt());
            assertThat(kept.stoppedAt()).isEqualTo(seen.stoppedAt().orElseThrow());
            assertThat(kept.cancelled()).isFalse();
            assertThat(kept.run()).isEmpty();
            assertThat(kept.arraySize()).isEmpty();
            assertThat(kept.attempts().stream().map(Object::toString))
                    .isEqualTo(List.of("attempt 1 on e/h1: FAILED", "attempt 2 on e/h1: SUCCEEDED"));
            for (int at = 0; at < 2; at++) {
                assertSame(kept.attempts().get(at), seen.attempts().get(at));
            }
            FinishedJob failed =
                    runtime.history().jobs(q -> q.name("failing-3")).jobs().get(0);
            assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
            assertThat(failed.statusReason()).hasValue("Essential container in task exited");
            assertThat(failed.exitCode()).hasValue(3);
            assertThat(failed)
                    .hasToString("job failing-3 (" + failed.id() + ") FAILED: "
                            + failed.statusReason().orElseThrow());
        }
    }

    private static void assertSame(AttemptDetail kept, AttemptDetail seen) {
        assertThat(kept.number()).isEqualTo(seen.number());
        assertThat(kept.host()).isEqualTo(seen.host());
        assertThat(kept.memory()).isEqualTo(seen.memory());
        assertThat(kept.placedAt()).isEqualTo(seen.placedAt());
        assertThat(kept.startedAt()).isEqualTo(seen.startedAt());
        assertThat(kept.stoppedAt()).isEqualTo(seen.stoppedAt());
        assertThat(kept.verdict()).isEqualTo(seen.verdict());
        assertThat(kept.exitCode()).isEqualTo(seen.exitCode());
        assertThat(kept.reason()).isEqualTo(seen.reason());
        assertThat(kept.statusReason()).isEqualTo(seen.statusReason());
    }

    @Test
    void jobs_of_workflows_arrays_and_several_nodes_are_told_apart() {
        MultiNodeJobDefinition mpi = multiNodeJobDefinition("mpi").nodes(2, ONE).build();
        try (BatchRuntime runtime = builder().open()) {
            var builder = workflow("nightly");
            builder.add(job("in-run", ONE));
            JobId run = runtime.submit(builder.build(), QUEUE).id();
            JobId array = runtime.submit(job("array-3", ONE).array(3), QUEUE).id();
            JobHandle cancelled = runtime.submit(job("held", ONE).held(), QUEUE);
            cancelled.cancel("not today");
            MultiNodeJobHandle nodes = runtime.submit(job("mpi", mpi), QUEUE);
            JobId gang = nodes.id();
            awaitAll(runtime);
            History history = runtime.history();

            assertThat(names(history, q -> q)).containsExactlyInAnyOrder("in-run", "array-3", "held", "mpi");
            FinishedJob inRun = history.jobs(q -> q.name("in-run")).jobs().get(0);
            assertThat(inRun.run()).hasValue(run);
            assertThat(inRun.workflow()).hasValue("nightly");
            FinishedJob whole = history.job(array).orElseThrow();
            assertThat(whole.arraySize()).hasValue(3);
            assertThat(whole.attempts()).isEmpty();
            assertThat(whole.status()).isEqualTo(JobStatus.FAILED);
            List<FinishedJob> children = history.jobs(q -> q.childrenOf(array)).jobs();
            assertThat(children.stream().map(child -> child.id().index())).containsExactlyInAnyOrder(0, 1, 2);
            assertThat(children)
                    .allMatch(child ->
                            child.attempts().size() == 1 && child.exitCode().equals(OptionalInt.of(3)));
            assertThat(history.job(array.child(1)).orElseThrow().name()).isEqualTo("array-3");
            assertThat(history.job(cancelled.id()).orElseThrow().cancelled()).isTrue();
            assertThat(history.job(cancelled.id()).orElseThrow().statusReason()).hasValue("not today");
            assertThat(history.job(gang).orElseThrow().attempts()).hasSize(1);
            for (int index = 0; index < 2; index++) {
                JobDetail seen = nodes.node(index).describe();
                FinishedJob node = history.job(gang.child(index)).orElseThrow();
                assertThat(node.status()).isEqualTo(seen.status());
                assertThat(node.statusReason()).isEqualTo(seen.statusReason());
                assertSame(node.attempts().get(0), seen.attempts().get(0));
            }
            assertThat(history.jobs(q -> q.childrenOf(gang)).jobs()).hasSize(2);
            assertThat(history.job(new JobId(1, gang.number(), -1))).isEmpty();
            assertThat(history.jobs(q -> q.childrenOf(new JobId(1, 1, -1))).jobs())
                    .isEmpty();
        }
    }

    @Test
    void pages_end_where_the_jobs_do_and_stand_still_while_others_end() {
        try (BatchRuntime runtime = builder().open()) {
            for (int each = 0; each < 6; each++) {
                runtime.submit(job("j" + each, ONE), QUEUE).await(SOON);
            }
            awaitAll(runtime);
            History history = runtime.history();

            HistoryPage first = history.jobs(q -> q.maxResults(2));
            runtime.submit(job("later", ONE), QUEUE).await(SOON);
            awaitAll(runtime);

            assertThat(pagesAfter(first, history)).containsExactly("j5", "j4", "j3", "j2", "j1", "j0");
            assertThat(names(history, q -> q.maxResults(1))).containsExactly("later");
            assertThat(history.jobs(q -> q.maxResults(6)).nextToken()).isPresent();
            assertThat(history.jobs(q -> q.maxResults(7)).nextToken()).isEmpty();
            assertThat(history.jobs(q -> q.maxResults(1_000)).jobs()).hasSize(7);
            HistoryPage oldest = history.jobs(q -> q.oldestFirst().maxResults(6));
            assertThat(names(
                            history,
                            q -> q.oldestFirst().nextToken(oldest.nextToken().orElseThrow())))
                    .containsExactly("later");
        }
    }

    private static List<String> pagesAfter(HistoryPage first, History history) {
        List<String> all = new ArrayList<>();
        Optional<HistoryPage> page = Optional.of(first);
        while (page.isPresent()) {
            assertThat(page.get().jobs()).hasSize(2);
            page.get().jobs().forEach(job -> all.add(job.name()));
            page = page.get()
                    .nextToken()
                    .map(token -> history.jobs(q -> q.maxResults(2).nextToken(token)));
        }
        return all;
    }

    @Test
    void what_cannot_be_asked_is_refused_naming_the_value() {
        try (BatchRuntime runtime = builder().open()) {
            History history = runtime.history();
            assertThatThrownBy(() -> history.jobs(q -> q.maxResults(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("maxResults must be from 1 to 1000: 0");
            assertThatThrownBy(() -> history.jobs(q -> q.maxResults(1_001))).hasMessageContaining("1001");
            assertThatThrownBy(() -> history.jobs(q -> q.status(JobStatus.RUNNING)))
                    .hasMessageContaining("not RUNNING");
            assertThatThrownBy(() -> history.jobs(q -> q.nextToken("17"))).hasMessageContaining("17");
            assertThatThrownBy(() -> history.jobs(q -> q.endedBetween(Instant.EPOCH, Instant.EPOCH)))
                    .hasMessageContaining("1970");
            assertThatThrownBy(() -> history.jobs(q -> q.name("a").name("b"))).hasMessage("name was already said");
            assertThat(history.jobs(q -> q).jobs()).isEmpty();
        }
        assertThatThrownBy(() -> builder().historyRetention(Duration.ZERO))
                .hasMessage("historyRetention must be positive: PT0S");
    }

    @Test
    void a_runtime_in_memory_refuses_its_history_by_name() {
        try (BatchRuntime runtime = Fixtures.open(backend)) {
            assertThatThrownBy(runtime::history)
                    .isInstanceOf(OperationRefusedException.class)
                    .hasMessageContaining("keeps no history; open it with BatchRuntime.journal(directory)");
        }
        assertThatThrownBy(() -> Fixtures.with(backend).historyRetention(Duration.ofDays(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("historyRetention: a runtime in memory keeps no history");
    }

    @Test
    void it_can_be_read_beside_an_open_runtime_and_after_its_end_and_goes_on_when_it_opens_again() throws IOException {
        BatchRuntime first = builder().open();
        try (first) {
            runs(first, "one");
            assertThat(names(History.of(journal()), q -> q)).containsExactly("one");
            first.submit(job("two", ONE), QUEUE).await(SOON);
        }
        assertThat(names(first.history(), q -> q)).containsExactly("two", "one");
        assertThat(History.of(journal()).lag()).isEqualTo(new HistoryLag(0, Duration.ZERO, Optional.empty()));
        try (Stream<Path> files = Files.list(journal())) {
            assertThat(files.filter(file -> file.getFileName().toString().startsWith("history")))
                    .isNotEmpty()
                    .allMatch(file -> permissions(file).equals("rw-------"));
        }
        try (BatchRuntime second = builder().open()) {
            runs(second, "three");
            assertThat(names(second.history(), q -> q)).containsExactly("three", "two", "one");
        }
    }

    private static void runs(BatchRuntime runtime, String name) {
        runtime.submit(job(name, ONE), QUEUE).await(SOON);
        awaitAll(runtime);
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void no_journal_has_no_history_and_that_is_said() {
        assertThatThrownBy(() -> History.of(parent.resolve("nothing")))
                .isInstanceOf(HistoryUnavailableException.class)
                .hasMessageContaining("no journal")
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> History.of(parent)).hasMessageContaining("it has no journal.db");
    }

    @Test
    void a_history_that_cannot_be_kept_is_told_and_stops_nothing_and_goes_on_when_it_can() throws IOException {
        try (BatchRuntime runtime = builder().open()) {
            runs(runtime, "before");
        }
        Path file = journal().resolve("history.db");
        byte[] good = Files.readAllBytes(file);
        Files.writeString(file, "this is no database, whatever its name says. ".repeat(100));
        try (BatchRuntime runtime = builder().open()) {
            await().until(() ->
                    runtime.submit(job("meanwhile", ONE), QUEUE).await(SOON).succeeded());
            assertThatThrownBy(() -> runtime.history().jobs(q -> q))
                    .isInstanceOf(HistoryUnavailableException.class)
                    .hasMessageContaining("history of journal " + journal());
            Files.write(file, good);
            await().until(() -> runtime.history().lag().trouble().isEmpty()
                    && runtime.history().lag().none());
            assertThat(names(runtime.history(), q -> q)).containsExactly("meanwhile", "before");
        }
    }

    @Test
    void a_history_that_is_lost_is_made_anew_from_the_journal() throws IOException {
        try (BatchRuntime runtime = builder().open()) {
            runs(runtime, "one");
            runs(runtime, "two");
        }
        Files.delete(journal().resolve("history.db"));
        assertThat(History.of(journal()).jobs(q -> q).jobs()).isEmpty();
        assertThat(History.of(journal()).lag().frames()).isPositive();
        try (BatchRuntime runtime = builder().open()) {
            await().until(() -> runtime.history().lag().none());
            assertThat(names(runtime.history(), q -> q)).containsExactly("two", "one");
        }
    }
}
