package dev.tranche.runtime.ec2;

import com.google.common.hash.Hashing;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.EfsVolume;
import dev.tranche.model.HostVolume;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.Mount;
import dev.tranche.model.Volume;
import dev.tranche.runtime.spi.Launch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.ContainerCondition;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerDependency;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.NetworkMode;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.ResourceRequirement;
import software.amazon.awssdk.services.ecs.model.ResourceType;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.Secret;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskOverride;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;
import software.amazon.awssdk.services.ecs.model.UlimitName;

/**
 * Puts what the model says into the words of ECS. A task definition holds what jobs of a shape have in common; variables, the
 * command, processors, memory and GPUs go with each start as overrides, so that an array of ten thousand children has one task
 * definition. Pure.
 */
final class TaskMapper {
    /** The variable that says which attempt a task is; in the first of its containers. */
    static final String ATTEMPT = "TRANCHE_ATTEMPT";

    /** The variable that says which host the scheduler chose for it, by the name that the scheduler knows; beside the first. */
    static final String HOST = "TRANCHE_HOST";

    /** The variable that names the containers whose end is not the task's; beside the first, if there are any. */
    static final String NON_ESSENTIAL = "TRANCHE_NON_ESSENTIAL";

    /** Less an engine refuses; each start says what a container really has. */
    private static final int LEAST_MEMORY_MIB = 6;

    /** Fewer units of CPU the kernel does not know. */
    private static final int LEAST_CPU = 2;

    private static final int UNITS = 1_024;
    private static final int THOUSANDTHS = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int HASH_CHARACTERS = 24;

    private TaskMapper() {}

    // ---- what jobs of a shape have in common

    /** The task definition of a job definition; its family holds the hash of all the rest. */
    static RegisterTaskDefinitionRequest definition(JobDefinition definition, TaskSettings settings) {
        List<PlannedContainer> containers = PlannedContainer.of(definition, settings);
        RegisterTaskDefinitionRequest content = RegisterTaskDefinitionRequest.builder()
                .requiresCompatibilities(Compatibility.EC2)
                .networkMode(NetworkMode.HOST)
                .taskRoleArn(definition.jobRole().orElse(null))
                .executionRoleArn(definition.executionRole().orElse(null))
                .containerDefinitions(containers.stream()
                        .map(each -> container(each, definition, settings))
                        .toList())
                .volumes(volumes(containers))
                .tags(definition.propagateTags() ? tags(definition) : null)
                .build();
        return content.toBuilder().family(family(definition.name(), content)).build();
    }

    private static String family(String name, RegisterTaskDefinitionRequest content) {
        String hash = Hashing.sha256()
                .hashString(ModelText.of(content), StandardCharsets.UTF_8)
                .toString()
                .substring(0, HASH_CHARACTERS);
        return "tranche-" + name.substring(0, Math.min(name.length(), LONGEST_NAME)) + "-" + hash;
    }

    private static ContainerDefinition container(
            PlannedContainer planned, JobDefinition definition, TaskSettings settings) {
        ContainerProgram program = planned.program();
        ContainerDefinition.Builder container = ContainerDefinition.builder()
                .name(planned.name())
                .image(program.image())
                .essential(planned.essential())
                .memory(LEAST_MEMORY_MIB)
                .user(program.user().orElse(null))
                .privileged(program.privileged() ? true : null)
                .readonlyRootFilesystem(program.readOnlyRoot() ? true : null)
                .mountPoints(orNull(
                        program.mounts().stream().map(TaskMapper::mountPoint).toList()))
                .ulimits(orNull(
                        program.ulimits().stream().map(TaskMapper::ulimit).toList()))
                .linuxParameters(linux(program))
                .logConfiguration(LogOptions.of(program, definition, settings))
                .secrets(orNull(secrets(planned)))
                .dependsOn(orNull(dependsOn(planned)))
                .stopTimeout(seconds(definition.stopGrace()));
        planned.script()
                .ifPresent(text -> container.entryPoint(Interpreter.of(text)).command(text));
        RawMembers.put(planned.raw(), container);
        return container.build();
    }

