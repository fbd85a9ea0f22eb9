package dev.tranche.runtime.docker;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Script;
import dev.tranche.runtime.spi.Launch;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The containers that a launch asks for.
 *
 * @param baseImage the image in which scripts and executables run, if the environment names one
 */
record ContainerPlans(Optional<String> baseImage) {
    private static final String SHELL = "/bin/sh";
    private static final String NAMES_INTERPRETER = "#!";

    /** How a program is started in its container. */
    private record Start(List<String> entrypoint, List<String> command, Optional<ProgramFile> file) {
        static Start of(ContainerProgram program) {
            return program.script()
                    .map(Start::ofScript)
                    .orElseGet(() -> new Start(List.of(), program.command(), Optional.empty()));
        }

        static Start ofScript(String text) {
            ProgramFile file = ProgramFile.script(text);
            List<String> words =
                    text.startsWith(NAMES_INTERPRETER) ? List.of(file.path()) : List.of(SHELL, file.path());
            return new Start(words, List.of(), Optional.of(file));
        }

        /** A name is looked up where the container looks; a path is a file of this machine, which the container gets. */
        static Start ofExecutable(Executable executable) {
            if (!isPath(executable)) {
                return new Start(List.of(executable.path()), executable.arguments(), Optional.empty());
            }
            ProgramFile file = ProgramFile.executable(Path.of(executable.path()));
            return new Start(List.of(file.path()), executable.arguments(), Optional.of(file));
        }
    }

    /** Whether an executable is a file of this machine, rather than a name that the container looks up. */
    static boolean isPath(Executable executable) {
        return executable.path().indexOf('/') >= 0;
    }

    /**
     * The containers of an attempt, in the order of its definition.
     *
     * @throws IllegalArgumentException if there is no image to run it in
     */
    List<ContainerPlan> of(Launch launch) {
        JobDefinition definition = launch.definition();
        if (definition.program() instanceof ContainerGroup group) {
            return group.containers().stream().map(each -> member(each, launch)).toList();
        }
        if (definition.program() instanceof Script script) {
            return List.of(single(launch, base("script"), Start.ofScript(script.text())));
        }
        if (definition.program() instanceof Executable executable) {
            return List.of(single(launch, base("executable"), Start.ofExecutable(executable)));
        }
        ContainerProgram program = (ContainerProgram) definition.program();
        return List.of(single(launch, program, Start.of(program)));
    }

    private ContainerProgram base(String what) {
        String image = baseImage.orElseThrow(
                () -> new IllegalArgumentException(what + ": the environment names no baseImage(…) to run it in"));
        return (ContainerProgram) JobDefinition.named("base")
                .image(image)
                .vcpus(1)
                .memory(MemorySize.mib(4))
                .build()
                .program();
    }

    private static ContainerPlan single(Launch launch, ContainerProgram settings, Start start) {
        JobDefinition definition = launch.definition();
        return new ContainerPlan(
                "",
                true,
                Map.of(),
                settings,
                start.entrypoint(),
                start.command(),
                start.file(),
                definition.millivcpus(),
                definition.memory(),
                definition.gpus(),
                variables(launch, Map.of(), launch.secrets()),
                definition.raw());
    }

    private static ContainerPlan member(Container container, Launch launch) {
        Start start = Start.of(container.program());
        return new ContainerPlan(
                container.name(),
                container.essential(),
                container.startAfter(),
                container.program(),
                start.entrypoint(),
                start.command(),
                start.file(),
                container.millivcpus(),
                container.memory(),
                container.gpus(),
                variables(launch, container.environment(), launch.secrets(container.name())),
                container.raw());
    }

    private static Map<String, String> variables(Launch launch, Map<String, String> own, Map<String, String> secrets) {
        Map<String, String> variables = new LinkedHashMap<>(launch.environment());
        variables.putAll(own);
        variables.putAll(secrets);
        return variables;
    }
}
