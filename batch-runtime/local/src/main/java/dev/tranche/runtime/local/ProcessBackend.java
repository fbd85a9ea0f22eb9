package dev.tranche.runtime.local;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import dev.tranche.runtime.spi.files.DirectoryRemoval;
import dev.tranche.runtime.spi.files.RunDirectories;
import dev.tranche.runtime.spi.files.WorkRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts of one local environment: hands launches to the supervisor and its events to the scheduler. */
final class ProcessBackend implements Backend, SupervisorLink.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessBackend.class);

    private static final Set<Capability> CAPABILITIES = Set.of(
            Capability.SCRIPT,
            Capability.EXECUTABLE,
            Capability.MULTI_NODE,
            Capability.RUN_DIRECTORY,
            Capability.ADOPTION,
            Capability.SIGNALS,
            Capability.EXACT_OUTPUT,
            Capability.TAIL);

    private final WorkRoot root;
    private final AttemptPaths paths;
    private final Reports reports;
    private final Clock clock;
    private final Refusals refusals;
    private final StartCommands startCommands;
    private final SpareDirectories spares;
    private final AttemptEnds ends;
    private final LostSupervisor lostSupervisor;
    private final RunDirectories runDirectories;
    private final Housekeeping housekeeping = new Housekeeping();
    private final Function<SupervisorLink.Listener, SupervisorLink> newSupervisor;

    /** Of a journaled runtime only. */
    private final @Nullable Legacy legacy;

    // Filled by the dispatcher, read by the supervisor's thread and by those who read logs.
    private final ConcurrentHashMap<AttemptId, LocalAttempt> attempts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Long, LocalAttempt> byKey = new ConcurrentHashMap<>();

    // Any thread: what an earlier opening left is cleared once, when it is known which attempts it still counts.
    private final AtomicBoolean isFirstInventory = new AtomicBoolean(true);

    // Guarded by this: an attempt is given to a supervisor, or finds that it is gone, as one step.
    private @Nullable SupervisorLink supervisor;
    private boolean closed;
    private long lastKey;

    ProcessBackend(
            String environment,
            WorkRoot root,
            AttemptPaths paths,
            Reports reports,
            Clock clock,
            Map<String, String> base,
            AttemptEnds ends,
            @Nullable Legacy legacy,
            Function<SupervisorLink.Listener, SupervisorLink> newSupervisor) {
        this.root = root;
        this.paths = paths;
        this.reports = reports;
        this.clock = clock;
        this.refusals = new Refusals(base);
        this.startCommands = new StartCommands(paths, base);
        this.spares = new SpareDirectories(paths);
        this.ends = ends;
        this.legacy = legacy;
        this.lostSupervisor = new LostSupervisor(environment, paths, reports, clock, ends);
        this.runDirectories = new RunDirectories(root, paths.runs());
        this.newSupervisor = newSupervisor;
    }

    /** Starts the supervisor ahead of the first launch, and looks for what dead runtimes left. */
    void open() {
        synchronized (this) {
            openSupervisor();
        }
        housekeeping.soon(
                () -> "sweep after dead runtimes",
                () -> root.sweepDead(runtime -> Survivors.ofRuntime(runtime).kill()));
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public Optional<String> refusal(JobDefinition definition) {
        return refusals.refusal(definition);
    }

    @Override
    public void launch(Launch launch) {
        LocalAttempt earlier = attempts.get(launch.attempt());
        if (earlier != null) {
            earlier.repeat(reports);
            return;
        }
        LocalAttempt attempt = register(launch.attempt());
        try {
            send(attempt, startCommands.of(attempt, launch, spares));
        } catch (IllegalArgumentException e) {
            attempt.ended(new AttemptEnd.StartFailed(String.valueOf(e.getMessage()), clock.instant()), reports);
        }
    }

    private synchronized LocalAttempt register(AttemptId id) {
        if (closed) {
            throw new IllegalStateException("the local backend is closed; attempt " + id + " is not started");
        }
        LocalAttempt attempt = new LocalAttempt(id, ++lastKey, openSupervisor());
        attempts.put(id, attempt);
        byKey.put(attempt.key(), attempt);
        return attempt;
    }

    private static void send(LocalAttempt attempt, Command command) {
        SupervisorLink link = attempt.supervisor();
        if (link != null) {
            link.send(command);
        }
    }

    @CanIgnoreReturnValue
    private SupervisorLink openSupervisor() {
        SupervisorLink link = supervisor;
        if (link == null) {
            link = newSupervisor.apply(this);
            supervisor = link;
            link.open();
        }
        return link;
    }

    @Override
    public void stop(AttemptId id, Duration grace) {
        LocalAttempt attempt = attempts.get(id);
        if (attempt != null) {
            send(attempt, new Command.Stop(attempt.key(), TimeUnit.MILLISECONDS.convert(grace)));
        }
    }

    @Override
    public void release(AttemptId id) {
        LocalAttempt attempt = attempts.get(id);
        if (attempt != null && !attempt.isOpen()) {
            attempts.remove(id);
            byKey.remove(attempt.key());
            housekeeping.later(() -> "remove the working directory of attempt " + id, () -> clear(attempt.directory()));
        }
    }

    private void clear(String attempt) throws IOException {
        if (!spares.keep(attempt)) {
            Files.deleteIfExists(paths.script(attempt));
            DirectoryRemoval.remove(paths.work(attempt));
        }
    }

    @Override
    public void forget(JobId job, int count) {
        housekeeping.soon(() -> "remove the attempts of job " + job, () -> {
            for (int number = 1; number <= count; number++) {
                DirectoryRemoval.remove(paths.attempt(AttemptPaths.directoryName(new AttemptId(job, number))));
            }
        });
    }

    @Override
    public void runContinued(JobId run, JobId earlier) {
        try {
            runDirectories.goOn(run, earlier); // at once: its jobs may be launched next
        } catch (IOException e) {
            throw new UncheckedIOException("run " + run + " does not find the files of run " + earlier, e);
        }
    }

    @Override
    public void runEnded(JobId run, boolean keep) {
        if (keep) {
            housekeeping.soon(() -> "keep the directory of run " + run, () -> runDirectories.keep(run));
        } else {
            housekeeping.soon(() -> "remove the directory of run " + run, () -> runDirectories.remove(run));
        }
    }

    @Override
    public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> ids) {
        if (legacy == null) {
            return CompletableFuture.completedStage(states(ids, this::state));
        }
        return legacy.written().thenApply(ended -> {
            Map<AttemptId, AttemptState> states = states(ids, id -> adopted(id, legacy, ended));
            if (isFirstInventory.compareAndSet(true, false)) {
                List<String> released = legacy.allBut(ids);
                housekeeping.soon(() -> "clear after an earlier opening", () -> legacy.clear(released));
            }
            return states;
        });
    }

    private static Map<AttemptId, AttemptState> states(
            Collection<AttemptId> ids, Function<AttemptId, AttemptState> state) {
        return ids.stream().distinct().collect(Collectors.toMap(Function.identity(), state));
    }

    private AttemptState adopted(AttemptId id, Legacy from, Map<String, AttemptEnd> ended) {
        LocalAttempt attempt = attempts.get(id);
        return attempt == null ? from.state(id, ended) : attempt.state();
    }

    private AttemptState state(AttemptId id) {
        LocalAttempt attempt = attempts.get(id);
        if (attempt != null) {
            return attempt.state();
        }
        return Files.exists(paths.attempt(AttemptPaths.directoryName(id)))
                ? new AttemptState.Ended(new AttemptEnd.Unknown("the attempt was released", clock.instant()))
                : new AttemptState.NeverStarted();
    }

    @Override
    public AttemptLog log(AttemptId id) {
        return new FileLog(paths, AttemptPaths.directoryName(id), () -> {
            LocalAttempt attempt = attempts.get(id);
            return attempt != null && attempt.isOpen();
        });
    }

    @Override
    public void close() {
        SupervisorLink link;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            link = supervisor;
        }
        if (link != null) {
            link.close();
        }
        housekeeping.close();
        try {
            root.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of the local backend cannot be removed: " + paths.root(), e);
        }
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Known known) {
            adopt(known);
        } else if (event instanceof Event.Listed) {
            readLegacy();
        } else if (event instanceof Event.Started started) {
            find(started.key()).ifPresent(attempt -> attempt.started(started.pid(), started.at(), reports));
        } else if (event instanceof Event.NotStarted failed) {
            find(failed.key()).ifPresent(attempt -> attempt.ended(ends.of(failed), reports));
        } else if (event instanceof Event.Ended ended) {
            find(ended.key()).ifPresent(attempt -> attempt.ended(ends.of(ended), reports));
        } else if (event instanceof Event.Warning warning) {
            LOG.warn("supervisor: {}", warning.text());
        }
    }

    /** The supervisor has it from an earlier opening. */
    private synchronized void adopt(Event.Known known) {
        AttemptId id = AttemptNames.parse(known.attempt());
        if (supervisor != null && !attempts.containsKey(id)) {
            LocalAttempt attempt = new LocalAttempt(id, known.key(), supervisor);
            attempts.put(id, attempt);
            byKey.put(known.key(), attempt);
            lastKey = Math.max(lastKey, known.key());
        }
    }

    private synchronized void readLegacy() {
        try {
            if (legacy != null) {
                lastKey = Math.max(lastKey, legacy.read());
            }
        } catch (IOException e) {
            LOG.error("cannot read the ends that the supervisor wrote down: {}", paths.endsLog(), e);
            legacy.unreachable(String.valueOf(e.getMessage()));
        }
    }

    private Optional<LocalAttempt> find(long key) {
        return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public void gone(SupervisorLink link, boolean wasReady, String lastWords) {
        List<LocalAttempt> open;
        synchronized (this) {
            if (closed && legacy != null) {
                return; // what runs goes on
            }
            supervisor = null;
            open = attempts.values().stream()
                    .filter(attempt -> attempt.supervisor() == link)
                    .toList();
        }
        if (wasReady) {
            lostSupervisor.gone(open, lastWords);
        } else {
            if (legacy != null) {
                legacy.unreachable(lastWords);
            }
            lostSupervisor.neverReady(open, lastWords);
        }
    }
}
