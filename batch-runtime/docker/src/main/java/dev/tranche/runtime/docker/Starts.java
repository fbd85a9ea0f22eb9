package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.Launch;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings attempts to run on one engine: fetches their images, creates their containers, starts them. A call without an answer
 * is no answer: what became of it is looked for, by the container's name, before anything is done again.
 */
final class Starts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Starts.class);

    private static final int FEWEST_THREADS = 8;
    private static final int MOST_THREADS = 32;
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String DEFAULT_STOP_SIGNAL = "SIGTERM";
    private static final String NO_IMAGE = "No such image";
    private static final String CANNOT_CREATE = "CannotCreateContainerError: ";
    private static final String CANNOT_START = "CannotStartContainerError: ";
    private static final String CANNOT_PREPARE = "ResourceInitializationError: ";

    private final EngineHost host;
    private final ContainerEngine engine;
    private final EngineClock clock;
    private final EngineSettings settings;
    private final ContainerMapper mapper;
    private final Images images;
    private final Gpus gpus;
    private final NodeNetworks networks;
    private final Timer timer;
    private final Workers workers;

    // Filled and emptied by workers, dispatcher and timer.
    private final ConcurrentHashMap<AttemptId, Preparation> fetching = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<Object, Runnable> inDoubt = new ConcurrentHashMap<>();

    // Written once by the closing thread, read by tasks that have waited since before.
    private volatile boolean closed;

    Starts(
            EngineHost host,
            ContainerEngine engine,
            EngineTraits traits,
            EngineClock clock,
            EngineSettings settings,
            Gpus gpus,
            NodeNetworks networks,
            Timer timer) {
        this.host = host;
        this.engine = engine;
        this.clock = clock;
        this.settings = settings;
        this.gpus = gpus;
        this.networks = networks;
        this.timer = timer;
        this.mapper = new ContainerMapper(settings.labels(), traits, settings.outputLimit());
        int threads = Math.max(FEWEST_THREADS, Math.min(MOST_THREADS, 2 * traits.cpus()));
        this.workers = new Workers("docker-" + host.id().name() + "-start", threads);
        this.images = new Images(
                engine, traits.architecture(), settings.pull(), settings.credentials(), workers, System::nanoTime);
    }

    // ---- images

    /** Fetches an image that no attempt waits for yet. */
    CompletableFuture<EngineImage> fetch(String image, Optional<String> platform) {
        images.gone(image); // whoever asks has looked
        return images.wish(image, platform).image();
    }

    /** Wishes for the images of an attempt; when they are there, its containers are created. */
    void fetch(DockerAttempt attempt, Preparation preparation) {
        fetching.put(attempt.id(), preparation);
        for (ContainerPlan plan : preparation.plans()) {
            preparation
                    .wishes()
                    .add(images.wish(plan.settings().image(), RawFields.text(plan.raw(), RawFields.PLATFORM)));
        }
        CompletableFuture<?>[] all =
                preparation.wishes().stream().map(Images.Wish::image).toArray(CompletableFuture[]::new);
        var unused = CompletableFuture.allOf(all).whenComplete((done, failure) -> {
            fetching.remove(attempt.id(), preparation);
            if (failure == null) {
                workers.soon(Workers.Urgency.NEW, () -> create(attempt, preparation));
            } else {
                couldNotFetch(attempt, preparation, Images.cause(failure));
            }
        });
        if (attempt.hasEnded()) {
            drop(attempt);
        }
    }

    private void couldNotFetch(DockerAttempt attempt, Preparation preparation, Throwable failure) {
        if (failure instanceof Images.CannotPullException) {
            attempt.couldNotPrepare(String.valueOf(failure.getMessage()), clock.now());
        } else if (failure instanceof EngineUnreachableException && preparation.mayTryAgain()) {
            later(attempt, () -> fetchAgain(attempt, preparation));
        } else {
            attempt.couldNotPrepare("CannotPullContainerError: " + failure.getMessage(), clock.now());
        }
    }

    private void fetchAgain(DockerAttempt attempt, Preparation preparation) {
        preparation.wishes().clear();
        fetch(attempt, preparation);
    }

    /** An attempt has ended: nobody waits for its images any more. */
    void drop(DockerAttempt attempt) {
        inDoubt.remove(attempt);
        Preparation preparation = fetching.remove(attempt.id());
        if (preparation != null) {
            List.copyOf(preparation.wishes()).forEach(Images.Wish::drop);
        }
    }

    // ---- containers

    private void create(DockerAttempt attempt, Preparation preparation) {
        if (closed || !attempt.beginCreating()) {
            return;
        }
        createAll(attempt, preparation);
    }

    private void createAll(DockerAttempt attempt, Preparation preparation) {
        try {
            SharedNetwork network = SharedNetwork.of(preparation.plans());
            for (int i : network.order()) {
                if (!preparation.isReady(i)) {
                    create(attempt, preparation, i, network);
                    preparation.ready(i);
                }
            }
            attempt.created(clock.now());
        } catch (EngineRefusedException e) {
            refused(attempt, preparation, e);
        } catch (EngineUnreachableException e) {
            if (preparation.mayTryAgain()) {
                later(attempt, () -> createAll(attempt, preparation));
            } else {
                attempt.couldNotPrepare(CANNOT_CREATE + e.getMessage(), clock.now());
            }
        } catch (UncheckedIOException e) {
            attempt.couldNotPrepare(CANNOT_PREPARE + e.getMessage(), clock.now());
        } catch (RuntimeException e) {
            LOG.error("attempt {} could not be prepared", attempt.id(), e);
            attempt.couldNotPrepare(CANNOT_PREPARE + e, clock.now());
        }
    }

    /** An image that was there is gone: once more from the beginning, which fetches it. */
    private void refused(DockerAttempt attempt, Preparation preparation, EngineRefusedException e) {
        boolean imageGone = String.valueOf(e.getMessage()).startsWith(NO_IMAGE);
        if (imageGone && preparation.mayTryAgain()) {
            preparation.plans().forEach(plan -> images.gone(plan.settings().image()));
            fetchMissing(attempt, preparation);
        } else {
            attempt.couldNotPrepare(CANNOT_CREATE + e.getMessage(), clock.now());
        }
    }

    private void fetchMissing(DockerAttempt attempt, Preparation preparation) {
        CompletableFuture<?>[] all = preparation.plans().stream()
                .map(plan -> images.wish(plan.settings().image(), RawFields.text(plan.raw(), RawFields.PLATFORM)))
                .map(Images.Wish::image)
                .toArray(CompletableFuture[]::new);
        var unused = CompletableFuture.allOf(all).whenComplete((done, failure) -> {
            if (failure == null) {
                workers.soon(() -> createAll(attempt, preparation));
            } else {
                attempt.couldNotPrepare(String.valueOf(Images.cause(failure).getMessage()), clock.now());
            }
        });
    }

    private void create(DockerAttempt attempt, Preparation preparation, int index, SharedNetwork network) {
        ContainerPlan plan = preparation.plans().get(index);
        Part part = attempt.parts().get(index);
        part.stopSignal(stopSignal(plan, preparation.wishes().get(index)));
        Optional<Launch.Node> node = preparation.launch().node();
        Optional<String> own = node.flatMap(any -> networks.join(attempt.id()));
        Surroundings around = new Surroundings(
                network.modeOf(index, attempt.parts()).or(() -> own).or(settings::network),
                node.flatMap(this::mainNode),
                network.hostsOf(index),
                preparation.gpus(index, () -> gpus.take(attempt, plan.gpus())),
                preparation.runDirectory(),
                labels(attempt, part, index, preparation));
        String container = part.container().orElseGet(() -> createOrFind(attempt, preparation, plan, around));
        host.created(attempt, part, container);
        plan.file()
                .ifPresent(
                        file -> file.copyInto(engine, container, plan.settings().readOnlyRoot()));
    }

    /** Where the other nodes find the main node; nowhere if it has ended meanwhile, and they are stopped too. */
    private Optional<String> mainNode(Launch.Node node) {
        return node.isMain() ? Optional.empty() : host.address(node.mainAttempt());
    }

    /** What the next opening of this runtime has to know to take the attempt over. */
    private static Map<String, String> labels(DockerAttempt attempt, Part part, int index, Preparation preparation) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (preparation.launch().node().isPresent()) {
            labels.put(Labels.NODES, NodeNetworks.nodesOf(attempt.id()));
        }
        int count = preparation.plans().size();
        if (!part.stopSignal().equals(DEFAULT_STOP_SIGNAL)) {
            labels.put(Labels.STOP_SIGNAL, part.stopSignal());
        }
        if (count > 1) {
            labels.put(Labels.COUNT, Integer.toString(count));
            labels.put(Labels.INDEX, Integer.toString(index));
            labels.put(Labels.START_AFTER, Labels.text(part.startAfter()));
        }
        return labels;
    }

    private static String stopSignal(ContainerPlan plan, Images.Wish wish) {
        return RawFields.text(plan.raw(), RawFields.STOP_SIGNAL)
                .or(() -> wish.image().join().stopSignal())
                .orElse(DEFAULT_STOP_SIGNAL);
    }

    /** A container that has the name already is the one that we created when we got no answer, or not ours. */
    private String createOrFind(
            DockerAttempt attempt, Preparation preparation, ContainerPlan plan, Surroundings around) {
        try {
            return engine.create(request -> mapper.fill(request, preparation.launch(), plan, around));
        } catch (EngineRefusedException e) {
            if (e.kind() != EngineRefusedException.Kind.CONFLICT) {
                throw e;
            }
            return engine.inspect(ContainerMapper.name(attempt.id(), plan.name()))
                    .filter(found -> settings.labels().areOurs(found.labels())
                            && Labels.attempt(found.labels()).equals(Optional.of(attempt.id()))
                            && found.phase() == Inspection.Phase.CREATED)
                    .map(Inspection::id)
                    .orElseThrow(() -> e);
        }
    }

    // ---- starting

    void start(DockerAttempt attempt, Part part) {
        workers.soon(() -> startNow(attempt, part));
    }

    private void startNow(DockerAttempt attempt, Part part) {
        if (!attempt.mayStart(part) || closed) {
            attempt.notStarted(part, clock.now());
            return;
        }
        if (!part.claimStart()) {
            return;
        }
        try {
            settings.startMarks().set(attempt.id());
            engine.start(part.container().orElseThrow());
        } catch (EngineRefusedException | UncheckedIOException e) {
            attempt.couldNotStart(part, CANNOT_START + e.getMessage(), clock.now());
        } catch (EngineUnreachableException e) {
            later(part, () -> startAgain(attempt, part));
        }
    }

    /** Whether it was started, the engine knows. */
    private void startAgain(DockerAttempt attempt, Part part) {
        Optional<Inspection> found;
        try {
            found = engine.inspect(part.container().orElseThrow());
        } catch (EngineUnreachableException e) {
            later(part, () -> startAgain(attempt, part));
            return;
        }
        if (found.isEmpty()) {
            attempt.couldNotStart(part, CANNOT_START + "its container was removed", clock.now());
        } else if (!found.get().error().isEmpty()) {
            attempt.couldNotStart(part, CANNOT_START + found.get().error(), clock.now());
        } else if (found.get().startedAt().isEmpty()) {
            part.unclaimStart();
            startNow(attempt, part);
        }
    }

    // ---- doubts

    /** Does something again when there is contact with the engine, and not at once. */
    private void later(Object who, Runnable again) {
        inDoubt.put(who, again);
        if (host.isWatching()) {
            timer.after(PAUSE, () -> resume(who));
        }
    }

    private void resume(Object who) {
        Runnable again = inDoubt.remove(who);
        if (again != null && !closed) {
            workers.soon(again);
        }
    }

    /** There is contact again. */
    void resume() {
        for (Map.Entry<Object, Runnable> doubt : inDoubt.entrySet()) {
            resume(doubt.getKey());
        }
    }

    /** What waits is left out; what is under way is waited for. */
    @Override
    public void close() {
        closed = true;
        images.close();
        workers.close();
    }
}
