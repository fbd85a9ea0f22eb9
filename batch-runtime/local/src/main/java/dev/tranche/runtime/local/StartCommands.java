package dev.tranche.runtime.local;

import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.Script;
import dev.tranche.runtime.spi.Launch;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says what a launch means for the operating system: a program, its arguments, its variables. */
final class StartCommands {
    static final String RUN_DIRECTORY = "TRANCHE_RUN_DIR";

    private static final String SHELL = "/bin/sh";

    private final AttemptPaths paths;
    private final Map<String, String> base;

    StartCommands(AttemptPaths paths, Map<String, String> base) {
        this.paths = paths;
        this.base = base;
    }

    /**
     * The command that starts an attempt.
     *
     * @throws IllegalArgumentException if the program cannot be found; the message is the reason of the attempt
     */
    Command.Start of(LocalAttempt attempt, Launch launch, SpareDirectories spares) {
        JobDefinition definition = launch.definition();
        Map<String, String> variables = variables(attempt, launch);
        String run = launch.run().map(AttemptPaths::directoryName).orElse("");
        if (definition.program() instanceof Script script) {
            String file = paths.script(attempt.directory()).toString();
            boolean namesInterpreter = script.text().startsWith(Shebang.PREFIX);
            return Command.Start.of(
                    attempt.key(),
                    attempt.directory(),
                    spares.take(),
                    run,
                    script.text().getBytes(StandardCharsets.UTF_8),
                    namesInterpreter ? file : SHELL,
                    namesInterpreter ? List.of(file) : List.of(SHELL, file),
                    checked(variables));
        }
        if (definition.program() instanceof Executable executable) {
            List<String> arguments = new ArrayList<>(List.of(executable.path()));
            arguments.addAll(executable.arguments());
            for (String argument : arguments) {
                if (argument.indexOf('\0') >= 0) {
                    throw refused("an argument contains a NUL character");
                }
            }
            return Command.Start.of(
                    attempt.key(),
                    attempt.directory(),
                    spares.take(),
                    run,
                    null,
                    resolve(executable.path(), variables),
                    arguments,
                    checked(variables));
        }
        throw new IllegalArgumentException(
                "CannotStartExecutableError: a local environment runs scripts and executables");
    }

    private String resolve(String program, Map<String, String> variables) {
        String searchPath = BaseEnvironment.searchPath(variables, base);
        return ExecutableFile.resolve(program, searchPath)
                .orElseThrow(() -> new IllegalArgumentException("CannotStartExecutableError: "
                        + ExecutableFile.problem(program, searchPath).orElse(program)));
    }

    private Map<String, String> variables(LocalAttempt attempt, Launch launch) {
        Map<String, String> variables = new LinkedHashMap<>(base);
        variables.putAll(launch.environment());
        variables.putAll(launch.secrets());
        launch.run()
                .ifPresent(run -> variables.put(
                        RUN_DIRECTORY,
                        paths.run(AttemptPaths.directoryName(run)).toString()));
        // all nodes are processes of this machine
        launch.node()
                .filter(node -> !node.isMain())
                .ifPresent(node -> variables.put(Launch.Node.MAIN_ADDRESS, "127.0.0.1"));
        variables.put(ProcessTable.MARKER, attempt.directory());
        return variables;
    }

    private static Map<String, String> checked(Map<String, String> variables) {
        variables.forEach((name, value) -> {
            if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                throw refused("variable '" + name + "' is no name");
            }
            if (value.indexOf('\0') >= 0) {
                throw refused("variable '" + name + "' contains a NUL character");
            }
        });
        return variables;
    }

    /** The system hands over texts that end at a NUL: one inside would make two of one. Values may be secret. */
    private static IllegalArgumentException refused(String problem) {
        return new IllegalArgumentException("CannotStartExecutableError: " + problem);
    }
}