    /** ECS knows one time for a container, in whole seconds. */
    private static int seconds(Duration grace) {
        return (int) Math.max(1, grace.plusMillis(999).toSeconds());
    }

    private static MountPoint mountPoint(Mount mount) {
        return MountPoint.builder()
                .sourceVolume(mount.volume().name())
                .containerPath(mount.containerPath())
                .readOnly(mount.access() == dev.tranche.model.Access.READ_ONLY)
                .build();
    }

    private static Ulimit ulimit(dev.tranche.model.Ulimit limit) {
        return Ulimit.builder()
                .name(UlimitName.fromValue(limit.name()))
                .softLimit(Math.toIntExact(limit.soft()))
                .hardLimit(Math.toIntExact(limit.hard()))
                .build();
    }

    private static LinuxParameters linux(ContainerProgram program) {
        LinuxParameters parameters = LinuxParameters.builder()
                .initProcessEnabled(program.init() ? true : null)
                .sharedMemorySize(
                        program.sharedMemory().map(TaskMapper::mebibytes).orElse(null))
                .maxSwap(program.maxSwap().map(TaskMapper::mebibytes).orElse(null))
                .swappiness(
                        program.swappiness().isPresent() ? program.swappiness().getAsInt() : null)
                .tmpfs(orNull(program.tmpfs().entrySet().stream()
                        .map(each -> Tmpfs.builder()
                                .containerPath(each.getKey())
                                .size(mebibytes(each.getValue()))
                                .build())
                        .toList()))
                .devices(orNull(program.devices().entrySet().stream()
                        .map(each -> Device.builder()
                                .hostPath(each.getKey())
                                .containerPath(each.getValue())
                                .build())
                        .toList()))
                .build();
        return parameters;
    }

    private static int mebibytes(dev.tranche.model.MemorySize size) {
        return Math.toIntExact(size.toMebibytesRoundedUp());
    }

    private static List<Secret> secrets(PlannedContainer planned) {
        return planned.secrets().entrySet().stream()
                .map(each -> Secret.builder()
                        .name(each.getKey())
                        .valueFrom(each.getValue().reference())
                        .build())
                .toList();
    }

    private static List<ContainerDependency> dependsOn(PlannedContainer planned) {
        return planned.startAfter().entrySet().stream()
                .map(each -> ContainerDependency.builder()
                        .containerName(each.getKey())
                        .condition(ContainerCondition.fromValue(each.getValue().name()))
                        .build())
                .toList();
    }

    private static @Nullable List<software.amazon.awssdk.services.ecs.model.Volume> volumes(
            List<PlannedContainer> containers) {
        Map<String, Volume> byName = new LinkedHashMap<>();
        containers.forEach(container -> container
                .program()
                .mounts()
                .forEach(mount -> byName.put(mount.volume().name(), mount.volume())));
        return orNull(byName.values().stream().map(TaskMapper::volume).toList());
    }

    private static software.amazon.awssdk.services.ecs.model.Volume volume(Volume volume) {
        var made = software.amazon.awssdk.services.ecs.model.Volume.builder().name(volume.name());
        if (volume instanceof HostVolume directory) {
            made.host(host -> host.sourcePath(directory.source().toString()));
        } else if (volume instanceof EfsVolume efs) {
            made.efsVolumeConfiguration(of -> of.fileSystemId(efs.fileSystemId()));
        } else {
            made.dockerVolumeConfiguration(of -> of.scope(Scope.SHARED).autoprovision(true));
        }
        return made.build();
    }

    private static @Nullable List<Tag> tags(JobDefinition definition) {
        return orNull(definition.tags().entrySet().stream()
                .map(each ->
                        Tag.builder().key(each.getKey()).value(each.getValue()).build())
                .toList());
    }

    // ---- what goes with a start

    /** What a start says of each container. */
    static TaskOverride overrides(Launch launch, TaskSettings settings) {
        return overrides(launch.attempt(), launch.host().name(), launch.definition(), launch.environment(), settings);
    }

