package dev.tranche.runtime.docker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.command.LogContainerCmd;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.ContainerConfig;
import com.github.dockerjava.api.model.Event;
import com.github.dockerjava.api.model.EventActor;
import com.github.dockerjava.api.model.EventType;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.Network;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The calls that we need, made with docker-java. */
final class DockerJavaEngine implements ContainerEngine {

    private final EngineConnection connection;
    private final DockerClient client;
    private final DockerClient streams;

    DockerJavaEngine(EngineConnection connection) {
        this.connection = connection;
        this.client = connection.calls();
        this.streams = connection.streams();
    }

    @Override
    public String name() {
        return connection.name();
    }

    @Override
    public EngineTraits traits() {
        return call(() ->
                EngineProbe.traits(client.infoCmd().exec(), client.versionCmd().exec()));
    }

    @Override
    public Instant time() {
        return call(() -> instant(client.infoCmd().exec().getSystemTime())
                .orElseThrow(() -> new IllegalStateException("engine " + name() + " does not say its time")));
    }

    // ---- images

    @Override
    public Optional<EngineImage> image(String reference) {
        return found(() -> image(client.inspectImageCmd(reference).exec()));
    }

    private static EngineImage image(InspectImageResponse image) {
        ContainerConfig config = image.getConfig();
        Object stopSignal = config == null ? null : config.getRawValues().get("StopSignal");
        return new EngineImage(
                String.valueOf(image.getId()),
                image.getRepoDigests() == null ? List.of() : List.copyOf(image.getRepoDigests()),
                image.getArch() == null ? "" : image.getArch(),
                Optional.ofNullable(stopSignal).map(Object::toString).filter(signal -> !signal.isEmpty()));
    }

    @Override
    public Stream pull(
            ImageReference image, Optional<String> platform, Optional<AuthConfig> credentials, Sink<PullStep> sink) {
        PullImageCmd command =
                streams.pullImageCmd(image.repository()).withTag(image.tag()).withAuthConfig(credentials.orElse(null));
        platform.ifPresent(command::withPlatform);
        return command.exec(new Following<PullResponseItem, PullStep>(sink, DockerJavaEngine::pullStep));
    }

    private static PullStep pullStep(PullResponseItem item) {
        if (item.isErrorIndicated()) {
            ResponseItem.ErrorDetail detail = item.getErrorDetail();
            String message = detail == null || detail.getMessage() == null ? "pull failed" : detail.getMessage();
            throw new EngineRefusedException(EngineRefusedException.Kind.OTHER, message, null);
        }
        ResponseItem.ProgressDetail progress = item.getProgressDetail();
        return new PullStep(
                item.getId() == null ? "" : item.getId(),
                item.getStatus() == null ? "" : item.getStatus(),
                progress == null || progress.getCurrent() == null ? 0 : progress.getCurrent(),
                progress == null || progress.getTotal() == null ? 0 : progress.getTotal());
    }

    @Override
    public void loadImage(byte[] tar) {
        run(() -> client.loadImageCmd(new ByteArrayInputStream(tar)).exec());
    }

    @Override
    public void removeImage(String reference) {
        run(() -> client.removeImageCmd(reference).exec());
    }

    // ---- containers

    @Override
    public String create(UnaryOperator<CreateContainerCmd> request) {
        return call(() -> request.apply(client.createContainerCmd("")).exec().getId());
    }

    @Override
    public void copyInto(String container, String directory, byte[] tar) {
        run(() -> client.copyArchiveToContainerCmd(container)
                .withRemotePath(directory)
                .withTarInputStream(new ByteArrayInputStream(tar))
                .exec());
    }

