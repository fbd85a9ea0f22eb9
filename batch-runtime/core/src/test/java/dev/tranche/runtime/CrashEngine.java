package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.internal.loop.Agenda;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A pretend engine that outlives the processes of its runtime. What a program does is decided by its job, its index and the
 * number of its attempt alone, so it is the same whatever crashes. A start that is told twice, or an attempt that is asked for
 * after it was released, is an error of the runtime.
 */
final class CrashEngine {
    private static final int LONGEST_RUN_MICROS = 50_000;

    private final Map<AttemptId, Run> runs = new LinkedHashMap<>();
    private long wallMicros;
    private @Nullable CrashProcess process;
    private @Nullable Reports reports;

    CrashEngine(long wallMicros) {
        this.wallMicros = wallMicros;
    }

    private static final class Run {
        final long startedAt;
        final long endsAt;
        final int code;
        boolean ended;
        boolean released;

        Run(long startedAt, long endsAt, int code) {
            this.startedAt = startedAt;
            this.endsAt = endsAt;
            this.code = code;
        }

        AttemptEnd end() {
            return new AttemptEnd.Exited(code, BatchClock.instant(endsAt));
        }
    }

    /** How many programs have been started. */
    int started() {
        return runs.size();
    }

    /** What happens while this process lives, whose virtual time began then. */
    Agenda agenda(long beganMicros) {
        return new Agenda() {
            @Override
            public long nextMicros() {
                return runs.values().stream()
                        .filter(run -> !run.ended)
                        .mapToLong(run -> Math.max(0, run.endsAt - beganMicros))
                        .min()
                        .orElse(Long.MAX_VALUE);
            }

            @Override
            public void happen(long nowMicros) {
                wallMicros = beganMicros + nowMicros;
                runs.forEach((attempt, run) -> {
                    if (!run.ended && run.endsAt <= wallMicros) {
                        run.ended = true;
                        tell(attempt, run.end());
                    }
                });
            }
        };
    }

    private void tell(AttemptId attempt, AttemptEnd end) {
        if (process != null && reports != null && process.isAlive()) {
            reports.ended(attempt, end);
        }
    }

    long wallMicros() {
        return wallMicros;
    }

    /** The backend of a process: it speaks to the engine for as long as the process lives. */
    BackendFactory backendOf(CrashProcess owner) {
        process = owner;
        return new BackendFactory() {
            @Override
            public String kind() {
                return "fake";
            }

            @Override
            public Backend open(ComputeEnvironment environment, BackendContext context) {
                reports = context.reports();
                context.reports()
                        .hostJoined(
                                new HostId(environment.name(), "h1"),
                                new Capacity(3_000, MemorySize.gib(16), 0, MemorySize.gib(16)));
                return new CrashBackend(owner, context.reports());
            }
        };
    }

    private final class CrashBackend implements Backend {
        private final CrashProcess owner;
        private final Reports told;

        CrashBackend(CrashProcess owner, Reports told) {
            this.owner = owner;
            this.told = told;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.SCRIPT, Capability.ADOPTION);
        }

        @Override
        public Optional<String> refusal(JobDefinition definition) {
            return Optional.empty();
        }

        @Override
        public void launch(Launch launch) {
            if (!owner.mayCall()) {
                return;
            }
            if (runs.containsKey(launch.attempt())) {
                throw new AssertionError("started twice: " + launch.attempt());
            }
            String what = launch.jobName() + launch.attempt().job().index() + "."
                    + launch.attempt().number();
            SplittableRandom random = new SplittableRandom(what.hashCode());
            long endsAt = wallMicros + random.nextInt(LONGEST_RUN_MICROS);
            runs.put(launch.attempt(), new Run(wallMicros, endsAt, random.nextInt(3) == 0 ? 1 : 0));
            told.started(launch.attempt(), BatchClock.instant(wallMicros));
        }

        @Override
        public void stop(AttemptId attempt, Duration grace) {
            throw new AssertionError("nobody asked for a stop of " + attempt);
        }

        @Override
        public void release(AttemptId attempt) {
            if (!owner.mayCall()) {
                return;
            }
            Run run = runs.get(attempt);
            if (run == null || !run.ended) {
                throw new AssertionError("released before it ended: " + attempt);
            }
            run.released = true;
        }

        @Override
        public void forget(JobId job, int attempts) {}

        @Override
        public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts) {
            Map<AttemptId, AttemptState> states = new HashMap<>();
            attempts.forEach(attempt -> states.put(attempt, state(attempt)));
            return CompletableFuture.completedFuture(states);
        }

        private AttemptState state(AttemptId attempt) {
            Run run = runs.get(attempt);
            if (run == null) {
                return new AttemptState.NeverStarted();
            }
            if (run.released) {
                throw new AssertionError("asked for after its release: " + attempt);
            }
            return run.ended
                    ? new AttemptState.Ended(run.end())
                    : new AttemptState.Running(BatchClock.instant(run.startedAt));
        }

        @Override
        public AttemptLog log(AttemptId attempt) {
            throw new AssertionError("nobody asked for the log of " + attempt);
        }

        @Override
        public void close() {}
    }
}