    static TaskOverride overrides(
            AttemptId attempt,
            String host,
            JobDefinition definition,
            Map<String, String> environment,
            TaskSettings settings) {
        List<ContainerOverride> containers = new ArrayList<>();
        List<PlannedContainer> planned = PlannedContainer.of(definition, settings);
        for (PlannedContainer each : planned) {
            Map<String, String> variables = new LinkedHashMap<>(environment);
            variables.putAll(each.environment());
            each.secrets().keySet().forEach(variables::remove);
            if (containers.isEmpty()) {
                variables.put(ATTEMPT, attempt.toString());
                variables.put(HOST, host);
                nonEssential(planned).ifPresent(names -> variables.put(NON_ESSENTIAL, names));
            }
            containers.add(override(each, variables));
        }
        return TaskOverride.builder().containerOverrides(containers).build();
    }

    private static Optional<String> nonEssential(List<PlannedContainer> planned) {
        return Optional.of(planned.stream()
                        .filter(each -> !each.essential())
                        .map(PlannedContainer::name)
                        .collect(Collectors.joining(",")))
                .filter(names -> !names.isEmpty());
    }

    private static ContainerOverride override(PlannedContainer planned, Map<String, String> variables) {
        boolean hasCommand =
                planned.script().isEmpty() && !planned.program().command().isEmpty();
        return ContainerOverride.builder()
                .name(planned.name())
                .command(hasCommand ? planned.program().command() : null)
                .environment(variables.entrySet().stream()
                        .map(each -> KeyValuePair.builder()
                                .name(each.getKey())
                                .value(each.getValue())
                                .build())
                        .toList())
                .cpu(Math.max(LEAST_CPU, (int) ((long) planned.millivcpus() * UNITS / THOUSANDTHS)))
                .memory(mebibytes(planned.memory()))
                .resourceRequirements(planned.gpus() > 0 ? gpus(planned.gpus()) : null)
                .build();
    }

    private static List<ResourceRequirement> gpus(int count) {
        return List.of(ResourceRequirement.builder()
                .type(ResourceType.GPU)
                .value(Integer.toString(count))
                .build());
    }

    // ---- read back

    /** Which attempt a task is, if it is one of ours. */
    static Optional<AttemptId> attempt(Task task) {
        return variable(task, ATTEMPT).flatMap(TaskMapper::parsed);
    }

    private static Optional<AttemptId> parsed(String text) {
        int dot = text.lastIndexOf('.');
        try {
            return dot < 0
                    ? Optional.empty()
                    : Optional.of(new AttemptId(
                            JobId.parse(text.substring(0, dot)), Integer.parseInt(text.substring(dot + 1))));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // somebody else's variable of that name
        }
    }

    /** The host that was chosen for a task of ours, whatever has become of it. */
    static Optional<String> host(Task task) {
        return variable(task, HOST);
    }

    /** The containers of a task whose end is not the task's. */
    static List<String> nonEssential(Task task) {
        return variable(task, NON_ESSENTIAL)
                .map(names -> List.of(names.split(",", -1)))
                .orElseGet(List::of);
    }

    private static Optional<String> variable(Task task, String name) {
        return task.overrides() == null
                ? Optional.empty()
                : task.overrides().containerOverrides().stream()
                        .flatMap(container -> container.environment().stream())
                        .filter(each -> name.equals(each.name()))
                        .map(KeyValuePair::value)
                        .findFirst();
    }

    /** Where the output of a task is, container by container. */
    static List<LogPlace> logs(JobDefinition definition, TaskSettings settings, String taskId) {
        return PlannedContainer.of(definition, settings).stream()
                .flatMap(each -> LogOptions.place(each, definition, settings, taskId).stream())
                .toList();
    }

    /** What is not said is left out of the request. */
    private static <T> @Nullable List<T> orNull(List<T> list) {
        return list.isEmpty() ? null : list;
    }
}
