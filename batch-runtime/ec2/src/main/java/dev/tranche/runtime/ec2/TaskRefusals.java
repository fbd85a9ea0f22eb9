package dev.tranche.runtime.ec2;

import dev.tranche.model.AttemptId;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.Executable;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.model.Script;
import dev.tranche.model.Secret;
import dev.tranche.model.Ulimit;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.UlimitName;

/** What ECS cannot do for a job: refused by name, with the way out, when it is submitted. */
final class TaskRefusals {
    /** How long the overrides of a start may be, as JSON. */
    static final int LONGEST_OVERRIDES = 8_192;

    /** How large a task definition may be, as JSON. */
    static final int LARGEST_DEFINITION = 64 * 1_024;

    /** How many containers a task may have. */
    static final int MOST_CONTAINERS = 10;

    private static final MemorySize LEAST_MEMORY = MemorySize.mib(6);

    /** Names of environments, queues and hosts, which tasks are told, have up to this many characters. */
    private static final String LONGEST_NAME = "x".repeat(128);

    /** The last child of the largest array, after the most attempts; interruptions make many. */
    private static final AttemptId LONGEST_ID =
            new AttemptId(new JobId(0, 1, Integer.MAX_VALUE - 1), Integer.MAX_VALUE);

    private final TaskSettings settings;

    TaskRefusals(TaskSettings settings) {
        this.settings = settings;
    }

    Optional<String> refusal(JobDefinition definition) {
        return Stream.<Function<JobDefinition, Optional<String>>>of(
                        this::program, TaskRefusals::whole, this::containers, this::size)
                .map(rule -> rule.apply(definition))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> program(JobDefinition definition) {
        if (definition.program() instanceof Executable executable) {
            return Optional.of(
                    "executable: " + executable.path() + " is no container, and ECS runs nothing else; put it"
                            + " into an image and say image(…, c -> c.command(…))");
        }
        return definition.program() instanceof Script && settings.baseImage().isEmpty()
                ? Optional.of("script: the environment has no image to run it in; say unmanaged(…).baseImage(…), or"
                        + " image(…, c -> c.script(…))")
                : Optional.empty();
    }

    private static Optional<String> whole(JobDefinition definition) {
        if (definition.disk().isPresent()) {
            return Optional.of("disk: ECS does not know how much disk an instance has; leave it out");
        }
        boolean secretive = !definition.secrets().isEmpty()
                || (definition.program() instanceof ContainerGroup group
                        && group.containers().stream()
                                .anyMatch(each -> !each.secrets().isEmpty()));
        return secretive && definition.executionRole().isEmpty()
                ? Optional.of(
                        "executionRole: ECS reads secrets in this role; say executionRole(…) with the ARN of a role"
                                + " that may read them")
                : Optional.empty();
    }

    private Optional<String> containers(JobDefinition definition) {
        boolean several = definition.program() instanceof ContainerGroup;
        if (definition.program() instanceof ContainerGroup group
                && group.containers().size() > MOST_CONTAINERS) {
            return Optional.of("containers: a task has at most " + MOST_CONTAINERS + ", and this job "
                    + group.containers().size() + "; put some of them into jobs of their own");
        }
        for (PlannedContainer each : PlannedContainer.of(definition, settings)) {
            Optional<String> refusal = container(each);
            if (refusal.isPresent()) {
                return several ? refusal.map(problem -> "container " + each.name() + ": " + problem) : refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> container(PlannedContainer container) {
        return Stream.<Stream<Optional<String>>>of(
                        Stream.of(memory(container), log(container)),
                        container.raw().stream().map(RawMembers::problem),
                        container.program().ulimits().stream().map(TaskRefusals::ulimit),
                        container.secrets().entrySet().stream().map(each -> secret(each.getKey(), each.getValue())))
                .flatMap(Function.identity())
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> memory(PlannedContainer container) {
        return container.memory().compareTo(LEAST_MEMORY) < 0
                ? Optional.of("memory: an engine gives at least " + LEAST_MEMORY + ", not " + container.memory())
                : Optional.empty();
    }

    private static Optional<String> log(PlannedContainer container) {
        return container
                .program()
                .log()
                .filter(log -> LogDriver.fromValue(log.driver()) == LogDriver.UNKNOWN_TO_SDK_VERSION)
                .map(log -> "logDriver: ECS has no driver " + log.driver() + ", only "
                        + LogDriver.knownValues().stream()
                                .map(LogDriver::toString)
                                .sorted()
                                .toList());
    }

    private static Optional<String> ulimit(Ulimit limit) {
        if (UlimitName.fromValue(limit.name()) == UlimitName.UNKNOWN_TO_SDK_VERSION) {
            return Optional.of("ulimit: ECS has none of the name " + limit.name() + ", only "
                    + UlimitName.knownValues().stream()
                            .map(UlimitName::toString)
                            .sorted()
                            .toList());
        }
        return limit.soft() > Integer.MAX_VALUE || limit.hard() > Integer.MAX_VALUE
                ? Optional.of("ulimit: ECS takes at most " + Integer.MAX_VALUE + " for " + limit.name() + ": " + limit)
                : Optional.empty();
    }

    private static Optional<String> secret(String variable, Secret secret) {
        return switch (secret.source()) {
            case SECRETS_MANAGER, SSM_PARAMETER -> Optional.empty();
            case ENVIRONMENT_VARIABLE, FILE ->
                Optional.of(
                        "secret " + variable + ": its value is on this machine, and everybody who may describe a task"
                                + " would see it; put it into Secrets Manager or Parameter Store");
        };
    }

    // ---- sizes

    private Optional<String> size(JobDefinition definition) {
        int characters = ModelText.of(
                        TaskMapper.overrides(LONGEST_ID, LONGEST_NAME, definition, told(definition), settings))
                .length();
        if (characters > LONGEST_OVERRIDES) {
            return Optional.of(
                    "environment and command: Container Overrides length must be at most " + LONGEST_OVERRIDES
                            + "; with what each task is told they have " + characters
                            + " characters as JSON. Put long text into a script, a file or a secret");
        }
        int bytes = ModelText.of(TaskMapper.definition(definition, settings)).getBytes(StandardCharsets.UTF_8).length;
        return bytes > LARGEST_DEFINITION
                ? Optional.of("script: a task definition has at most " + LARGEST_DEFINITION + " bytes, and this has "
                        + bytes + "; put what is long into an image")
                : Optional.empty();
    }

    /** The variables of the job, and the longest that tasks are told. */
    private static Map<String, String> told(JobDefinition definition) {
        Map<String, String> variables = new LinkedHashMap<>(definition.environment());
        for (String name : List.of("AWS_BATCH_CE_NAME", "AWS_BATCH_JQ_NAME")) {
            variables.put(name, LONGEST_NAME);
        }
        variables.put("AWS_BATCH_JOB_ID", LONGEST_ID.job().toString());
        variables.put("AWS_BATCH_JOB_ATTEMPT", Integer.toString(LONGEST_ID.number()));
        variables.put(
                "AWS_BATCH_JOB_ARRAY_INDEX", Integer.toString(LONGEST_ID.job().index()));
        variables.put("AWS_BATCH_JOB_ARRAY_SIZE", Integer.toString(Integer.MAX_VALUE));
        return variables;
    }
}
