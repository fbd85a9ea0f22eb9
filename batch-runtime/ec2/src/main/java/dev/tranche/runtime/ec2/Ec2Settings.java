package dev.tranche.runtime.ec2;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** What can be said of the backend beside its environment. Changed only by {@link Ec2Backend}, in a copy that nobody has. */
final class Ec2Settings {
    /** Who to be, or null for whom the SDK finds. */
    @Nullable
    AwsCredentialsProvider credentials;

    double rateShare = Ec2Backend.DEFAULT_RATE_SHARE;
    String logGroup = Ec2Backend.DEFAULT_LOG_GROUP;
    int logRetentionDays = Ec2Backend.DEFAULT_LOG_RETENTION_DAYS;
    Duration lostAfter = Ec2Backend.DEFAULT_LOST_AFTER;

    /** Where runtimes without a journal are remembered that use a cluster from this machine. */
    Path directory = Path.of(System.getProperty("java.io.tmpdir"));

    /** How often the cluster is looked at; more often in tests. */
    Duration clusterPace = Duration.ofSeconds(5);

    /** The clock of this machine; another one in tests. */
    Clock clock = Clock.systemUTC();

    Ec2Settings copy() {
        Ec2Settings copy = new Ec2Settings();
        copy.credentials = credentials;
        copy.rateShare = rateShare;
        copy.logGroup = logGroup;
        copy.logRetentionDays = logRetentionDays;
        copy.lostAfter = lostAfter;
        copy.directory = directory;
        copy.clusterPace = clusterPace;
        copy.clock = clock;
        return copy;
    }
}
