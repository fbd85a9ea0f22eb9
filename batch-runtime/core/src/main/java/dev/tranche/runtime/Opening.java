package dev.tranche.runtime;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.history.HistoryProjector;
import dev.tranche.runtime.internal.inbox.Inbox;
import dev.tranche.runtime.internal.journal.FrameEncoder;
import dev.tranche.runtime.internal.journal.JournalException;
import dev.tranche.runtime.internal.journal.RecordingMachine;
import dev.tranche.runtime.internal.loop.Arrival;
import dev.tranche.runtime.internal.loop.Control;
import dev.tranche.runtime.internal.loop.Crew;
import dev.tranche.runtime.internal.loop.DaemonCrew;
import dev.tranche.runtime.internal.loop.LoopRun;
import dev.tranche.runtime.internal.loop.LoopStoppedException;
import dev.tranche.runtime.internal.loop.SchedulerLoop;
import dev.tranche.runtime.internal.loop.Surroundings;
import dev.tranche.runtime.internal.loop.Watch;
import dev.tranche.runtime.internal.loop.Worker;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a runtime together and opens it. The clock, the crew and the store are given, so that the same parts run in real time
 * on threads of their own and in virtual time under the hand of a simulation.
 */
final class Opening {
    private final RuntimeOptions options;
    private final Store store;
    private final BatchClock clock;
    private final Crew crew;
    private final Watch watch;
    private final Inbox<Arrival, Control> inbox;
    private final Environments environments = new Environments();
    private final Queues queues = new Queues();
    private final Tokens tokens = new Tokens();
    private final Drains drains = new Drains();
    private final Set<HostId> announced = new HashSet<>();
    private final Jobs jobs;
    private final Listeners listeners;
    private final Worker completions;
    private final Door door;
    private final Publisher publisher;
    private final Recovery recovery;

    private Opening(RuntimeOptions options, Surroundings surroundings, Store store) {
        this.options = options;
        this.store = store;
        this.clock = surroundings.clock();
        this.crew = surroundings.crew();
        this.watch = surroundings.watch();
        this.inbox = new Inbox<>(options.submitCapacity());
        this.jobs = new Jobs(tokens, inbox.submits()::isIdle);
        this.listeners = new Listeners(crew, clock, options.listenerPatience(), inbox.wakeup()::signal);
        this.completions = crew.worker("batch-completions");
        this.door = new Door(
                store.runtimeId(),
                inbox,
                crew.waiting(),
                completions,
                clock,
                options.submitPatience(),
                queues,
                new NewJobs(store.runtimeId(), store.epoch(), jobs, tokens));
        this.publisher = new Publisher(jobs, Effects.NONE, listeners, completions);
        this.recovery = new Recovery(store.runtimeId(), jobs, tokens, environments);
    }

    /**
     * Opens a runtime in real time.
     *
     * @throws OpenRefusedException if it cannot be opened
     */
    static BatchRuntime open(RuntimeOptions options) {
        Path journal = options.journal();
        Store store = journal == null
                ? Store.inMemory(Store.newRuntimeId())
                : Store.journal(journal, options.historyRetention());
        return open(
                options, new Surroundings(store.runtimeId(), BatchClock.system(), new DaemonCrew(), Watch.NONE), store);
    }

    static BatchRuntime open(RuntimeOptions options, Surroundings surroundings) {
        return open(options, surroundings, Store.inMemory(surroundings.runtimeId()));
    }

