package dev.tranche.runtime.docker;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.Container;
import dev.tranche.model.DockerEnvironment;
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
import dev.tranche.testkit.RecordingReports;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;

/** A backend on the engine of this machine, and the words to drive it with. */
final class Rig implements AutoCloseable {
    static final String IMAGE = "busybox:latest";
    static final Duration PATIENCE = Duration.ofMinutes(2);

    final long runtimeId;
    final RecordingReports reports = new RecordingReports();
    final Backend backend;
    private long lastNumber;

    Rig(DockerBackend factory) {
        this(factory, environment(), newRuntimeId(), false);
    }

    Rig(DockerBackend factory, ComputeEnvironment environment, long runtimeId, boolean journaled) {
        this.runtimeId = runtimeId;
        this.backend = factory.open(environment, context(runtimeId, journaled, reports));
    }

    static long newRuntimeId() {
        return ThreadLocalRandom.current().nextLong(1L << 60);
    }

    static DockerEnvironment environment() {
        return ComputeEnvironment.named("engine")
                .docker()
                .baseImage(IMAGE)
                .pull(DockerEnvironment.Pull.NEVER)
                .build();
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

    /** Where the engine is that tests use. */
    static URI engineUri() {
        return engineAddress().config().getDockerHost();
    }

    private static EngineAddress engineAddress() {
        return EngineAddress.of(environment(), Map.of()).get(0);
    }

    /** A client beside the one of the backend: for what happens behind its back. */
    static ContainerEngine engine() {
        EngineAddress address = engineAddress();
        return new DockerJavaEngine(EngineConnection.to(address.name(), address.config()));
    }

    AttemptId next() {
        return new AttemptId(job(), 1);
    }

    JobId job() {
        return new JobId(runtimeId, ++lastNumber, JobId.NO_INDEX);
    }

    HostId host() {
        return reports.awaitHosts(1, PATIENCE).keySet().iterator().next();
    }

    /** Runs a shell script in a container that is set up in some way. */
    @CanIgnoreReturnValue
    AttemptId shell(String script, UnaryOperator<Container.Options> container) {
        return launch(definition(script, container));
    }

    @CanIgnoreReturnValue
    AttemptId shell(String script) {
        return shell(script, container -> container);
    }

    static JobDefinition definition(String script, UnaryOperator<Container.Options> container) {
        return JobDefinition.named("test")
                .image(IMAGE, c -> container.apply(c.script(script)))
                .vcpus(1)
                .memory(MemorySize.mib(32))
                .build();
    }

    static JobDefinition sized(JobDefinition.NeedsVcpus program) {
        return program.vcpus(1).memory(MemorySize.mib(32)).build();
    }

    @CanIgnoreReturnValue
    AttemptId launch(JobDefinition definition) {
        return launch(definition, Map.of(), Optional.empty());
    }

    @CanIgnoreReturnValue
    AttemptId launch(JobDefinition definition, Map<String, String> secrets, Optional<JobId> run) {
        AttemptId attempt = next();
        launch(attempt, definition, secrets, run);
        return attempt;
    }

    void launch(AttemptId attempt, JobDefinition definition, Map<String, String> secrets, Optional<JobId> run) {
        backend.launch(new Launch(attempt, host(), "a job", definition, definition.environment(), secrets, run));
    }

    AttemptEnd end(AttemptId attempt) {
        return reports.awaitEnds(attempt, 1, PATIENCE).get(0);
    }

    String out(AttemptId attempt) {
        return backend.log(attempt).text(AttemptLog.Stream.STDOUT, Integer.MAX_VALUE);
    }

    String err(AttemptId attempt) {
        return backend.log(attempt).text(AttemptLog.Stream.STDERR, Integer.MAX_VALUE);
    }

    /** What a script prints that has to end well. */
    String output(AttemptId attempt) {
        AttemptEnd end = end(attempt);
        if (!(end instanceof AttemptEnd.Exited exited) || exited.code() != 0) {
            throw new AssertionError("ended with " + end + ": " + out(attempt) + err(attempt));
        }
        return out(attempt);
    }

    void awaitOutput(AttemptId attempt, String text) {
        Awaitility.await().atMost(PATIENCE).until(() -> out(attempt).contains(text));
    }

    String containerName(AttemptId attempt) {
        return ContainerMapper.name(attempt, "");
    }

    @Override
    public void close() {
        backend.close();
    }
}
