package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.ContainerBuilder;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerOverrides;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobOverrides;
import java.util.Map;

/**
 * What a request says anew of a definition: {@code containerOverrides} and its neighbours. AWS overrides little of a
 * container; the rest stands under {@code tranche}. A job of several containers has no {@code containerOverrides}: what
 * is said of all of them stands under {@code tranche} of the request.
 */
final class JobOverridesMapper {
    private JobOverridesMapper() {}

    static void write(JobOverrides overrides, JobDefinition of, ShapeWriter out) {
        if (isGroup(of)) {
            writeContainer(overrides, out);
        } else {
            out.object("containerOverrides", Shape.CONTAINER_OVERRIDES, overrides, JobOverridesMapper::writeContainer);
        }
        if (!overrides.containers().isEmpty()) {
            out.object("ecsPropertiesOverride", Shape.ECS_PROPERTIES_OVERRIDE, overrides, JobOverridesMapper::writeEcs);
        }
        WholeJob.of(overrides).write("schedulingPriorityOverride", out);
        JobDefinitionMapper.writeSettings("consumableResourcePropertiesOverride", overrides, out);
    }

    private static boolean isGroup(JobDefinition job) {
        return job.program() instanceof ContainerGroup;
    }

    private static void writeContainer(JobOverrides overrides, ShapeWriter out) {
        ContainerOverrides container = overrides.container();
        container.command().ifPresent(words -> out.texts("command", words));
        ResourceRequirements.of(overrides).write(out);
        VariablesMapper.write(overrides.environment(), overrides.secrets(), out);
        out.text("image", container.image());
        out.text("jobRoleArn", overrides.jobRole());
        out.text("executionRoleArn", overrides.executionRole());
        VolumeMapper.write(container.mounts(), out);
        ContainerSettingsMapper.write(container, out);
    }

    private static void writeEcs(JobOverrides overrides, ShapeWriter out) {
        out.objects(
                "taskProperties",
                Shape.TASK_PROPERTIES_OVERRIDE,
                ImmutableList.of(overrides.containers()),
                (containers, task) -> task.entries(
                        "containers", Shape.TASK_CONTAINER_OVERRIDES, containers, JobOverridesMapper::writeOneOfMany));
    }

    private static void writeOneOfMany(Map.Entry<String, JobOverrides> container, ShapeWriter out) {
        out.text("name", container.getKey());
        writeContainer(container.getValue(), out);
        RawSettingMapper.write(container.getValue().raw(), out);
    }

    static JobDefinitionBuilder read(ShapeReader in, JobDefinition of, JobDefinitionBuilder job) {
        if (isGroup(of)) {
            readContainer(in, job);
        } else {
            in.inside("containerOverrides", Shape.CONTAINER_OVERRIDES, container -> readContainer(container, job));
        }
        in.inside(
                "ecsPropertiesOverride",
                Shape.ECS_PROPERTIES_OVERRIDE,
                ecs -> ProgramMapper.onlyTask(ecs).object(Shape.TASK_PROPERTIES_OVERRIDE, task -> readTask(task, job)));
        WholeJob.read(in, "schedulingPriorityOverride", WholeJob.Words.of(job));
        JobDefinitionMapper.readSettings("consumableResourcePropertiesOverride", in, job);
        return job;
    }

    @CanIgnoreReturnValue
    private static JobDefinitionBuilder readContainer(ShapeReader in, JobDefinitionBuilder job) {
        ResourceRequirements needs = ResourceRequirements.read(in);
        needs.millivcpus().ifPresent(millis -> in.node().at(() -> job.millivcpus(millis)));
        needs.memory().ifPresent(size -> in.node().at(() -> job.memory(size)));
        needs.gpus().ifPresent(count -> in.node().at(() -> job.gpus(count)));
        VariablesMapper.read(in, job::environment, job::secret);
        in.say("image", Node::text, job::image);
        in.say("jobRoleArn", Node::text, job::jobRole);
        in.say("executionRoleArn", Node::text, job::executionRole);
        Volumes volumes = Volumes.read(in);
        in.node().at(() -> job.container(options -> ContainerSettingsMapper.read(in, volumes, options)));
        volumes.refuseUnmounted();
        return job;
    }

    private static JobDefinitionBuilder readTask(ShapeReader in, JobDefinitionBuilder job) {
        in.each(
                "containers",
                Shape.TASK_CONTAINER_OVERRIDES,
                container -> container.make(
                        "name", Node::text, name -> job.container(name, changes -> readOneOfMany(container, changes))));
        return job;
    }

    private static ContainerBuilder readOneOfMany(ShapeReader in, ContainerBuilder container) {
        ResourceRequirements needs = ResourceRequirements.read(in);
        needs.millivcpus().ifPresent(millis -> in.node().at(() -> container.millivcpus(millis)));
        needs.memory().ifPresent(size -> in.node().at(() -> container.memory(size)));
        needs.gpus().ifPresent(count -> in.node().at(() -> container.gpus(count)));
        in.say("image", Node::text, container::image);
        Volumes volumes = Volumes.read(in);
        in.node()
                .at(() -> container.container(options -> {
                    ContainerSettingsMapper.read(in, volumes, options);
                    VariablesMapper.read(in, container::environment, options::secret);
                    RawSettingMapper.read(in, options::raw);
                    return options;
                }));
        volumes.refuseUnmounted();
        return container;
    }
}
