package dev.tranche.runtime;

import static dev.tranche.dsl.Batch.job;
import static dev.tranche.dsl.Batch.jobDefinition;
import static dev.tranche.dsl.Batch.mib;
import static dev.tranche.runtime.Fixtures.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.JobRequest;
import dev.tranche.runtime.internal.invariant.InvariantWatch;
import dev.tranche.runtime.internal.journal.FrameDecoder;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.internal.journal.Verifier;
import dev.tranche.runtime.internal.loop.SteppedCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.OutcomeListener;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is run by one process after another, each of which dies at a moment that a seed decides, on an engine that
 * outlives them. A client submits everything again after each death, under the same tokens.
 */
final class CrashLife {
    private static final long RUNTIME = 0x1234L;
    private static final int JOBS = 16;
    private static final int LONGEST_DOWNTIME_MICROS = 100_000;

    private final SplittableRandom work;
    private final SplittableRandom crashes;
    private final MemoryLog disk = new MemoryLog(64 << 20);
    private final CrashEngine engine = new CrashEngine(BatchClock.micros(Instant.parse("2027-01-15T08:00:00Z")));
    private final WatchedLog watched = new WatchedLog();
    private final Map<String, JobId> acknowledged = new LinkedHashMap<>();
    private final List<Plan> plans = new ArrayList<>();
    private int deaths;

    /** A job to be submitted: what it runs, of how many children, and after which other one. */
    private record Plan(String name, JobDefinition definition, int size, int after) {}

    CrashLife(long seed) {
        work = new SplittableRandom(seed);
        crashes = new SplittableRandom(~seed);
        for (int at = 0; at < JOBS; at++) {
            plans.add(randomPlan(at));
        }
    }

    private Plan randomPlan(int at) {
        int attempts = 1 + work.nextInt(3);
        JobDefinition definition = jobDefinition("work")
                .script("true")
                .vcpus(1 + work.nextInt(2))
                .memory(mib(64))
                .retry(r -> r.attempts(attempts))
                .build();
        int size = work.nextInt(4) == 0 ? 2 + work.nextInt(3) : 0;
        return new Plan("job-" + at, definition, size, at > 0 && work.nextInt(3) == 0 ? work.nextInt(at) : -1);
    }

    int deaths() {
        return deaths;
    }

    int started() {
        return engine.started();
    }

    /** Runs it all; gives how each job ended. */
    Map<String, String> live(int mostDeaths) throws InterruptedException {
        while (true) {
            CrashProcess process =
                    deaths < mostDeaths ? CrashProcess.mortal(disk, crashes) : CrashProcess.immortal(disk);
            Map<String, String> ends = liveOnce(process, deaths + 1);
            if (ends != null) {
                decideAgain();
                return ends;
            }
            deaths++;
            watched.catchUp();
        }
    }

    /** What all processes decided comes out the same again. */
    private void decideAgain() {
        Verifier verifier = new Verifier(RUNTIME);
        disk.replay((frame, length) -> {
            assertThat(Verifier.canDecide(frame, length)).isTrue();
            assertThat(verifier.decide(frame, length)).isNull();
        });
    }

    /** The life of one process; null if it died. */
    private @Nullable Map<String, String> liveOnce(CrashProcess process, long epoch) throws InterruptedException {
        // the time of day goes on while nothing is up, or the clock is set back
        long begins = engine.wallMicros() + crashes.nextInt(-LONGEST_DOWNTIME_MICROS, LONGEST_DOWNTIME_MICROS);
        SteppedCrew crew = new SteppedCrew(BatchClock.instant(begins), Duration.ofDays(1), engine.agenda(begins));
        RuntimeOptions options = new OptionsBuilder(List.of(QUEUE), null)
                .backend(engine.backendOf(process))
                .options();
        try {
            BatchRuntime runtime = Opening.open(
                    options,
                    new Surroundings(RUNTIME, crew, crew, watched),
                    new Store(process, RUNTIME, epoch, true, () -> {}));
            Map<String, JobHandle> handles = submitAll(runtime);
            boolean done = crew.whileSomethingHappens(() -> handles.values().stream()
                    .allMatch(handle -> handle.describe().ended()));
            if (process.isAlive()) {
                assertThat(done).as("nothing hangs").isTrue();
                return ends(handles);
            }
        } catch (BatchException e) {
            if (process.isAlive()) {
                throw e;
            }
        }
        return null;
    }

    private Map<String, JobHandle> submitAll(BatchRuntime runtime) {
        Map<String, JobHandle> handles = new LinkedHashMap<>();
        for (Plan plan : plans) {
            JobRequest request = job(plan.name(), plan.definition()).clientToken(plan.name());
            if (plan.after() >= 0) {
                request = request.afterAny(Objects.requireNonNull(
                        handles.get(plans.get(plan.after()).name())));
            }
            JobHandle handle = plan.size() > 0
                    ? runtime.submit(request.array(plan.size()), QUEUE)
                    : runtime.submit(request, QUEUE);
            handles.put(plan.name(), handle);
            JobId earlier = acknowledged.putIfAbsent(plan.name(), handle.id());
            assertThat(earlier == null ? handle.id() : earlier)
                    .as("an acknowledged job is there, and the same")
                    .isEqualTo(handle.id());
        }
        return handles;
    }

    private static Map<String, String> ends(Map<String, JobHandle> handles) {
        Map<String, String> ends = new LinkedHashMap<>();
        handles.forEach((name, handle) -> {
            ends.put(name, end(handle));
            if (handle instanceof ArrayJobHandle array) {
                for (int index = 0; index < array.size(); index++) {
                    ends.put(name + ":" + index, end(array.child(index)));
                }
            }
        });
        return ends;
    }

    private static String end(JobHandle handle) {
        JobDetail end = handle.describe();
        return end.status() + " after " + end.attempts().size() + " attempts, " + end.exitCode();
    }

    /** Holds every frame that was committed to all invariants, once, and the log to the state that wrote it. */
    private final class WatchedLog implements Watch {
        private final InvariantWatch invariants = new InvariantWatch();
        private long digest;
        private int frames;

        @Override
        public Outcomes outcomes() {
            return invariants.outcomes();
        }

        @Override
        public void batchBegins(long timeMicros) {
            invariants.batchBegins(timeMicros);
        }

        @Override
        public void batchEnded(Machine machine) {
            invariants.batchEnded(machine);
            digest = machine.digest();
            frames++;
        }

        /** After a death: a last frame may have been committed that nobody has seen. */
        void catchUp() {
            Machine folded = new Machine(RUNTIME, new OutcomeListener() {}, RuntimeOptions.DEFAULT_TERMINAL_JOBS_KEPT);
            int[] read = new int[1];
            disk.replay((frame, length) -> {
                if (read[0] == frames) {
                    assertThat(folded.digest())
                            .as("the log, folded, is the state that wrote it")
                            .isEqualTo(digest);
                }
                folded.foldTime(FrameDecoder.time(frame));
                FrameDecoder.decode(frame, length, folded.fold());
                read[0]++;
                if (read[0] > frames) {
                    invariants.batchBegins(FrameDecoder.time(frame));
                    FrameDecoder.decode(frame, length, invariants.outcomes());
                }
            });
            folded.recover();
            if (read[0] == frames) {
                assertThat(folded.digest())
                        .as("the log, folded, is the state that wrote it")
                        .isEqualTo(digest);
            } else {
                assertThat(read[0]).isEqualTo(frames + 1);
                batchEnded(folded);
            }
        }
    }
}
