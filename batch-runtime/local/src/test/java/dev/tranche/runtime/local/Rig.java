package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import dev.tranche.runtime.spi.files.WorkRoot;
import dev.tranche.testkit.RecordingReports;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;

/** A local backend in a directory of its own, and the words to drive it with. */
final class Rig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(1);

    final long runtimeId = ThreadLocalRandom.current().nextLong(1L << 60);
    final RecordingReports reports = new RecordingReports();
    final Backend backend;
    private long lastNumber;

    Rig(LocalBackend factory) {
        backend = factory.open(environment(), context(runtimeId, false, reports));
    }

    static ComputeEnvironment environment() {
        return ComputeEnvironment.named("here").local().build();
    }

    static BackendContext context(long runtimeId, boolean journaled, Reports reports) {
        return new BackendContext() {
            @Override
            public long runtimeId() {
                return runtimeId;
            }

            @Override
            public boolean journaled() {
                return journaled;
            }

            @Override
            public Reports reports() {
                return reports;
            }
        };
    }

    /** The directory of this runtime, in the work directory that its factory was given. */
    Path root(Path workDirectory) throws IOException {
        return workDirectory.resolve(WorkRoot.prefix("local") + Long.toHexString(runtimeId) + "-1");
    }

    AttemptId next() {
        return new AttemptId(job(), 1);
    }

    JobId job() {
        return new JobId(runtimeId, ++lastNumber, JobId.NO_INDEX);
    }

    @CanIgnoreReturnValue
    AttemptId script(String text) {
        return launch(definition(JobDefinition.named("test").script(text)), Optional.empty());
    }

    @CanIgnoreReturnValue
    AttemptId launch(JobDefinition definition, Optional<JobId> run) {
        AttemptId attempt = next();
        backend.launch(
                new Launch(attempt, new HostId("here", "localhost"), "test", definition, Map.of(), Map.of(), run));
        return attempt;
    }

    static JobDefinition definition(JobDefinition.NeedsVcpus program) {
        return program.vcpus(1).memory(MemorySize.mib(16)).build();
    }

    AttemptEnd end(AttemptId attempt) {
        return reports.awaitEnds(attempt, 1, PATIENCE).get(0);
    }

    String out(AttemptId attempt) {
        return backend.log(attempt).text(AttemptLog.Stream.STDOUT, Integer.MAX_VALUE);
    }

    void awaitOutput(AttemptId attempt, String text) {
        Awaitility.await().atMost(PATIENCE).until(() -> out(attempt).contains(text));
    }

    /** An argument for {@code sleep} that no other process has. */
    static String uniqueArgument() {
        return Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 1_000_000_000));
    }

    static boolean isAlive(String argument) {
        return ProcessHandle.allProcesses()
                .anyMatch(process -> process.info()
                        .arguments()
                        .map(arguments -> List.of(arguments).contains(argument))
                        .orElse(false));
    }

    static void awaitAlive(String argument) {
        Awaitility.await().atMost(PATIENCE).until(() -> isAlive(argument));
    }

    static void awaitDead(String argument) {
        Awaitility.await().atMost(PATIENCE).until(() -> !isAlive(argument));
    }

    @Override
    public void close() {
        backend.close();
    }
}
