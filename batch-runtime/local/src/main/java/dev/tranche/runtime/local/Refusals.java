package dev.tranche.runtime.local;

import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.RawSetting;
import dev.tranche.model.Script;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What processes of this machine cannot do for a job: refused by name, with the way out, never ignored. */
final class Refusals {
    private static final Set<String> OURS = Set.of(ProcessTable.MARKER, StartCommands.RUN_DIRECTORY);

    private final Map<String, String> base;

    /** @param base the variables that every program gets */
    Refusals(Map<String, String> base) {
        this.base = base;
    }

    Optional<String> refusal(JobDefinition definition) {
        return program(definition).or(() -> settings(definition)).or(() -> variables(definition));
    }

    private Optional<String> program(JobDefinition definition) {
        String searchPath = BaseEnvironment.searchPath(definition.environment(), base);
        if (definition.program() instanceof Script script) {
            return Shebang.interpreter(script.text())
                    .flatMap(ExecutableFile::problemOfInterpreter)
                    .map(problem -> "script: " + problem);
        }
        if (definition.program() instanceof Executable executable) {
            return ExecutableFile.problem(executable.path(), searchPath).map(problem -> "executable: " + problem);
        }
        if (definition.program() instanceof ContainerProgram) {
            return Optional.of("image: a local environment runs processes, not containers; use script(…) or "
                    + "executable(…), or an environment made with docker()");
        }
        if (definition.program() instanceof ContainerGroup) {
            return Optional.of(
                    "containers: a local environment runs processes, not containers; use an environment made "
                            + "with docker()");
        }
        return Optional.empty();
    }

    private static Optional<String> settings(JobDefinition definition) {
        if (definition.gpus() > 0) {
            return Optional.of(
                    "gpus: a local environment has no GPUs to give; leave out gpus(" + definition.gpus() + ")");
        }
        if (definition.hardCpuLimit()) {
            return Optional.of(
                    "hardCpuLimit: a local environment counts CPUs and does not enforce them; leave it out, or "
                            + "use an environment made with docker()");
        }
        if (definition.jobRole().isPresent()) {
            return Optional.of("jobRole: a process has no role of its own; leave it out, or use an environment on EC2");
        }
        if (definition.executionRole().isPresent()) {
            return Optional.of(
                    "executionRole: no agent starts a local process; leave it out, or use an environment on EC2");
        }
        if (definition.propagateTags()) {
            return Optional.of("propagateTags: a process has no tags; leave it out");
        }
        return definition.raw().stream().findFirst().map(Refusals::raw);
    }

    private static String raw(RawSetting setting) {
        return "raw: the local backend takes no raw settings, so '" + setting.path() + "' of " + setting.backend()
                + " would be ignored; leave it out, or use an environment of kind " + setting.backend();
    }

    private static Optional<String> variables(JobDefinition definition) {
        return OURS.stream()
                .filter(name -> definition.environment().containsKey(name)
                        || definition.secrets().containsKey(name))
                .sorted()
                .findFirst()
                .map(name -> "environment: " + name + " is set by the local backend; choose another name");
    }
}
