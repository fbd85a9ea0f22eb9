package dev.tranche.json;

import com.google.common.collect.ImmutableSet;
import dev.tranche.model.Container;
import dev.tranche.model.LogConfiguration;
import java.util.Optional;

/** {@code logConfiguration}; with a driver that AWS does not have, {@code tranche.log}. */
final class LogConfigurationMapper {
    static final ImmutableSet<String> AWS_DRIVERS =
            ImmutableSet.of("json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens");

    private LogConfigurationMapper() {}

    static void write(Optional<LogConfiguration> log, ShapeWriter out) {
        if (log.isPresent()) {
            boolean aws = AWS_DRIVERS.contains(log.get().driver());
            out.object(
                    aws ? "logConfiguration" : "log",
                    aws ? Shape.LOG_CONFIGURATION : Shape.OURS,
                    log.get(),
                    LogConfigurationMapper::write);
        }
    }

    private static void write(LogConfiguration log, ShapeWriter out) {
        out.text("logDriver", log.driver());
        out.map("options", log.options());
    }

    static void read(ShapeReader in, Container.Options options) {
        in.inside("logConfiguration", Shape.LOG_CONFIGURATION, log -> {
            Node driver = log.get("logDriver");
            if (!AWS_DRIVERS.contains(driver.text())) {
                throw driver.refused(
                        "must be one of " + AWS_DRIVERS + ", or stand in tranche.log: '" + driver.text() + "'");
            }
            return read(log, driver, options);
        });
        in.inside("log", Shape.OURS, log -> read(log, log.get("logDriver"), options));
    }

    private static Container.Options read(ShapeReader in, Node driver, Container.Options options) {
        return driver.at(() -> options.logDriver(driver.text(), in.map("options")));
    }
}
