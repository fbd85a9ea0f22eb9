package dev.tranche.runtime.ec2.standin;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.exception.NotModifiedException;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.Frame;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.WaitResponse;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** The container engine of this machine, on which the tasks of all instances run; with the words of ECS's agent. */
final class Engine implements AutoCloseable {
    /** Whose containers these are: the process, so that the next stand-in can remove what a killed one left. */
    private static final String PROCESS = "dev.tranche.aws-stand-in.process";

    /** Which of its stand-ins. */
    private static final String STAND_IN = "dev.tranche.aws-stand-in";

    private static final long KILLED = 137;
    private static final int MOST_LOOKS = 20;
    private static final long LOOK_MILLIS = 100;
    private static final int CONNECTIONS = 300;
    private static final long PULL_SECONDS = 20;
    private static final long MEBIBYTE = 1024 * 1024;

    private final DockerClient docker;
    private final Map<String, String> labels = Map.of(
            PROCESS,
            Long.toString(ProcessHandle.current().pid()),
            STAND_IN,
            UUID.randomUUID().toString());

    Engine() {
        var config = DefaultDockerClientConfig.createDefaultConfigBuilder().build();
        docker = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(CONNECTIONS)
                        .build());
    }

    /** Why it cannot be used, if it cannot. */
    Optional<String> missing(String image) {
        try {
            docker.pingCmd().exec();
            docker.inspectImageCmd(image).exec();
            return Optional.empty();
        } catch (NotFoundException e) {
            return Optional.of("the engine has no image " + image);
        } catch (RuntimeException e) {
            return Optional.of("no Docker engine answers: " + e.getMessage());
        }
    }

    void removeLeftovers() {
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(PROCESS))
                .exec()
                .forEach(container -> {
                    String pid = container.getLabels().get(PROCESS);
                    if (ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty()) {
                        remove(container.getId());
                    }
                });
    }

    /** An agent could not do something for a container; the message is what ECS shows. */
    static final class AgentException extends Exception {
        private static final long serialVersionUID = 1L;

        AgentException(String kind, String message) {
            super(kind + ": " + message);
        }
    }

    /** Creates a container as the agent of ECS does. */
    String create(TaskSpec spec, TaskSpec.ContainerSpec container, Map<String, String> secrets) throws AgentException {
        String image = container.definition().path("image").asString();
        pullIfMissing(image);
        CreateContainerCmd command =
                docker.createContainerCmd(image).withLabels(labels).withHostConfig(host(spec, container));
        Map<String, String> variables = new LinkedHashMap<>(container.environment());
        variables.putAll(secrets);
        command.withEnv(variables.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toList());
        List<String> words = container.command();
        if (!words.isEmpty()) {
            command.withCmd(words);
        }
        JsonNode definition = container.definition();
        if (definition.has("entryPoint")) {
            command.withEntrypoint(TaskSpec.texts(definition.path("entryPoint")));
        }
        if (definition.has("user")) {
            command.withUser(definition.path("user").asString());
        }
        if (definition.has("workingDirectory")) {
            command.withWorkingDir(definition.path("workingDirectory").asString());
        }
        try {
            return command.exec().getId();
        } catch (RuntimeException e) {
            throw new AgentException("CannotCreateContainerError", "Error response from daemon: " + e.getMessage());
        }
    }

    /** "image Manifest does not contain descriptor matching platform" (CannotPullContainer task errors in Amazon ECS). */
    void checkArchitecture(String image, String architecture) throws AgentException {
        pullIfMissing(image);
        String platform = architecture.equals("x86_64") ? "amd64" : architecture;
        if (!platform.equals(docker.inspectImageCmd(image).exec().getArch())) {
            throw new AgentException(
                    "CannotPullContainerError",
                    "image Manifest does not contain descriptor matching platform 'linux/" + platform + "'");
        }
    }

    private void pullIfMissing(String image) throws AgentException {
        try {
            docker.inspectImageCmd(image).exec();
        } catch (NotFoundException missing) {
            try {
                boolean done = docker.pullImageCmd(image)
                        .exec(new com.github.dockerjava.api.command.PullImageResultCallback())
                        .awaitCompletion(PULL_SECONDS, TimeUnit.SECONDS);
                if (!done) {
                    throw new AgentException("CannotPullContainerError", "pull of " + image + " timed out");
                }
            } catch (RuntimeException e) {
                throw new AgentException("CannotPullContainerError", "Error response from daemon: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AgentException("CannotPullContainerError", "interrupted");
            }
        }
    }

    private static HostConfig host(TaskSpec spec, TaskSpec.ContainerSpec container) {
        JsonNode definition = container.definition();
        HostConfig host = HostConfig.newHostConfig()
                .withNetworkMode("host")
                .withCpuShares(Math.max(2, container.number("cpu")))
                .withMemory(container.number("memory") * MEBIBYTE)
                .withMemorySwap(container.number("memory") * MEBIBYTE)
                .withBinds(binds(spec, definition));
        if (definition.path("privileged").asBoolean(false)) {
            host.withPrivileged(true);
        }
        if (definition.path("readonlyRootFilesystem").asBoolean(false)) {
            host.withReadonlyRootfs(true);
        }
        List<Ulimit> limits = new ArrayList<>();
        for (JsonNode each : definition.path("ulimits")) {
            limits.add(new Ulimit(
                    each.path("name").asString(),
                    each.path("softLimit").asLong(),
                    each.path("hardLimit").asLong()));
        }
        if (!limits.isEmpty()) {
            host.withUlimits(limits.toArray(new Ulimit[0]));
        }
        linux(definition.path("linuxParameters"), host);
        return host;
    }

    private static void linux(JsonNode parameters, HostConfig host) {
        if (parameters.path("initProcessEnabled").asBoolean(false)) {
            host.withInit(true);
        }
        if (parameters.has("sharedMemorySize")) {
            host.withShmSize(parameters.path("sharedMemorySize").asLong() * MEBIBYTE);
        }
        Map<String, String> tmpfs = new LinkedHashMap<>();
        for (JsonNode each : parameters.path("tmpfs")) {
            tmpfs.put(
                    each.path("containerPath").asString(),
                    "size=" + each.path("size").asInt() + "m");
        }
        if (!tmpfs.isEmpty()) {
            host.withTmpFs(tmpfs);
        }
        List<Device> devices = new ArrayList<>();
        for (JsonNode each : parameters.path("devices")) {
            String path = each.path("hostPath").asString();
            devices.add(new Device("rwm", each.path("containerPath").asString(path), path));
        }
        host.withDevices(devices);
        List<Capability> added = TaskSpec.texts(parameters.path("capabilities").path("add")).stream()
                .map(Capability::valueOf)
                .toList();
        if (!added.isEmpty()) {
            host.withCapAdd(added.toArray(new Capability[0]));
        }
    }

    private static List<Bind> binds(TaskSpec spec, JsonNode definition) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (JsonNode volume : spec.definition().path("volumes")) {
            String name = volume.path("name").asString();
            sources.put(name, volume.path("host").path("sourcePath").asString(name));
        }
        List<Bind> binds = new ArrayList<>();
        for (JsonNode mount : definition.path("mountPoints")) {
            String mode = mount.path("readOnly").asBoolean(false) ? "ro" : "rw";
            binds.add(Bind.parse(sources.get(mount.path("sourceVolume").asString()) + ":"
                    + mount.path("containerPath").asString() + ":" + mode));
        }
        return binds;
    }

    void start(String container) throws AgentException {
        try {
            docker.startContainerCmd(container).exec();
        } catch (RuntimeException e) {
            throw new AgentException("CannotStartContainerError", "Error response from daemon: " + e.getMessage());
        }
    }

    /** Follows what it prints until it has ended; the last of it may be missing. */
    void follow(String container, Consumer<Frame> frames) throws InterruptedException {
        read(container, true, frames);
    }

    /** Reads all that it has printed. */
    void readAll(String container, Consumer<Frame> frames) throws InterruptedException {
        read(container, false, frames);
    }

    private void read(String container, boolean follow, Consumer<Frame> frames) throws InterruptedException {
        docker.logContainerCmd(container)
                .withStdOut(true)
                .withStdErr(true)
                .withFollowStream(follow)
                .exec(new ResultCallback.Adapter<Frame>() {
                    @Override
                    public void onNext(Frame frame) {
                        frames.accept(frame);
                    }
                })
                .awaitCompletion();
    }

    /** Waits until it has ended. */
    void await(String container) throws InterruptedException {
        docker.waitContainerCmd(container)
                .exec(new ResultCallback.Adapter<WaitResponse>())
                .awaitCompletion();
    }

    /**
     * How it ended, as nobody asked it to: that a kill was for want of memory the engine hears from another side than the end, and
     * on a busy machine later.
     */
    InspectContainerResponse inspectEnd(String container) throws InterruptedException {
        InspectContainerResponse seen = inspect(container);
        for (int looks = 0; looks < MOST_LOOKS && mayBeForMemory(seen); looks++) {
            Thread.sleep(LOOK_MILLIS);
            seen = inspect(container);
        }
        return seen;
    }

    private static boolean mayBeForMemory(InspectContainerResponse seen) {
        return Long.valueOf(KILLED).equals(seen.getState().getExitCodeLong())
                && !Boolean.TRUE.equals(seen.getState().getOOMKilled());
    }

    InspectContainerResponse inspect(String container) {
        return docker.inspectContainerCmd(container).exec();
    }

    /** SIGTERM, after the time SIGKILL. */
    void stop(String container, int seconds) {
        try {
            docker.stopContainerCmd(container).withTimeout(seconds).exec();
        } catch (NotFoundException | NotModifiedException e) {
            // it has ended
        }
    }

    void kill(String container) {
        try {
            docker.killContainerCmd(container).exec();
        } catch (RuntimeException e) {
            // it has ended
        }
    }

    void remove(String container) {
        try {
            docker.removeContainerCmd(container)
                    .withForce(true)
                    .withRemoveVolumes(true)
                    .exec();
        } catch (NotFoundException | ConflictException e) {
            // it is gone, or its own task is removing it just now
        }
    }

    @Override
    public void close() {
        docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(labels)
                .exec()
                .forEach(container -> remove(container.getId()));
    }
}
