package dev.tranche.runtime.docker;

import dev.tranche.model.Container;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.ContainerProgram;
import dev.tranche.model.EfsVolume;
import dev.tranche.model.Executable;
import dev.tranche.model.HostVolume;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.LogConfiguration;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Mount;
import dev.tranche.model.RawSetting;
import dev.tranche.model.Script;
import dev.tranche.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the engines of an environment cannot do for a job: refused by name, with the way out, never ignored.
 *
 * @param baseImage the image in which scripts and executables run, if the environment names one
 * @param engines what each of its engines is; a job may come to any of them
 */
record Refusals(Optional<String> baseImage, List<EngineTraits> engines) {
    /** The largest executable that is copied into a container; a larger one belongs into its image. */
    static final MemorySize LARGEST_EXECUTABLE = MemorySize.mib(256);

    /** Less the engine refuses. */
    private static final MemorySize LEAST_MEMORY = MemorySize.mib(6);

    private static final Set<String> READABLE = Set.of("json-file", "local", "journald");

    Refusals {
        engines = List.copyOf(engines);
    }

    Optional<String> refusal(JobDefinition definition) {
        return firstOf(
                () -> program(definition),
                () -> settings(definition),
                () -> variables(definition.environment(), definition.secrets()),
                () -> raw(definition.raw()),
                () -> containers(definition));
    }

    private interface Rule {
        Optional<String> refusal();
    }

    private static Optional<String> firstOf(Rule... rules) {
        return Stream.of(rules).map(Rule::refusal).flatMap(Optional::stream).findFirst();
    }

