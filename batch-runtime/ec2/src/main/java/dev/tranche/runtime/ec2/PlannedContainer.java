package dev.tranche.runtime.ec2;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.RawSetting;
import dev.tranche.model.Script;
import dev.tranche.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One container of a definition, whether it is the only one or one of several.
 *
 * @param name its name in the task; AWS Batch calls the only one {@code default}
 * @param program what runs in it and how it is set up
 * @param script its text, if it runs one
 * @param environment its own variables, beside those of the job
 * @param secrets the variables that ECS looks up
 */
record PlannedContainer(
        String name,
        boolean essential,
        Map<String, Container.Condition> startAfter,
        ContainerProgram program,
        Optional<String> script,
        int millivcpus,
        MemorySize memory,
        int gpus,
        Map<String, String> environment,
        Map<String, Secret> secrets,
        List<RawSetting> raw) {
    static final String ONLY = "default";

    /**
     * The containers of a definition, in its order.
     *
     * @throws IllegalArgumentException if it has none
     */
    static List<PlannedContainer> of(JobDefinition definition, TaskSettings settings) {
        if (definition.program() instanceof ContainerGroup group) {
            return group.containers().stream().map(PlannedContainer::of).toList();
        }
        if (definition.program() instanceof ContainerProgram program) {
            return List.of(only(definition, program, program.script()));
        }
        if (definition.program() instanceof Script script) {
            return List.of(only(definition, base(settings), Optional.of(script.text())));
        }
        throw new IllegalArgumentException("an executable is no container");
    }

    private static ContainerProgram base(TaskSettings settings) {
        String image = settings.baseImage()
                .orElseThrow(() -> new IllegalArgumentException("the environment names no image to run scripts in"));
        return (ContainerProgram) JobDefinition.named("base")
                .image(image)
                .vcpus(1)
                .memory(MemorySize.mib(4))
                .build()
                .program();
    }

    private static PlannedContainer only(JobDefinition definition, ContainerProgram program, Optional<String> script) {
        return new PlannedContainer(
                ONLY,
                true,
                Map.of(),
                program,
                script,
                definition.millivcpus(),
                definition.memory(),
                definition.gpus(),
                Map.of(),
                definition.secrets(),
                definition.raw());
    }

    private static PlannedContainer of(Container container) {
        return new PlannedContainer(
                container.name(),
                container.essential(),
                container.startAfter(),
                container.program(),
                container.program().script(),
                container.millivcpus(),
                container.memory(),
                container.gpus(),
                container.environment(),
                container.secrets(),
                container.raw());
    }
}
