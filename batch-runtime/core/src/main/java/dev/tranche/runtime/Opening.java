package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.internal.journal.FrameLog;
import dev.tranche.runtime.internal.journal.MemoryLog;
import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.loop.Crew;
import dev.tranche.runtime.internal.loop.DaemonCrew;
import dev.tranche.runtime.internal.loop.LoopRun;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.loop.Worker;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BatchClock;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a runtime in memory together and opens it. The clock, the crew and the log are given, so that the same parts run in real time
 * on threads of their own and in virtual time under the hand of a simulation.
 */
final class Opening {
    /** A runtime in memory opens once. */
    private static final long EPOCH = 1;

    /** How many bytes of frames are kept before a checkpoint replaces them. */
    private static final int LOG_BYTES = 64 << 20;

    private static final int RUNTIME_ID_BITS = 60;

    private final RuntimeOptions options;
    private final BatchClock clock;
    private final Crew crew;
    private final Watch watch;
    private final FrameLog log;
    private final long runtimeId;
    private final Inbox<Arrival, Control> inbox;
    private final Environments environments = new Environments();
    private final Queues queues = new Queues();
    private final Tokens tokens = new Tokens();
    private final Drains drains = new Drains();
    private final Jobs jobs;
    private final Listeners listeners;
    private final Worker completions;
    private final Door door;

    private Opening(RuntimeOptions options, Surroundings surroundings, FrameLog log) {
        this.log = log;
        this.options = options;
        this.runtimeId = surroundings.runtimeId();
        this.clock = surroundings.clock();
        this.crew = surroundings.crew();
        this.watch = surroundings.watch();
        this.inbox = new Inbox<>(options.submitCapacity());
        this.jobs = new Jobs(tokens, inbox.submits()::isIdle);
        this.listeners = new Listeners(crew, clock, options.listenerPatience(), inbox.wakeup()::signal);
        this.completions = crew.worker("batch-completions");
        this.door = new Door(runtimeId, inbox, crew.waiting(), completions, clock, options.submitPatience(), queues);
    }

    /**
     * Opens a runtime in real time.
     *
     * @throws OpenRefusedException if it cannot be opened
     */
    static BatchRuntime open(RuntimeOptions options) {
        return open(options, new Surroundings(newRuntimeId(), BatchClock.system(), new DaemonCrew(), Watch.NONE));
    }

    static BatchRuntime open(RuntimeOptions options, Surroundings surroundings) {
        return open(options, surroundings, new MemoryLog(LOG_BYTES));
    }

    static BatchRuntime open(RuntimeOptions options, Surroundings surroundings, FrameLog log) {
        Backends backends = Backends.find(options.backends());
        Map<String, ComputeEnvironment> named = OpeningChecks.environmentsOf(options, backends);
        Opening opening = new Opening(options, surroundings, log);
        opening.openBackends(named.values(), backends);
        options.queues().forEach(opening::addQueue);
        return opening.start();
    }

    private static long newRuntimeId() {
        return new SecureRandom().nextLong() >>> (Long.SIZE - RUNTIME_ID_BITS);
    }

    // ---- backends

    private void openBackends(Iterable<ComputeEnvironment> named, Backends backends) {
        List<Backend> open = new ArrayList<>();
        LaunchAssembly assembly = new LaunchAssembly(options.secrets());
        for (ComputeEnvironment environment : named) {
            BackendReports reports = new BackendReports(environment.name(), runtimeId, inbox);
            try {
                Backend backend = backends.of(environment).open(environment, reports);
                open.add(backend);
                Worker worker = crew.worker("batch-dispatch-" + environment.name());
                Dispatcher dispatcher = new Dispatcher(backend, reports, assembly, clock, worker);
                environments.add(new Environments.Served(open.size() - 1, environment, dispatcher));
            } catch (RuntimeException | LinkageError e) {
                abandon(open, e);
                throw new OpenRefusedException(
                        "environment " + environment.name() + " cannot be opened: " + e.getMessage(), e);
            }
        }
    }

    private void abandon(List<Backend> open, Throwable failure) {
        for (Backend backend : open) {
            try {
                backend.close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
        }
        environments
                .all()
                .forEach(environment -> environment.dispatcher().worker().finish());
        completions.finish();
    }

    private void addQueue(JobQueue queue) {
        List<Environments.Served> order = queue.computeEnvironmentOrder().stream()
                .map(environment -> environments.get(environment.name()))
                .toList();
        queues.add(new QueueEntry(queues.all().size(), queue, order));
    }

    // ---- the loop

    private BatchRuntime start() {
        options.listeners().forEach(listener -> listeners.add(listeners.attach(listener)));
        SchedulerLoop loop = loop();
        inbox.control(new SetUp(environments, queues));
        loop.doWork(); // on this thread, which is the loop's until the crew takes over
        LoopRun run = crew.run(loop, inbox.wakeup(), () -> door.loopEnded(loop));
        Closing closing = new Closing(door, options, jobs, environments, listeners, completions, loop, run);
        RequestCompiler compiler =
                new RequestCompiler(options.secrets(), queues.all().size());
        Submitter submitter = new Submitter(door, queues, compiler, jobs, tokens, environments, EPOCH);
        return new OpenRuntime(
                door, submitter, jobs, listeners, new Handles(door, queues, environments, drains), closing);
    }

    private SchedulerLoop loop() {
        Publisher publisher = new Publisher(jobs, environments, inbox, listeners, completions);
        RuntimeLoopPort port = new RuntimeLoopPort(door, jobs, environments, listeners, drains);
        return new SchedulerLoop(
                inbox,
                clock,
                recorder -> new Machine(runtimeId, recorder, options.terminalJobsKept()),
                log,
                publisher,
                watch,
                port,
                EPOCH);
    }
}
