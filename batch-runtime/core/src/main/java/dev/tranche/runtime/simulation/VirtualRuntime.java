package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.Explanation;
import dev.tranche.model.JobId;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.BatchRuntime;
import dev.tranche.runtime.RuntimeBuilder;
import dev.tranche.runtime.WaitInterruptedException;
import dev.tranche.runtime.internal.invariant.InvariantWatch;
import dev.tranche.runtime.internal.loop.OpensIn;
import dev.tranche.runtime.internal.loop.SteppedCrew;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** A real runtime with a stepped crew and a pretend cluster: hands on what is asked of it, and lets time pass. */
final class VirtualRuntime extends ForwardingRuntime implements SimulatedRuntime {
    private static final int RUNTIME_ID_BITS = 60;

    private final SteppedCrew crew;
    private final ScheduleRecorder recorder;
    private final Clock clock;

    private VirtualRuntime(BatchRuntime runtime, SteppedCrew crew, ScheduleRecorder recorder) {
        super(runtime);
        this.crew = crew;
        this.recorder = recorder;
        this.clock = new VirtualClock(crew);
    }

    static VirtualRuntime open(Scenario scenario, List<JobQueue> queues) {
        SimulatedCluster cluster = new SimulatedCluster(scenario, queues);
        SteppedCrew crew = new SteppedCrew(SimulatedCluster.BEGIN, scenario.horizon(), cluster);
        RuntimeBuilder builder = BatchRuntime.inMemory()
                .queues(queues)
                .listener(cluster.recorder())
                .secretResolver(reference -> "simulated");
        for (String kind : kinds(queues)) {
            builder = builder.backend(cluster.factory(kind));
        }
        Watch watch = scenario.audience().checked() ? new InvariantWatch() : Watch.NONE;
        BatchRuntime runtime = openIn(builder, new Surroundings(runtimeId(scenario.seed()), crew, crew, watch));
        cluster.recorder().explainer(job -> explanation(runtime, job));
        VirtualRuntime open = new VirtualRuntime(runtime, crew, cluster.recorder());
        scenario.audience().opened().accept(open);
        return open;
    }

    private static BatchRuntime openIn(RuntimeBuilder builder, Surroundings surroundings) {
        if (builder instanceof OpensIn<?> opening && opening.openIn(surroundings) instanceof BatchRuntime runtime) {
            return runtime;
        }
        throw new IllegalStateException("a runtime in memory opens in any surroundings: " + builder);
    }

    private static List<String> kinds(List<JobQueue> queues) {
        return queues.stream()
                .flatMap(queue -> queue.computeEnvironmentOrder().stream())
                .map(ComputeEnvironment::backend)
                .distinct()
                .toList();
    }

    private static long runtimeId(long seed) {
        return Draws.of(seed, Draws.Purpose.RUNTIME_ID).nextLong() >>> (Long.SIZE - RUNTIME_ID_BITS);
    }

    private static Optional<String> explanation(BatchRuntime runtime, JobId job) {
        return runtime.job(job).map(handle -> {
            Explanation why = handle.explain();
            return why.reasons().isEmpty()
                    ? why.status().toString()
                    : why.reasons().stream().map(Object::toString).collect(Collectors.joining("; "));
        });
    }

    // ---- time

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public void advance(Duration by) {
        Micros.notNegative("time to advance by", by);
        crew.ensureAllowed("advance");
        try {
            crew.advance(by);
        } catch (InterruptedException e) {
            throw interrupted("advance", e);
        }
        ensureRunning();
    }

    @Override
    public Schedule untilIdle() {
        crew.ensureAllowed("untilIdle");
        try {
            boolean idle = crew.whileSomethingHappens(recorder::isIdle);
            ensureRunning();
            return crew.exclusively(() -> recorder.schedule(idle ? List.of() : recorder.open()));
        } catch (InterruptedException e) {
            throw interrupted("untilIdle", e);
        }
    }

    @Override
    public <T> T await(CompletionStage<T> stage) {
        crew.ensureAllowed("await");
        CompletableFuture<T> done = stage.toCompletableFuture();
        try {
            if (!crew.whileSomethingHappens(done::isDone)) {
                ensureRunning();
                throw new IllegalStateException("nothing will happen any more that could complete " + stage + ": "
                        + crew.exclusively(recorder::open));
            }
        } catch (InterruptedException e) {
            throw interrupted("await", e);
        }
        return done.join();
    }

    @Override
    public Schedule schedule() {
        return schedule(List.of());
    }

    Schedule schedule(List<NeverRuns> refused) {
        return crew.exclusively(() -> recorder.schedule(refused));
    }

    /** Whoever lets time pass is told if that is over. */
    private void ensureRunning() {
        if (crew.isStopped()) {
            boolean unused = drain(Duration.ZERO); // throws, and knows why
        }
    }

    private static WaitInterruptedException interrupted(String what, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new WaitInterruptedException(what + " was interrupted", cause);
    }

    @Override
    public void close() {
        crew.ignoreHorizon();
        super.close();
    }

    /** Prints the identity of the runtime and the virtual time. */
    @Override
    public String toString() {
        return "simulated " + super.toString() + " at " + clock.instant();
    }
}
