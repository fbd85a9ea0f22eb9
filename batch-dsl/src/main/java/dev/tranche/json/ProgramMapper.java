package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.Program;
import dev.tranche.model.Script;
import java.util.List;

/**
 * What a job runs: {@code containerProperties}, or {@code ecsProperties} for several containers. A program of the host is
 * a container without an image: {@code tranche.script} is a script, and with {@code tranche.executable} the command is
 * that of an executable.
 */
final class ProgramMapper {
    private ProgramMapper() {}

    /** Writes the program under the name that AWS has for a single container in this place. */
    static void write(String single, JobDefinition job, ShapeWriter out) {
        if (job.program() instanceof ContainerGroup) {
            out.object("ecsProperties", Shape.ECS_PROPERTIES, job, ProgramMapper::writeGroup);
            VariablesMapper.write(job.environment(), job.secrets(), out);
        } else {
            out.object(single, Shape.CONTAINER_PROPERTIES, job, ProgramMapper::writeSingle);
        }
    }

    private static void writeSingle(JobDefinition job, ShapeWriter out) {
        Program program = job.program();
        if (program instanceof ContainerProgram container) {
            out.text("image", container.image());
            out.texts("command", container.command());
        } else if (program instanceof Executable executable) {
            out.texts("command", words(executable));
            out.flag("executable", true);
        } else if (program instanceof Script script) {
            out.text("script", script.text());
        }
        ResourceRequirements.of(job).write(out);
        VariablesMapper.write(job.environment(), job.secrets(), out);
        out.text("jobRoleArn", job.jobRole());
        out.text("executionRoleArn", job.executionRole());
        if (program instanceof ContainerProgram container) {
            VolumeMapper.write(container.mounts(), out);
            ContainerSettingsMapper.write(container, out);
        }
    }

    private static ImmutableList<String> words(Executable executable) {
        return ImmutableList.<String>builder()
                .add(executable.path())
                .addAll(executable.arguments())
                .build();
    }

    private static void writeGroup(JobDefinition job, ShapeWriter out) {
        out.objects("taskProperties", Shape.ECS_TASK_PROPERTIES, ImmutableList.of(job), ProgramMapper::writeTask);
    }

    private static void writeTask(JobDefinition job, ShapeWriter out) {
        var group = (ContainerGroup) job.program();
        out.objects("containers", Shape.TASK_CONTAINER_PROPERTIES, group.containers(), ContainerMapper::write);
        VolumeMapper.write(ContainerMapper.mounts(group), out);
        out.text("taskRoleArn", job.jobRole());
        out.text("executionRoleArn", job.executionRole());
    }

    static JobDefinitionBuilder read(String single, ShapeReader in, JobDefinition.NeedsProgram job) {
        if (in.has("ecsProperties") && in.has(single)) {
            throw in.get("ecsProperties").refused("contradicts " + single + "; say one of them");
        }
        if (!in.has("ecsProperties")) {
            return in.get(single).object(Shape.CONTAINER_PROPERTIES, container -> readSingle(container, job));
        }
        JobDefinitionBuilder builder = in.get("ecsProperties")
                .object(
                        Shape.ECS_PROPERTIES,
                        ecs -> onlyTask(ecs).object(Shape.ECS_TASK_PROPERTIES, task -> readTask(task, job)));
        VariablesMapper.read(in, builder::environment, builder::secret);
        return builder;
    }

    static Node onlyTask(ShapeReader ecs) {
        Node tasks = ecs.get("taskProperties");
        if (tasks.elements().size() != 1) {
            throw tasks.refused("must have one element: " + tasks.elements().size());
        }
        return tasks.elements().get(0);
    }

    private static JobDefinitionBuilder readTask(ShapeReader in, JobDefinition.NeedsProgram job) {
        Volumes volumes = Volumes.read(in);
        ImmutableList<Container> containers = ContainerMapper.readAll(in, volumes);
        volumes.refuseUnmounted();
        if (containers.isEmpty()) {
            throw in.get("containers").refused("must not be empty");
        }
        JobDefinitionBuilder builder = job.containers(
                containers.get(0), containers.subList(1, containers.size()).toArray(new Container[0]));
        in.say("taskRoleArn", Node::text, builder::jobRole);
        in.say("executionRoleArn", Node::text, builder::executionRole);
        return builder;
    }

    private static JobDefinitionBuilder readSingle(ShapeReader in, JobDefinition.NeedsProgram job) {
        ResourceRequirements needs = ResourceRequirements.read(in);
        var sized = readProgram(in, job);
        JobDefinitionBuilder builder = needs.say(in, millis -> sized.millivcpus(millis)::memory);
        needs.gpus().ifPresent(gpus -> in.node().at(() -> builder.gpus(gpus)));
        VariablesMapper.read(in, builder::environment, builder::secret);
        in.say("jobRoleArn", Node::text, builder::jobRole);
        in.say("executionRoleArn", Node::text, builder::executionRole);
        if (in.has("image")) {
            Volumes volumes = Volumes.read(in);
            in.node().at(() -> builder.container(options -> ContainerSettingsMapper.read(in, volumes, options)));
            volumes.refuseUnmounted();
        }
        return builder;
    }

    private static JobDefinition.NeedsVcpus readProgram(ShapeReader in, JobDefinition.NeedsProgram job) {
        boolean executable = in.find("executable", Node::flag).orElse(false);
        if (executable && (in.has("image") || in.has("script"))) {
            throw in.get("executable").refused("contradicts the image or script; say one of them");
        }
        if (executable) {
            return in.make("command", Node::texts, words -> executable(words, job));
        }
        if (in.has("image")) {
            return in.make("image", Node::text, job::image);
        }
        if (!in.has("script")) {
            throw in.missing("image");
        }
        return in.make("script", Node::text, job::script);
    }

    private static JobDefinition.NeedsVcpus executable(List<String> words, JobDefinition.NeedsProgram job) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("the command of an executable must begin with its path");
        }
        return job.executable(words.get(0), words.subList(1, words.size()).toArray(new String[0]));
    }
}
