package dev.tranche.runtime.ec2.standin;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.StreamType;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A task from its placement to its end: containers that are really started, with the states and words of ECS. */
final class TaskRun {
    private static final String RUNNING = "RUNNING";
    private static final String STOPPED = "STOPPED";
    private static final int DEFAULT_STOP_TIMEOUT = 30;

    /** What tasks need around them. */
    record Platform(
            Engine engine,
            LogsService logs,
            Map<String, String> secrets,
            Injections injections,
            ExecutorService threads) {}

    private final EcsState state;
    private final Platform platform;
    private final StandInCluster cluster;
    private final StandInHost host;
    private final TaskSpec spec;
    private final String arn;
    private final Instant createdAt;
    private final List<Part> parts = new ArrayList<>();

    private String lastStatus = "PROVISIONING";
    private String desiredStatus = RUNNING;
    private @Nullable Instant startedAt;
    private @Nullable Instant stoppingAt;
    private @Nullable Instant executionStoppedAt;
    private @Nullable Instant stoppedAt;
    private String stopCode = "";
    private String stoppedReason = "";

    /** What ECS has heard last; what happens on an instance without contact is not heard. */
    private @Nullable ObjectNode heard;

    /** One container. */
    private static final class Part {
        final TaskSpec.ContainerSpec container;
        final CompletableFuture<Boolean> started = new CompletableFuture<>();
        final CompletableFuture<Integer> ended = new CompletableFuture<>();

        @Nullable
        String id;

        @Nullable
        Integer exitCode;

        String reason = "";

        Part(TaskSpec.ContainerSpec container) {
            this.container = container;
        }
    }

    TaskRun(EcsState state, Platform platform, StandInCluster cluster, StandInHost host, TaskSpec spec, String arn) {
        this.state = state;
        this.platform = platform;
        this.cluster = cluster;
        this.host = host;
        this.spec = spec;
        this.arn = arn;
        this.createdAt = state.clock().now();
        spec.containers().forEach(each -> parts.add(new Part(each)));
    }

    // ---- facts

    String arn() {
        return arn;
    }

    StandInCluster cluster() {
        return cluster;
    }

    StandInHost host() {
        return host;
    }

    TaskNeed need() {
        return spec.need();
    }

    Instant createdAt() {
        return createdAt;
    }

    String startedBy() {
        return spec.request().path("startedBy").asString("");
    }

    String family() {
        return spec.definition().path("family").asString();
    }

    String lastStatus() {
        settleLoss();
        return lastStatus;
    }

    String desiredStatus() {
        settleLoss();
        return desiredStatus;
    }

    Optional<Instant> stoppedAt() {
        settleLoss();
        return Optional.ofNullable(stoppedAt);
    }

    // ---- its life

    void begin() {
        lastStatus = "PENDING";
        platform.threads().execute(this::run);
    }

    private void run() {
        try {
            Map<String, Map<String, String>> secrets = secrets();
            parts.forEach(part ->
                    platform.threads().execute(() -> run(part, secrets.getOrDefault(part.container.name(), Map.of()))));
        } catch (Engine.AgentException e) {
            failedToStart(String.valueOf(e.getMessage()));
            return;
        }
        CompletableFuture.allOf(parts.stream()
                        .map(part -> part.ended.thenRun(() -> essentialEnded(part)))
                        .toArray(CompletableFuture[]::new))
                .join();
        finished();
    }

    private Map<String, Map<String, String>> secrets() throws Engine.AgentException {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        for (Part part : parts) {
            Map<String, String> values = new LinkedHashMap<>();
            for (JsonNode secret : part.container.definition().path("secrets")) {
                String from = secret.path("valueFrom").asString();
                String value = platform.secrets().get(from);
                if (value == null) {
                    throw new Engine.AgentException(
                            "ResourceInitializationError",
                            "unable to pull secrets or registry auth: execution resource retrieval failed: unable to"
                                    + " retrieve secret from asm: " + from);
                }
                values.put(secret.path("name").asString(), value);
            }
            all.put(part.container.name(), values);
        }
        return all;
    }

