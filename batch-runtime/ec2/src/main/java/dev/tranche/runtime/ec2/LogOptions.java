package dev.tranche.runtime.ec2;

import dev.tranche.model.ContainerProgram;
import dev.tranche.model.JobDefinition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LogConfiguration;
import software.amazon.awssdk.services.ecs.model.LogDriver;

/** Where the output of containers goes: as AWS Batch has it, unless the definition says otherwise. */
final class LogOptions {
    static final String AWSLOGS = "awslogs";
    private static final String GROUP = "awslogs-group";
    private static final String REGION = "awslogs-region";
    private static final String PREFIX = "awslogs-stream-prefix";
    private static final String MODE = "mode";
    private static final int LONGEST_PREFIX = 200;

    private LogOptions() {}

    /**
     * The log driver and its options. The mode is always said, since AWS has changed what it is otherwise; a program that
     * prints waits for its log rather than lose it.
     */
    static LogConfiguration of(ContainerProgram program, JobDefinition definition, TaskSettings settings) {
        Optional<dev.tranche.model.LogConfiguration> said = program.log();
        String driver = said.map(dev.tranche.model.LogConfiguration::driver).orElse(AWSLOGS);
        Map<String, String> options = new LinkedHashMap<>();
        if (driver.equals(AWSLOGS)) {
            options.put(GROUP, settings.logGroup());
            options.put(REGION, settings.region());
            options.put(PREFIX, prefix(definition));
            options.put(MODE, "blocking");
        }
        said.ifPresent(log -> options.putAll(log.options()));
        return LogConfiguration.builder()
                .logDriver(LogDriver.fromValue(driver))
                .options(options)
                .build();
    }

    /** Where the output of a container of a task is; empty if it goes somewhere that cannot be read. */
    static Optional<LogPlace> place(
            PlannedContainer container, JobDefinition definition, TaskSettings settings, String task) {
        LogConfiguration log = of(container.program(), definition, settings);
        return isReadHere(log, settings)
                ? Optional.of(new LogPlace(
                        log.options().getOrDefault(GROUP, settings.logGroup()),
                        log.options().get(PREFIX) + "/" + container.name() + "/" + task))
                : Optional.empty();
    }

    /** Where the output of a task is whose definition is known to ECS only. */
    static List<LogPlace> places(List<ContainerDefinition> containers, TaskSettings settings, String task) {
        return containers.stream()
                .filter(each -> each.logConfiguration() != null && isReadHere(each.logConfiguration(), settings))
                .map(each -> new LogPlace(
                        each.logConfiguration().options().getOrDefault(GROUP, settings.logGroup()),
                        each.logConfiguration().options().get(PREFIX) + "/" + each.name() + "/" + task))
                .toList();
    }

    private static boolean isReadHere(LogConfiguration log, TaskSettings settings) {
        return log.logDriver() == LogDriver.AWSLOGS
                && settings.region().equals(log.options().getOrDefault(REGION, settings.region()));
    }

    private static String prefix(JobDefinition definition) {
        String name = definition.name();
        return name.substring(0, Math.min(name.length(), LONGEST_PREFIX));
    }
}