    private static <T> Optional<String> any(Iterable<T> all, Function<T, Optional<String>> rule) {
        for (T each : all) {
            Optional<String> refusal = rule.apply(each);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    // ---- what runs

    private Optional<String> program(JobDefinition definition) {
        if (definition.program() instanceof Script) {
            return baseImage.isPresent()
                    ? Optional.empty()
                    : Optional.of("script: the environment has no image to run it in; say docker().baseImage(…), or "
                            + "image(…, c -> c.script(…))");
        }
        if (definition.program() instanceof Executable executable) {
            return baseImage.isPresent()
                    ? executable(executable)
                    : Optional.of("executable: the environment has no image to run " + executable.path()
                            + " in; say docker().baseImage(…), or image(…, c -> c.command(…))");
        }
        return Optional.empty();
    }

    private static Optional<String> executable(Executable executable) {
        return ContainerPlans.isPath(executable)
                ? file(executable.path()).map(problem -> "executable: " + executable.path() + " " + problem)
                : Optional.empty();
    }

    private static Optional<String> file(String text) {
        try {
            Path path = Path.of(text);
            if (!path.isAbsolute()) {
                return Optional.of("is a relative path; give an absolute one, which is copied into the container, or a "
                        + "name to be found on the container's PATH");
            }
            if (!Files.isRegularFile(path)) {
                return Optional.of("is no file of this machine; give the path of one, which is copied into the "
                        + "container, or a name to be found on the container's PATH");
            }
            if (!Files.isReadable(path)) {
                return Optional.of("cannot be read by this user; run chmod +r on it");
            }
            return Files.size(path) > LARGEST_EXECUTABLE.bytes()
                    ? Optional.of("is larger than " + LARGEST_EXECUTABLE + "; put it into an image, or mount it")
                    : Optional.empty();
        } catch (InvalidPathException | IOException e) {
            return Optional.of("is not a path: " + e.getMessage());
        }
    }

    // ---- what belongs to the whole job

    private Optional<String> settings(JobDefinition definition) {
        if (definition.gpus() > 0
                && engines.stream().allMatch(engine -> engine.gpus().isEmpty())) {
            return Optional.of("gpus: no engine of the environment announces GPUs; leave out gpus(" + definition.gpus()
                    + "), or set node-generic-resources in the engine's daemon.json");
        }
        if (definition.jobRole().isPresent()) {
            return Optional.of(
                    "jobRole: a container has no role of its own here; leave it out, or use an environment on EC2");
        }
        if (definition.executionRole().isPresent()) {
            return Optional.of("executionRole: no agent of AWS starts a container here; leave it out, or use an "
                    + "environment on EC2");
        }
        if (definition.propagateTags()) {
            return definition.tags().keySet().stream()
                    .filter(tag -> tag.startsWith(Labels.PREFIX))
                    .findFirst()
                    .map(tag ->
                            "tag: labels that begin with " + Labels.PREFIX + " are ours; choose another than " + tag);
        }
        return any(engines, engine -> cpuLimit(definition, engine));
    }

    private static Optional<String> cpuLimit(JobDefinition definition, EngineTraits engine) {
        return definition.hardCpuLimit() && !engine.limitsCpu()
                ? Optional.of("hardCpuLimit: the engine cannot limit CPU; leave it out")
                : Optional.empty();
    }

    private static Optional<String> variables(Map<String, String> plain, Map<String, Secret> secret) {
        boolean taken = plain.containsKey(ContainerMapper.RUN_DIRECTORY_VARIABLE)
                || secret.containsKey(ContainerMapper.RUN_DIRECTORY_VARIABLE);
        return taken
                ? Optional.of("environment: " + ContainerMapper.RUN_DIRECTORY_VARIABLE
                        + " is set by the docker backend; choose another name")
                : Optional.empty();
    }

    private static Optional<String> raw(List<RawSetting> settings) {
        return any(settings, RawFields::problem);
    }

    // ---- what belongs to one container

    private Optional<String> containers(JobDefinition definition) {
        if (definition.program() instanceof ContainerGroup group) {
            return any(group.containers(), this::member);
        }
        Optional<String> memory = memory(definition.memory());
        return memory.isEmpty() && definition.program() instanceof ContainerProgram container
                ? container(container)
                : memory;
    }

    private Optional<String> member(Container member) {
        return firstOf(
                        () -> memory(member.memory()),
                        () -> variables(member.environment(), member.secrets()),
                        () -> raw(member.raw()),
                        () -> network(member),
                        () -> container(member.program()))
                .map(problem -> "container " + member.name() + ": " + problem);
    }

    private static Optional<String> network(Container member) {
        return RawFields.has(member.raw(), RawFields.NETWORK_MODE)
                ? Optional.of("raw: HostConfig.NetworkMode cannot be set, since containers of a job share a network")
                : Optional.empty();
    }

    private static Optional<String> memory(MemorySize memory) {
        return memory.compareTo(LEAST_MEMORY) < 0
                ? Optional.of("memory: an engine gives at least " + LEAST_MEMORY + ", not " + memory)
                : Optional.empty();
    }

    private Optional<String> container(ContainerProgram container) {
        return firstOf(
                        () -> any(container.mounts(), Refusals::mount),
                        () -> any(engines, engine -> swap(container, engine)))
                .or(() -> container.log().flatMap(log -> any(engines, engine -> log(log, engine))));
    }

    private static Optional<String> mount(Mount mount) {
        if (mount.volume() instanceof EfsVolume) {
            return Optional.of("mount: " + mount.volume().name()
                    + " is an EFS volume, which is mounted on EC2 only; mount a host(…) or a named(…) volume");
        }
        String source = mount.volume() instanceof HostVolume directory
                ? directory.source().toString()
                : "";
        return source.indexOf(':') >= 0 || mount.containerPath().indexOf(':') >= 0
                ? Optional.of("mount: an engine takes no path with a colon: " + source + " on " + mount.containerPath())
                : Optional.empty();
    }

    private static Optional<String> swap(ContainerProgram container, EngineTraits engine) {
        if (container.maxSwap().isPresent() && !engine.limitsSwap()) {
            return Optional.of("swap: the engine cannot limit swap; leave it out");
        }
        if (container.swappiness().isPresent() && engine.cgroupVersion() == 2) {
            return Optional.of("swappiness: an engine on cgroup v2 ignores it; leave it out");
        }
        return Optional.empty();
    }

    private static Optional<String> log(LogConfiguration log, EngineTraits engine) {
        if (!engine.canReadBack(log.driver())) {
            return Optional.of("logDriver: what goes to " + log.driver()
                    + " cannot be read back, so the job would have no log; leave it out");
        }
        if (!engine.logDrivers().contains(log.driver())) {
            return Optional.of("logDriver: the engine has no driver " + log.driver() + ", only "
                    + engine.logDrivers().stream().sorted().toList());
        }
        boolean noCopy = "true".equals(log.options().get("cache-disabled"));
        return noCopy && !READABLE.contains(log.driver())
                ? Optional.of("logDriver: with cache-disabled the output cannot be read back from " + log.driver()
                        + ", so the job would have no log; leave that option out")
                : Optional.empty();
    }
}
