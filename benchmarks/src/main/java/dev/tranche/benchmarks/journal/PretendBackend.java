package dev.tranche.benchmarks.journal;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * One host whose jobs either end as soon as they are launched, or never: what is measured is the runtime and its journal,
 * not what jobs do.
 */
final class PretendBackend implements BackendFactory {
    static final String KIND = "pretend";

    private static final int SIGTERM = 15;

    private final int vcpus;
    private final boolean ends;

    private PretendBackend(int vcpus, boolean ends) {
        this.vcpus = vcpus;
        this.ends = ends;
    }

    /** Jobs succeed at once, so many at a time. */
    static PretendBackend instant(int vcpus) {
        return new PretendBackend(vcpus, true);
    }

    /** One job takes all there is and keeps it until it is stopped, so that every other one waits. */
    static PretendBackend full() {
        return new PretendBackend(1, false);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Backend open(ComputeEnvironment environment, BackendContext context) {
        Capacity capacity = new Capacity(vcpus * 1_000, MemorySize.gib(vcpus), 0, MemorySize.gib(1));
        context.reports().hostJoined(new HostId(environment.name(), "host"), capacity);
        return new Serving(context.reports(), ends);
    }

    /** What serves an environment. */
    private record Serving(Reports reports, boolean ends) implements Backend {
        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.SCRIPT);
        }

        @Override
        public Optional<String> refusal(JobDefinition definition) {
            return Optional.empty();
        }

        @Override
        public void launch(Launch launch) {
            Instant now = Instant.now();
            reports.started(launch.attempt(), now);
            if (ends) {
                reports.ended(launch.attempt(), new AttemptEnd.Exited(0, now));
            }
        }

        @Override
        public void stop(AttemptId attempt, Duration grace) {
            reports.ended(attempt, new AttemptEnd.Signaled(SIGTERM, Instant.now()));
        }

        @Override
        public void release(AttemptId attempt) {}

        @Override
        public void forget(JobId job, int attempts) {}

        @Override
        public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts) {
            return CompletableFuture.completedFuture(Map.of());
        }

        @Override
        public AttemptLog log(AttemptId attempt) {
            return new Nothing();
        }

        @Override
        public void close() {}
    }

    /** No job writes anything. */
    private record Nothing() implements AttemptLog {
        @Override
        public String text(Stream stream, int maxBytes) {
            return "";
        }

        @Override
        public Following follow(Stream stream, Consumer<String> line) {
            return () -> {};
        }
    }
}