    static BatchRuntime open(RuntimeOptions options, Surroundings surroundings, Store store) {
        try {
            Backends backends = Backends.find(options.backends());
            Map<String, ComputeEnvironment> named = OpeningChecks.environmentsOf(options, backends);
            return new Opening(options, surroundings, store).open(named, backends);
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private BatchRuntime open(Map<String, ComputeEnvironment> named, Backends backends) {
        try {
            readJournal(named);
            openBackends(recovery.recorded().inOrder(named), backends);
            options.queues().forEach(this::addQueue);
            refuseIfAny(recovery.recorded().problems(queues.all()));
            return start();
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    private void readJournal(Map<String, ComputeEnvironment> named) {
        try {
            recovery.read(store.log(), publisher);
        } catch (JournalException e) {
            throw new OpenRefusedException(String.valueOf(e.getMessage()), e);
        }
        refuseIfAny(recovery.recorded().problems(named));
        publisher.effects(new BackendEffects(environments, inbox));
        jobs.underWay().forEach(inbox::expect);
    }

    private static void refuseIfAny(List<String> problems) {
        if (!problems.isEmpty()) {
            throw new OpenRefusedException(problems);
        }
    }

    // ---- backends

    private void openBackends(Iterable<ComputeEnvironment> inOrder, Backends backends) {
        for (ComputeEnvironment environment : inOrder) {
            BackendReports reports =
                    new BackendReports(environment.name(), store.runtimeId(), store.journaled(), inbox);
            try {
                Backend backend = backends.of(environment).open(environment, reports);
                boolean byReference = backend.capabilities().contains(Capability.SECRET_REFERENCES);
                LaunchAssembly assembly =
                        new LaunchAssembly(byReference ? Optional.empty() : Optional.of(options.secrets()));
                Worker worker = crew.worker("batch-dispatch-" + environment.name());
                Dispatcher dispatcher = new Dispatcher(backend, reports, assembly, clock, worker);
                environments.add(new Environments.Served(environments.all().size(), environment, dispatcher));
                announced.addAll(reports.announced());
            } catch (RuntimeException | LinkageError e) {
                throw new OpenRefusedException(
                        "environment " + environment.name() + " cannot be opened: " + e.getMessage(), e);
            }
        }
    }

    private void abandon(Throwable failure) {
        for (Environments.Served environment : environments.all()) {
            try {
                environment.dispatcher().backend().close();
            } catch (RuntimeException e) {
                failure.addSuppressed(e);
            }
            environment.dispatcher().worker().finish();
        }
        listeners.close();
        completions.finish();
    }

    private void addQueue(JobQueue queue) {
        List<Environments.Served> order = queue.computeEnvironmentOrder().stream()
                .map(environment -> environments.get(environment.name()))
                .toList();
        queues.add(new QueueEntry(recovery.recorded().number(queue.name(), queues), queue, order));
    }

    // ---- the loop

    private BatchRuntime start() {
        options.listeners().forEach(listener -> listeners.add(listeners.attach(listener)));
        SchedulerLoop loop = loop();
        inbox.control(new SetUp(environments, queues, announced));
        begin(loop);
        LoopRun run = crew.run(loop, inbox.wakeup(), () -> door.loopEnded(loop));
        Closing closing = new Closing(door, options, jobs, environments, listeners, completions, loop, run, store);
        RequestCompiler compiler = new RequestCompiler(queues.all().size());
        Submitter submitter = new Submitter(door, queues, compiler, environments);
        return new OpenRuntime(
                door, submitter, jobs, listeners, new Handles(door, queues, environments, drains), closing, history());
    }

    /** Begins to keep a history, if there is a journal to make it from. */
    private @Nullable History history() {
        HistoryProjector projector = store.history();
        Path journal = options.journal();
        if (projector == null || journal == null) {
            return null;
        }
        projector.start(inbox.wakeup()::signal);
        return new JournalHistory(journal, store.runtimeId(), projector::trouble);
    }

    private boolean historyAdmits() {
        HistoryProjector projector = store.history();
        return projector == null || projector.admits();
    }

    /** The first turns, on this thread, which is the loop's until the crew takes over. */
    private void begin(SchedulerLoop loop) {
        Adoption adoption = new Adoption(jobs, environments, recovery, clock);
        if (recovery.isOfOld()) {
            adoption.ask();
        }
        try {
            loop.begin();
        } catch (LoopStoppedException e) {
            throw new OpenRefusedException("the scheduler cannot begin: " + e.getMessage() + ": " + e.getCause(), e);
        }
        adoption.launch();
    }

    /** What is kept for later is kept with what was said. */
    private Machine machine(FrameEncoder frame) {
        return store.journaled()
                ? new RecordingMachine(store.runtimeId(), frame, frame, options.terminalJobsKept())
                : new Machine(store.runtimeId(), frame, options.terminalJobsKept());
    }

    private SchedulerLoop loop() {
        RuntimeLoopPort port = new RuntimeLoopPort(door, jobs, environments, listeners, drains, this::historyAdmits);
        return new SchedulerLoop(inbox, clock, this::machine, store.log(), publisher, watch, port, store.epoch());
    }
}
