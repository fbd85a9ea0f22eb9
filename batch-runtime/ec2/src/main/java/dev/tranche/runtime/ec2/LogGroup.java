package dev.tranche.runtime.ec2;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;

/** The log group of an environment: without it no task starts. Made with a retention; one that is there keeps what it has. */
final class LogGroup {
    private static final Logger LOG = LoggerFactory.getLogger(LogGroup.class);

    private final String name;
    private final int retentionDays;
    private final CloudWatchLogsClient logs;
    private final Calls calls;

    LogGroup(String name, int retentionDays, CloudWatchLogsClient logs, Calls calls) {
        this.name = name;
        this.retentionDays = retentionDays;
        this.logs = logs;
        this.calls = calls;
    }

    /**
     * Makes it if it is not there.
     *
     * @throws SdkException if it is not there and cannot be made
     */
    void make() throws InterruptedException {
        if (mayBeMissing()) {
            try {
                var made =
                        calls.again("CreateLogGroup", () -> logs.createLogGroup(request -> request.logGroupName(name)));
                var kept = calls.again(
                        "PutRetentionPolicy",
                        () -> logs.putRetentionPolicy(
                                request -> request.logGroupName(name).retentionInDays(retentionDays)));
                LOG.debug("log group {} made: {} {}", name, made, kept);
            } catch (ResourceAlreadyExistsException e) {
                LOG.debug("log group {} was there, or somebody else made it meanwhile", name);
            }
        }
    }

    /** Whoever may not look may yet make it. */
    private boolean mayBeMissing() throws InterruptedException {
        try {
            return !isThere();
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.DENIED) {
                return true;
            }
            throw e;
        }
    }

    /**
     * Whether it is there.
     *
     * @throws SdkException if AWS does not say
     */
    boolean isThere() throws InterruptedException {
        return calls
                .again("DescribeLogGroups", () -> logs.describeLogGroups(request -> request.logGroupNamePrefix(name)))
                .logGroups()
                .stream()
                .anyMatch(group -> name.equals(group.logGroupName()));
    }
}
