package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.DockerEngine;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Reports;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One engine as a host of its environment: the attempts that are on it, what its events mean for them, and what becomes of
 * them when contact with it is lost. Any thread may use it.
 */
final class EngineHost implements DockerAttempt.Work, EngineWatch.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EngineHost.class);

    /** AWS's words for the loss of a host begin like this, and so do the rules that people write. */
    private static final String HOST_LOST = "Host EC2 (docker engine %s) terminated.";

    /** An engine gives its containers this long, and a little more, when it shuts down. */
    private static final Duration SHUT_DOWN = Duration.ofSeconds(20);

    private final HostId id;
    private final ContainerEngine engine;
    private final EngineTraits traits;
    private final EngineCapacity capacity;
    private final EngineClock clock;
    private final Labels labels;
    private final Reports reports;
    private final Neighbours neighbours;
    private final Gpus gpus;
    private final Slots slots;
    private final NodeNetworks networks;
    private final Starts starts;
    private final Ends ends;
    private final EngineWatch watch;
    private final LeaseKeeper lease;
    private final Workers calls;
    private final Workers chores;
    private final Timer timer;

    // Filled by those who create or adopt, read by the thread of the events.
    private final ConcurrentHashMap<String, Place> byContainer = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AttemptId, DockerAttempt> attempts = new ConcurrentHashMap<>();

    // Chores that the engine could not be reached for; they are done when it is back.
    private final ConcurrentHashMap<AttemptId, Runnable> putOff = new ConcurrentHashMap<>();

    /** Whose a container is. */
    private record Place(DockerAttempt attempt, Part part) {}

    EngineHost(
            HostId id,
            ContainerEngine engine,
            EngineTraits traits,
            EngineCapacity capacity,
            EngineClock clock,
            EngineSettings settings,
            Timer timer) {
        this.id = id;
        this.engine = engine;
        this.traits = traits;
        this.capacity = capacity;
        this.clock = clock;
        this.labels = settings.labels();
        this.reports = settings.reports();
        this.timer = timer;
        this.neighbours = new Neighbours(labels);
        this.gpus = new Gpus(traits.gpus());
        this.slots = new Slots(capacity.engine().maxConcurrent());
        this.networks = new NodeNetworks(engine, labels, settings.network());
        String name = "docker-" + id.name();
        this.calls = new Workers(name + "-call", EngineSettings.CALLS);
        this.chores = new Workers(name + "-chore", EngineSettings.CHORES);
        this.ends = new Ends(engine, calls, timer);
        this.starts = new Starts(this, engine, traits, clock, settings, gpus, networks, timer);
        this.watch = new EngineWatch(engine, this, calls, timer, System::nanoTime, settings.lostAfter());
        this.lease = new LeaseKeeper(engine, labels, clock, settings.lease(), timer, chores, watch);
    }

    HostId id() {
        return id;
    }

    EngineTraits traits() {
        return traits;
    }

    ContainerEngine engine() {
        return engine;
    }

    EngineClock clock() {
        return clock;
    }

    /** The containers that this environment of this runtime has on the engine. */
    List<ListedContainer> ours() {
        return engine.list(labels.filter()).stream()
                .filter(container -> labels.areOurs(container.labels()))
                .toList();
    }

    /** Begins to watch, takes out the lease, looks at the neighbours, and joins. */
    void open() {
        watch.open();
        lease.open();
        neighbours.listed(engine.list(Labels.RUNTIME));
        join();
    }

    private void join() {
        EngineCapacity.Load others = neighbours.load();
        reports.hostJoined(id, capacity.less(others), capacity.heldBy(others));
    }

    // ---- attempts

    void launch(DockerAttempt attempt, Preparation preparation) {
        attempts.put(attempt.id(), attempt);
        Runnable begin = () -> starts.fetch(attempt, preparation);
        preparation
                .launch()
                .node()
                .ifPresentOrElse(
                        node -> slots.admit(attempt, NodeNetworks.nodesOf(attempt.id()), node.count(), begin),
                        () -> slots.admit(attempt, begin));
    }

    /** Fetches an image, perhaps for another kind of processor. */
    CompletableFuture<EngineImage> fetch(String image, Optional<String> platform) {
        return starts.fetch(image, platform);
    }

    /** A container of an attempt is on the engine; from now on its events mean something. */
    void created(DockerAttempt attempt, Part part, String container) {
        part.created(container);
        byContainer.put(container, new Place(attempt, part));
    }

    /** The address of an attempt, which is that of the one container that gives its network to the others; empty unless it runs. */
    Optional<String> address(AttemptId attempt) {
        return Optional.ofNullable(attempts.get(attempt)).stream()
                .flatMap(running -> running.parts().stream())
                .flatMap(part -> part.container().stream())
                .flatMap(container -> engine.address(container).stream())
                .findFirst();
    }

    @Override
    public void start(DockerAttempt attempt, Part part) {
        starts.start(attempt, part);
    }

    @Override
    public void terminate(Part part) {
        signal(part, part.stopSignal());
    }

    @Override
    public void kill(Part part) {
        part.kill();
        signal(part, "SIGKILL");
    }

    private void signal(Part part, String signal) {
        part.signalled();
        calls.soon(() -> {
            try {
                engine.signal(part.container().orElseThrow(), signal);
            } catch (EngineUnreachableException e) {
                watch.suspect(e.getMessage()); // who is to end is reminded when it is back
            } catch (EngineRefusedException e) {
                LOG.warn("engine {}: {} cannot be sent to container {}", id.name(), signal, part.container(), e);
            }
        });
    }

    @Override
    public void afterGrace(DockerAttempt attempt, Duration grace) {
        timer.after(grace, attempt::graceOver);
    }

    @Override
    public void ended(DockerAttempt attempt) {
        calls.soon(() -> {
            starts.drop(attempt);
            gpus.free(attempt);
            slots.leave(attempt);
        });
    }

    /** Keeps the output of an ended attempt and removes what it has on the engine; later, if the engine is away. */
    void clean(DockerAttempt attempt, ContainerLog log, StartMarks marks) {
        putOff.put(attempt.id(), () -> clean(attempt, log, marks));
        chores.soon(() -> {
            try {
                for (PartOutput output : log.parts()) {
                    Optional<String> container = output.part().container();
                    if (container.isPresent() && output.keep()) {
                        byContainer.remove(container.get());
                        engine.remove(container.get());
                    }
                }
                networks.leave(attempt.id());
                marks.clear(attempt.id());
                attempts.remove(attempt.id());
                putOff.remove(attempt.id());
            } catch (EngineUnreachableException e) {
                watch.suspect(e.getMessage());
            } catch (EngineRefusedException e) {
                LOG.warn("engine {}: what attempt {} left cannot be removed", id.name(), attempt.id(), e);
                putOff.remove(attempt.id());
            } catch (IOException e) {
                LOG.warn("the mark of attempt {} stays", attempt.id(), e);
                putOff.remove(attempt.id());
            }
        });
    }

    /** What an earlier opening of this runtime released and did not clean: nothing more is heard of it. */
    void found(DockerAttempt attempt, List<Inspection> containers) {
        for (int i = 0; i < containers.size(); i++) {
            Part part = attempt.parts().get(i);
            part.created(containers.get(i).id());
            part.abandon();
            networks.found(attempt.id(), containers.get(i).labels());
        }
    }

    /** Does something that needs the engine and that nobody waits for. */
    void soon(Runnable chore) {
        chores.soon(chore);
    }

    /** Takes over an attempt whose containers an earlier opening of this runtime left. */
    void adopt(DockerAttempt attempt, List<Inspection> containers) {
        attempts.put(attempt.id(), attempt);
        String nodes = containers.get(0).labels().getOrDefault(Labels.NODES, "");
        if (nodes.isEmpty()) {
            slots.found(attempt);
        } else {
            slots.found(attempt, nodes);
        }
        List<Part> begun = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            Inspection container = containers.get(i);
            Part part = attempt.parts().get(i);
            created(attempt, part, container.id());
            networks.found(attempt.id(), container.labels());
            if (container.startedAt().isPresent()) {
                begun.add(part);
            }
            String held = container.labels().getOrDefault(Labels.GPUS, "");
            if (!held.isEmpty()) {
                gpus.found(attempt, List.of(held.split(",", -1)));
            }
        }
        attempt.adopted(begun, clock.now());
        for (int i = 0; i < containers.size(); i++) {
            tell(attempt, attempt.parts().get(i), containers.get(i));
        }
    }

    private void tell(DockerAttempt attempt, Part part, Inspection found) {
        found.startedAt().ifPresent(at -> attempt.started(part, at));
        if (found.phase() == Inspection.Phase.EXITED) {
            ends.look(attempt, part, Optional.empty());
        }
    }

    // ---- what the engine tells

    @Override
    public void happened(EngineEvent event) {
        if (neighbours.happened(event) && watch.isWatching()) {
            join();
        }
        Place place = byContainer.get(event.container());
        if (place == null) {
            return;
        }
        switch (event.action()) {
            case EngineEvent.START -> place.attempt().started(place.part(), event.at());
            case EngineEvent.OUT_OF_MEMORY -> place.part().seeOutOfMemory();
            case EngineEvent.KILL -> place.part().seeSignal();
            case EngineEvent.DIE -> died(place, event);
            case EngineEvent.DESTROY -> destroyed(place, event);
            default -> {} // exec, health and the like change nothing
        }
    }

    /** One that dies before it was seen to start has failed to: whoever starts it is told so. */
    private void died(Place place, EngineEvent event) {
        if (place.attempt().phaseOf(place.part()) == Part.Phase.RUNNING) {
            place.part().died(event);
            if (place.part().stoppedFromOutside()) {
                timer.after(SHUT_DOWN, () -> lookIfNotShutDown(place, event));
            } else {
                ends.look(place.attempt(), place.part(), Optional.of(event));
            }
        }
    }

    /** An engine that shuts down stops its containers first, as anybody might; if it did, contact has been lost by now. */
    private void lookIfNotShutDown(Place place, EngineEvent death) {
        if (watch.isWatching()) {
            ends.look(place.attempt(), place.part(), Optional.of(death));
        }
    }

    private void destroyed(Place place, EngineEvent event) {
        byContainer.remove(event.container());
        if (place.part().death().isEmpty()) {
            place.attempt().exited(place.part(), Ends.vanished(event.at()));
        } else {
            ends.look(place.attempt(), place.part(), place.part().death());
        }
    }

    // ---- contact

    @Override
    public void contactLost(String why) {
        reports.hostDraining(id, "no contact with engine " + id.name() + ": " + why);
    }

    @Override
    public void contactRegained(EngineWatch.Gap gap, Instant lastSeen) {
        neighbours.listed(engine.list(Labels.RUNTIME));
        boolean restarted = isRestart(gap);
        for (DockerAttempt attempt : List.copyOf(attempts.values())) {
            attempt.parts().forEach(part -> resolve(attempt, part, restarted, lastSeen));
            attempt.remind();
        }
        starts.resume();
        join();
        new ArrayList<>(putOff.values()).forEach(Runnable::run);
    }

    /** If nobody can tell, it was one unless something of ours that ran before runs still: a restart leaves nothing. */
    private boolean isRestart(EngineWatch.Gap gap) {
        return switch (gap) {
            case CUT -> false;
            case RESTART -> true;
            case UNCERTAIN ->
                byContainer.values().stream()
                        .filter(place -> place.attempt().phaseOf(place.part()) == Part.Phase.RUNNING)
                        .map(place -> engine.inspect(place.part().container().orElse("")))
                        .flatMap(Optional::stream)
                        .noneMatch(Inspection::isAlive);
        };
    }

    private void resolve(DockerAttempt attempt, Part part, boolean restarted, Instant lastSeen) {
        Part.Phase phase = attempt.phaseOf(part);
        if (phase != Part.Phase.RUNNING && phase != Part.Phase.STARTING) {
            return;
        }
        Optional<Inspection> found = part.container().flatMap(engine::inspect);
        if (found.isEmpty()) {
            if (phase == Part.Phase.RUNNING) {
                attempt.exited(part, Ends.vanished(clock.now()));
            }
        } else if (restarted && (part.stoppedFromOutside() || wasEndedByTheRestart(found.get(), lastSeen))) {
            attempt.lost(
                    HOST_LOST.formatted(id.name()), found.get().finishedAt().orElseGet(clock::now));
        } else {
            tell(attempt, part, found.get());
        }
    }

    /** What had ended before the last event that we saw did so by itself. */
    private static boolean wasEndedByTheRestart(Inspection container, Instant lastSeen) {
        return container.phase() == Inspection.Phase.EXITED
                && container.finishedAt().map(at -> at.isAfter(lastSeen)).orElse(true);
    }

    @Override
    public void givenUp(Duration silence) {
        String reason = HOST_LOST.formatted(id.name());
        LOG.error("engine {} has not answered for {}; its attempts count as lost", id.name(), silence);
        Instant now = clock.now();
        attempts.values().forEach(attempt -> attempt.lost(reason, now));
        reports.hostLost(id, reason);
    }

    /** Whether it can be reached. */
    boolean isWatching() {
        return watch.isWatching();
    }

    DockerEngine usage() {
        return capacity.engine();
    }

    /**
     * Ends the host. What still runs goes on if it is to be adopted; otherwise it is killed and everything is removed.
     *
     * @param kept whether the next opening of this runtime adopts what is there
     */
    void close(boolean kept) {
        watch.close();
        starts.close();
        calls.close();
        if (!kept) {
            byContainer.keySet().forEach(container -> chores.soon(() -> removeQuietly(container)));
        }
        chores.close();
        if (!kept) {
            networks.removeAll();
        }
        lease.close(kept);
        engine.close();
    }

    private void removeQuietly(String container) {
        try {
            engine.remove(container);
        } catch (EngineUnreachableException | EngineRefusedException e) {
            LOG.warn(
                    "engine {}: container {} cannot be removed; the next runtime there sweeps it",
                    id.name(),
                    container,
                    e);
        }
    }

    @Override
    public void close() {
        close(false);
    }
}
