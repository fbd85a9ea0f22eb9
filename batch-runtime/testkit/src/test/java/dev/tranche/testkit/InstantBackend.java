package dev.tranche.testkit;

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

/** A backend of kind {@code instant} whose programs succeed as soon as they are launched; found on the class path. */
public final class InstantBackend implements BackendFactory {
    @Override
    public String kind() {
        return "instant";
    }

    @Override
    public Backend open(ComputeEnvironment environment, BackendContext context) {
        Capacity large = new Capacity(4_000, MemorySize.gib(8), 0, MemorySize.gib(8));
        context.reports().hostJoined(new HostId(environment.name(), "h"), large);
        return new Serving(context.reports());
    }

    private static final class Serving implements Backend {
        private final Reports reports;

        Serving(Reports reports) {
            this.reports = reports;
        }

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
            reports.started(launch.attempt(), Instant.EPOCH);
            reports.ended(launch.attempt(), new AttemptEnd.Exited(0, Instant.EPOCH));
        }

        @Override
        public void stop(AttemptId attempt, Duration grace) {}

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
            return new AttemptLog() {
                @Override
                public String text(Stream stream, int maxBytes) {
                    return "";
                }

                @Override
                public Following follow(Stream stream, Consumer<String> line) {
                    return () -> {};
                }
            };
        }

        @Override
        public void close() {}
    }
}