    @Override
    public Optional<byte[]> copyFrom(String container, String path) {
        return found(() -> {
            try (InputStream tar =
                    client.copyArchiveFromContainerCmd(container, path).exec()) {
                return tar.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void start(String container) {
        try {
            run(() -> client.startContainerCmd(container).exec());
        } catch (NotModifiedException runsAlready) {
            // as it should
        }
    }

    @Override
    public void signal(String container, String signal) {
        unlessGone(() -> client.killContainerCmd(container).withSignal(signal).exec());
    }

    @Override
    public Optional<Inspection> inspect(String container) {
        return found(() -> inspection(client.inspectContainerCmd(container).exec()));
    }

    private static Inspection inspection(InspectContainerResponse response) {
        ContainerState state = response.getState();
        Long exitCode = state.getExitCodeLong();
        return new Inspection(
                response.getId(),
                labels(
                        response.getConfig() == null
                                ? null
                                : response.getConfig().getLabels()),
                Inspection.Phase.of(String.valueOf(state.getStatus())),
                exitCode == null ? OptionalInt.empty() : OptionalInt.of(exitCode.intValue()),
                Boolean.TRUE.equals(state.getOOMKilled()),
                state.getError() == null ? "" : state.getError(),
                instant(state.getStartedAt()),
                instant(state.getFinishedAt()));
    }

    @Override
    public List<ListedContainer> list(String label) {
        return call(() -> client.listContainersCmd().withShowAll(true).withLabelFilter(List.of(label)).exec().stream()
                .map(DockerJavaEngine::listed)
                .toList());
    }

    private static ListedContainer listed(Container container) {
        return new ListedContainer(
                container.getId(),
                labels(container.getLabels()),
                Inspection.Phase.of(String.valueOf(container.getState())));
    }

    @Override
    public void remove(String container) {
        unlessGone(() -> client.removeContainerCmd(container)
                .withForce(true)
                .withRemoveVolumes(true)
                .exec());
    }

    // ---- what it tells

    @Override
    public void readOutput(String container, OutputSink sink) {
        CompletableFuture<Boolean> end = new CompletableFuture<>();
        OutputSink reading = new OutputSink() {
            @Override
            public void chunk(boolean isError, byte[] bytes) {
                sink.chunk(isError, bytes);
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                failure.ifPresentOrElse(end::completeExceptionally, () -> end.complete(true));
            }
        };
        var unused = await(end, output(container, false, reading));
    }

    @Override
    public Stream followOutput(String container, OutputSink sink) {
        return output(container, true, sink);
    }

    private Stream output(String container, boolean follow, OutputSink sink) {
        LogContainerCmd command = streams.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withTimestamps(true)
                .withFollowStream(follow);
        Sink<Frame> frames = new Sink<>() {
            @Override
            public void next(Frame frame) {
                sink.chunk(frame.getStreamType() == StreamType.STDERR, frame.getPayload());
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                sink.ended(failure);
            }
        };
        return command.exec(new Following<Frame, Frame>(frames, frame -> frame));
    }

    private static <T> T await(CompletableFuture<T> end, Stream stream) {
        try {
            return end.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            stream.close();
        }
    }

    @Override
    public Stream followEvents(String label, Instant since, Sink<EngineEvent> sink) {
        return streams.eventsCmd()
                .withSince(timestamp(since))
                .withEventTypeFilter(EventType.CONTAINER)
                .withLabelFilter(label)
                .exec(new Following<Event, EngineEvent>(sink, DockerJavaEngine::event));
    }

    @Override
    public List<EngineEvent> pastEvents(Instant since) {
        CompletableFuture<List<EngineEvent>> all = new CompletableFuture<>();
        List<EngineEvent> events = new ArrayList<>();
        Sink<EngineEvent> sink = new Sink<>() {
            @Override
            public void next(EngineEvent event) {
                events.add(event);
            }

            @Override
            public void ended(Optional<RuntimeException> failure) {
                failure.ifPresentOrElse(all::completeExceptionally, () -> all.complete(events));
            }
        };
        return await(
                all,
                streams.eventsCmd()
                        .withSince(timestamp(since))
                        .withUntil(timestamp(time()))
                        .exec(new Following<Event, EngineEvent>(sink, DockerJavaEngine::event)));
    }

    private static EngineEvent event(Event event) {
        EventActor actor = event.getActor();
        Long nanos = event.getTimeNano();
        return new EngineEvent(
                String.valueOf(event.getAction()),
                actor == null || actor.getId() == null ? "" : actor.getId(),
                labels(actor == null ? null : actor.getAttributes()),
                Instant.EPOCH.plusNanos(nanos == null ? 0 : nanos));
    }

    // ---- networks

    @Override
    public String createNetwork(String name, Map<String, String> labels) {
        return call(() -> client.createNetworkCmd()
                .withName(name)
                .withLabels(labels)
                .withCheckDuplicate(true)
                .exec()
                .getId());
    }

    @Override
    public Map<String, Map<String, String>> networks(String label) {
        return call(() -> client.listNetworksCmd().withFilter("label", List.of(label)).exec().stream()
                .collect(Collectors.toMap(Network::getId, network -> labels(network.getLabels()))));
    }

    @Override
    public Optional<String> address(String container) {
        return found(() -> client.inspectContainerCmd(container).exec()).stream()
                .flatMap(response -> response.getNetworkSettings().getNetworks().values().stream())
                .map(network -> network.getIpAddress() == null ? "" : network.getIpAddress())
                .filter(address -> !address.isEmpty())
                .findFirst();
    }

    @Override
    public void removeNetwork(String network) {
        unlessGone(() -> client.removeNetworkCmd(network).exec());
    }

    @Override
    public void close() {
        connection.close();
    }

    // ---- answers

    private void run(Runnable call) {
        var unused = call(() -> {
            call.run();
            return true;
        });
    }

    private <T> T call(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            throw translated(e);
        }
    }

    private <T> Optional<T> found(Supplier<T> call) {
        try {
            return Optional.of(call(call));
        } catch (EngineRefusedException e) {
            if (e.kind() == EngineRefusedException.Kind.NOT_FOUND) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void unlessGone(Runnable call) {
        try {
            run(call);
        } catch (EngineRefusedException e) {
            if (e.kind() == EngineRefusedException.Kind.OTHER) {
                throw e;
            }
        }
    }

    private RuntimeException translated(RuntimeException e) {
        if (e instanceof EngineRefusedException || e instanceof NotModifiedException) {
            return e;
        }
        if (e instanceof DockerException refused) {
            String message = EngineMessage.of(refused);
            EngineRefusedException.Kind kind = EngineRefusedException.Kind.of(refused.getHttpStatus(), message);
            return new EngineRefusedException(kind, message, refused);
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException) {
                return new EngineUnreachableException(name(), e);
            }
        }
        return e;
    }

    private static Map<String, String> labels(@Nullable Map<String, String> labels) {
        return labels == null ? Map.of() : Map.copyOf(labels);
    }

    /** A time as engines write it; the year 1 stands for never. */
    private static Optional<Instant> instant(@Nullable String text) {
        if (text == null || text.isEmpty() || text.startsWith("0001-")) {
            return Optional.empty();
        }
        return Optional.of(OffsetDateTime.parse(text).toInstant());
    }

    private static String timestamp(Instant time) {
        return String.format("%d.%09d", time.getEpochSecond(), time.getNano());
    }

    /** Hands on what docker-java delivers, and its end once, however often that is said. */
    private final class Following<A, B> implements ResultCallback<A>, Stream {
        private final Sink<B> sink;
        private final Function<A, B> mapping;

        // Guarded by this: the client's thread opens and ends, whoever follows closes.
        private @Nullable AutoCloseable open;
        private boolean closed;
        private boolean ended;

        Following(Sink<B> sink, Function<A, B> mapping) {
            this.sink = sink;
            this.mapping = mapping;
        }

        @Override
        public void onStart(Closeable stream) {
            boolean late;
            synchronized (this) {
                open = stream;
                late = closed;
            }
            if (late) {
                close();
            } else {
                sink.opened();
            }
        }

        @Override
        public void onNext(A item) {
            if (isClosed()) {
                return;
            }
            B mapped = mapping.apply(item);
            try {
                sink.next(mapped);
            } catch (RuntimeException e) { // of whoever follows, and none of the engine's business
                end(Optional.of(e));
                close();
            }
        }

        @Override
        public void onError(Throwable problem) {
            RuntimeException failure =
                    problem instanceof RuntimeException runtime ? runtime : new IllegalStateException(problem);
            if (problem instanceof IOException) {
                failure = new EngineUnreachableException(name(), problem);
            }
            end(Optional.of(translated(failure)));
        }

        @Override
        public void onComplete() {
            end(Optional.empty());
        }

        private void end(Optional<RuntimeException> failure) {
            boolean byUs;
            synchronized (this) {
                if (ended) {
                    return;
                }
                ended = true;
                byUs = closed;
            }
            sink.ended(byUs ? Optional.empty() : failure);
        }

        private synchronized boolean isClosed() {
            return closed;
        }

        @Override
        public void close() {
            AutoCloseable stream;
            synchronized (this) {
                closed = true;
                stream = open;
                open = null;
            }
            if (stream != null) {
                try {
                    stream.close();
                } catch (Exception e) {
                    throw new IllegalStateException("a stream of engine " + name() + " cannot be closed", e);
                }
            }
        }
    }
}
