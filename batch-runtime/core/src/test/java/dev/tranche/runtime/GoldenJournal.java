package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.consumableResource;
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
import static org.awaitility.Awaitility.await;

import dev.tranche.model.ConsumableResource;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobQueue;
import dev.tranche.model.JobStatus;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.Journal;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.spi.AttemptEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes the journal that later releases have to be able to open, with what they have to find in it. Run once for each version
 * of the format: {@code main} takes the directory {@code src/test/resources/golden/<version>}. The journal then never changes; of
 * what is expected the digest does when more of the state counts in it, and nothing else.
 */
final class GoldenJournal {
    static final String EXPECTED = "expected.txt";
    static final String DATABASE = "journal.db";

    static final JobQueue SHARED = jobQueue("shared")
            .computeEnvironmentOrder(ENVIRONMENT)
            .priority(3)
            .fairShare(f -> f.share("ads", 0.5))
            .build();
    private static final ConsumableResource LICENCE = consumableResource("licence", 1);
    private static final JobDefinition TWICE = jobDefinition("twice")
            .script("grüße")
            .vcpus(1)
            .memory(mib(64))
            .retry(r -> r.attempts(2).exitOnExitCode(9))
            .build();
    private static final JobDefinition LICENSED = jobDefinition("licensed")
            .script("true")
            .vcpus(1)
            .memory(mib(64))
            .consumes(LICENCE, 1)
            .build();
    private static final MultiNodeJobDefinition MPI =
            multiNodeJobDefinition("mpi").nodes(2, ONE).build();

    private GoldenJournal() {}

    static RuntimeBuilder builder(Path directory, FakeBackend backend) {
        return BatchRuntime.journal(directory).queues(QUEUE, SHARED).backend(backend);
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        Path golden = Files.createDirectories(Path.of(arguments[0]));
        Path directory = Files.createTempDirectory("golden");
        FakeBackend backend = FakeBackend.manual().host("h1", 6).host("h2", 2).onStop((self, attempt) -> {});
        try (BatchRuntime runtime = builder(directory, backend).open()) {
            live(runtime, backend);
        }
        List<String> expected = lines(directory);
        nameNobody(directory.resolve(DATABASE));
        Files.copy(directory.resolve(DATABASE), golden.resolve(DATABASE));
        Files.write(golden.resolve(EXPECTED), expected);
    }

    /** What is committed says nothing of the machine that wrote it. */
    private static void nameNobody(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database.toUri());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE opening SET holder = 'a test'");
            statement.execute("VACUUM");
        }
    }

    private static void live(BatchRuntime runtime, FakeBackend backend) {
        JobHandle good = runtime.submit(job("good", ONE).clientToken("token"), QUEUE);
        backend.run(backend.attemptOf(good, 1), 0);
        JobHandle bad = runtime.submit(job("bad", TWICE), QUEUE);
        backend.run(backend.attemptOf(bad, 1), 1);
        backend.run(backend.attemptOf(bad, 2), 9);
        bad.await(SOON);
        ArrayJobHandle array = runtime.submit(job("array", ONE).array(3), QUEUE);
        backend.run(backend.attemptOf(array.child(0), 1), 0);
        backend.started(backend.attemptOf(array.child(1), 1));
        array.child(0).await(SOON);
        JobHandle after = runtime.submit(job("after", ONE).after(array), QUEUE);
        after.hold("not before noon");
        JobHandle unknown = runtime.submit(job("unknown", ONE), QUEUE);
        backend.ended(backend.attemptOf(unknown, 1), new AttemptEnd.Unknown("no trace", Instant.EPOCH));
        await().until(() -> unknown.describe().held());
        MultiNodeJobHandle mpi = runtime.submit(job("mpi", MPI), QUEUE);
        backend.started(backend.attemptOf(mpi.node(0), 1));
        backend.attemptOf(mpi.node(1), 1);
        var flow = workflow("flow");
        var first = flow.add(job("first", ONE));
        flow.add(job("second", ONE).afterAny(first));
        runtime.submit(flow.build(), QUEUE);
        runtime.submit(job("licensed", LICENSED).share("ads"), SHARED);
        runtime.submit(job("waiting", LICENSED).share("lab"), SHARED);
        JobHandle cancelled = runtime.submit(job("cancelled", ONE).held(), QUEUE);
        cancelled.cancel("not needed");
        cancelled.await(SOON);
        JobHandle stopping = runtime.submit(job("stopping", ONE), QUEUE);
        await().until(() -> stopping.describe().status() == JobStatus.STARTING
                || stopping.describe().status() == JobStatus.RUNNABLE);
        backend.loses("h2", "Host EC2 (h2) terminated.");
        runtime.consumable(LICENCE).add(1);
        runtime.queue(SHARED).disable("at night");
    }

    /** What is in a journal: the digest of its state, and each job as it is shown. */
    static List<String> lines(Path directory) {
        List<String> lines = new ArrayList<>();
        try (Journal journal = Journal.open(directory, 1)) {
            lines.add("digest " + Long.toHexString(digest(journal.runtimeId(), journal.log())));
            Tokens tokens = new Tokens();
            Jobs jobs = new Jobs(tokens, () -> true);
            Publisher publisher = new Publisher(jobs, Effects.NONE, NOBODY, Runnable::run);
            Recovery recovery = new Recovery(journal.runtimeId(), jobs, tokens, (environment, attempt) -> {
                throw new AssertionError("nobody asks for a log");
            });
            recovery.read(journal.log(), publisher);
            for (long number : numbers(journal.log())) {
                LiveJob job = jobs.get(number);
                if (job != null) {
                    lines.add(job.published() + " on " + job.published().queue() + " attempts "
                            + job.published().attempts());
                }
            }
        }
        return lines;
    }

    private static final Listeners NOBODY = new Listeners(
            new dev.tranche.runtime.internal.loop.DaemonCrew(),
            dev.tranche.runtime.spi.BatchClock.system(),
            SOON,
            () -> {});

    private static long digest(long runtimeId, FrameLog log) {
        Machine machine = new Machine(runtimeId, new OutcomeListener() {}, 100_000);
        log.replay((frame, length) -> {
            machine.foldTime(FrameDecoder.time(frame));
            FrameDecoder.decode(frame, length, machine.fold());
        });
        machine.recover();
        return machine.digest();
    }

    private static Set<Long> numbers(FrameLog log) {
        Set<Long> numbers = new LinkedHashSet<>();
        log.replay((frame, length) -> FrameDecoder.decode(frame, length, new OutcomeListener() {
            @Override
            public void jobAccepted(
                    long job,
                    String name,
                    int queue,
                    int spec,
                    int arraySize,
                    boolean sequential,
                    long workflow,
                    String share,
                    int priority) {
                numbers.add(job);
            }
        }));
        return numbers;
    }
}
