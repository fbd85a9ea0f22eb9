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
        if (!isThere()) {
            try {
                var made =
                        calls.again("CreateLogGroup", () -> logs.createLogGroup(request -> request.logGroupName(name)));
                var kept = calls.again(
                        "PutRetentionPolicy",
                        () -> logs.putRetentionPolicy(
                                request -> request.logGroupName(name).retentionInDays(retentionDays)));
                LOG.debug("log group {} made: {} {}", name, made, kept);
            } catch (ResourceAlreadyExistsException e) {
                LOG.debug("log group {} was made by somebody else meanwhile", name);
            }
        }
    }

    private boolean isThere() throws InterruptedException {
        try {
            return calls
                    .again(
                            "DescribeLogGroups",
                            () -> logs.describeLogGroups(request -> request.logGroupNamePrefix(name)))
                    .logGroups()
                    .stream()
                    .anyMatch(group -> name.equals(group.logGroupName()));
        } catch (SdkException e) {
            if (Trouble.of(e) == Trouble.DENIED) {
                return false; // whoever may not look may yet make it
            }
            throw e;
        }
    }
}