    private void run(Part part, Map<String, String> secrets) {
        try {
            if (!dependenciesMet(part) || isStopping()) {
                return;
            }
            checkLogGroup(part);
            Optional<Duration> pretended = platform.injections().pretended();
            if (pretended.isPresent()) {
                started(part);
                Thread.sleep(pretended.get().toMillis());
                part.exitCode = 0;
                return;
            }
            platform.engine()
                    .checkArchitecture(part.container.definition().path("image").asString(), host.architecture());
            String id = platform.engine().create(spec, part.container, secrets);
            synchronized (state) {
                part.id = id;
            }
            if (isStopping()) {
                return;
            }
            platform.engine().start(id);
            started(part);
            followed(part, id);
            boolean asked = isStopping() || host.isTerminated();
            exited(
                    part,
                    asked ? platform.engine().inspect(id) : platform.engine().inspectEnd(id));
        } catch (Engine.AgentException e) {
            synchronized (state) {
                part.reason = String.valueOf(e.getMessage());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            part.started.complete(false);
            part.ended.complete(part.exitCode == null ? -1 : part.exitCode);
        }
    }

    private boolean dependenciesMet(Part part) {
        for (JsonNode each : part.container.definition().path("dependsOn")) {
            Part other = parts.stream()
                    .filter(one -> one.container
                            .name()
                            .equals(each.path("containerName").asString()))
                    .findFirst()
                    .orElseThrow();
            boolean met = switch (each.path("condition").asString()) {
                case "START" -> other.started.join();
                case "SUCCESS" -> other.ended.join() == 0;
                default -> other.ended.join() >= 0;
            };
            if (!met) {
                return false;
            }
        }
        return true;
    }

    private void checkLogGroup(Part part) throws Engine.AgentException {
        JsonNode log = part.container.definition().path("logConfiguration");
        String group = log.path("options").path("awslogs-group").asString("");
        if (log.path("logDriver").asString("").equals("awslogs")
                && !platform.logs().hasGroup(group)) {
            if (log.path("options").path("awslogs-create-group").asString("").equals("true")) {
                platform.logs().createGroup(group);
            } else {
                throw new Engine.AgentException(
                        "CannotStartContainerError",
                        "Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log"
                                + " stream: ResourceNotFoundException: The specified log group does not exist.");
            }
        }
    }

    private void started(Part part) {
        part.started.complete(true);
        synchronized (state) {
            boolean all = parts.stream().allMatch(each -> each.started.isDone());
            if (startedAt == null && (all || parts.size() > 1)) {
                startedAt = state.clock().now();
            }
            if (lastStatus.equals("PENDING")) {
                lastStatus = RUNNING;
            }
        }
    }

    private void followed(Part part, String id) throws InterruptedException {
        JsonNode log = part.container.definition().path("logConfiguration");
        if (!log.path("logDriver").asString("").equals("awslogs")) {
            platform.engine().await(id);
            return;
        }
        String group = log.path("options").path("awslogs-group").asString();
        String stream = log.path("options").path("awslogs-stream-prefix").asString() + "/" + part.container.name() + "/"
                + arn.substring(arn.lastIndexOf('/') + 1);
        Lines out = new Lines(group, stream, 0);
        Lines err = new Lines(group, stream, 0);
        platform.engine().follow(id, frame -> (isError(frame) ? err : out).add(frame));
        platform.engine().await(id);
        Lines allOut = new Lines(group, stream, out.count);
        Lines allErr = new Lines(group, stream, err.count);
        platform.engine().readAll(id, frame -> (isError(frame) ? allErr : allOut).add(frame));
        allOut.end();
        allErr.end();
    }

    private static boolean isError(Frame frame) {
        return frame.getStreamType() == StreamType.STDERR;
    }

    /** Cuts what a container prints into lines, as the log driver does. */
    private final class Lines {
        private final String group;
        private final String stream;
        private final int known;
        private final ByteArrayOutputStream open = new ByteArrayOutputStream();
        private int count;

        /** @param known how many lines at the beginning are in the stream already */
        Lines(String group, String stream, int known) {
            this.known = known;
            this.group = group;
            this.stream = stream;
        }

        void add(Frame frame) {
            for (byte each : frame.getPayload()) {
                if (each == '\n') {
                    put();
                } else {
                    open.write(each);
                }
            }
        }

        void end() {
            if (open.size() > 0) {
                put();
            }
        }

        private void put() {
            if (count++ >= known) {
                platform.logs().put(group, stream, state.clock().now(), open.toString(StandardCharsets.UTF_8));
            }
            open.reset();
        }
    }

    private void exited(Part part, InspectContainerResponse container) {
        synchronized (state) {
            if (host.isTerminated()) {
                return; // nobody is there to tell
            }
            Long code = container.getState().getExitCodeLong();
            part.exitCode = code == null ? null : code.intValue();
            if (Boolean.TRUE.equals(container.getState().getOOMKilled())) {
                part.reason = "OutOfMemoryError: Container killed due to memory usage";
            }
        }
    }

    /** When a container that the task stands for has ended, the others are stopped. */
    private void essentialEnded(Part part) {
        if (part.container.essential()) {
            synchronized (state) {
                if (stopCode.isEmpty()) {
                    boolean ran = startedAt != null;
                    stopCode = ran ? "EssentialContainerExited" : "TaskFailedToStart";
                    stoppedReason = ran ? "Essential container in task exited" : "Task failed to start";
                    desiredStatus = STOPPED;
                    stoppingAt = state.clock().now();
                }
            }
            stopContainers();
        }
    }

    private void failedToStart(String reason) {
        synchronized (state) {
            stopCode = "TaskFailedToStart";
            stoppedReason = reason;
        }
        parts.forEach(part -> part.ended.complete(-1));
        finished();
    }

    private void finished() {
        stopLate();
        synchronized (state) {
            if (!host.isTerminated()) {
                Instant now = state.clock().now();
                executionStoppedAt = startedAt == null ? null : now;
                stoppedAt = now;
                desiredStatus = STOPPED;
                lastStatus = STOPPED;
            }
        }
        parts.forEach(part -> {
            if (part.id != null && !platform.threads().isShutdown()) {
                platform.engine().remove(part.id);
            }
        });
    }

    private void stopLate() {
        try {
            Thread.sleep(platform.injections().stopLag().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- its stop

    private boolean isStopping() {
        synchronized (state) {
            return desiredStatus.equals(STOPPED);
        }
    }

    /** Somebody stops it. */
    void stop(String reason) {
        synchronized (state) {
            if (lastStatus.equals(STOPPED) || desiredStatus.equals(STOPPED)) {
                return;
            }
            desiredStatus = STOPPED;
            stopCode = "UserInitiated";
            stoppedReason = reason;
            stoppingAt = state.clock().now();
        }
        stopContainers();
    }

    private void stopContainers() {
        for (Part part : parts) {
            if (part.id != null && !part.ended.isDone()) {
                int seconds = part.container.definition().path("stopTimeout").asInt(DEFAULT_STOP_TIMEOUT);
                String id = part.id;
                platform.threads().execute(() -> platform.engine().stop(id, seconds));
            }
        }
    }

    /** Its instance has ended: its containers have, and nobody tells. */
    void hostEnded() {
        parts.forEach(part -> {
            if (part.id != null) {
                platform.engine().kill(part.id);
            }
        });
    }

    /** After a while ECS sees that the instance of a task has ended. */
    private void settleLoss() {
        if (host.lossIsSeen() && !lastStatus.equals(STOPPED)) {
            stopCode = "TerminationNotice";
            stoppedReason = "Host EC2 (instance " + host.instanceId() + ") terminated.";
            desiredStatus = STOPPED;
            lastStatus = STOPPED;
            stoppedAt = state.clock().now();
        }
    }

    // ---- what ECS shows

    ObjectNode describe() {
        settleLoss();
        boolean silent = !host.isConnected() && !host.lossIsSeen();
        if (silent && heard != null) {
            return heard;
        }
        heard = shown();
        return heard;
    }

    private ObjectNode shown() {
        ObjectNode task = WireServer.JSON.createObjectNode();
        task.put("taskArn", arn)
                .put("clusterArn", cluster.arn())
                .put("containerInstanceArn", host.arn())
                .put(
                        "taskDefinitionArn",
                        spec.definition().path("taskDefinitionArn").asString())
                .put("launchType", "EC2")
                .put("lastStatus", lastStatus)
                .put("desiredStatus", desiredStatus)
                .put("group", "family:" + family());
        if (!startedBy().isEmpty()) {
            task.put("startedBy", startedBy());
        }
        time(task, "createdAt", createdAt);
        time(task, "startedAt", startedAt);
        time(task, "stoppingAt", stoppingAt);
        time(task, "executionStoppedAt", executionStoppedAt);
        time(task, "stoppedAt", stoppedAt);
        if (!stopCode.isEmpty()) {
            task.put("stopCode", stopCode).put("stoppedReason", stoppedReason);
        }
        JsonNode overrides = spec.request().get("overrides");
        task.set("overrides", overrides == null ? WireServer.JSON.createObjectNode() : overrides);
        ArrayNode containers = task.putArray("containers");
        for (Part part : parts) {
            ObjectNode container = containers
                    .addObject()
                    .put("name", part.container.name())
                    .put("taskArn", arn)
                    .put("lastStatus", part.ended.isDone() ? STOPPED : lastStatus);
            if (part.exitCode != null) {
                container.put("exitCode", part.exitCode);
            }
            if (!part.reason.isEmpty()) {
                container.put("reason", part.reason);
            }
        }
        return task;
    }

    private static void time(ObjectNode task, String member, @Nullable Instant at) {
        if (at != null) {
            task.put(member, at.toEpochMilli() / 1e3);
        }
    }
}
