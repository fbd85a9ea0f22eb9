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

    /** What becomes of instances at the close, or null for what suits the runtime. */
    @Nullable
    AtClose atClose;

    /** Whether instances may be launched for a runtime without a journal. */
    boolean unjournaled;

    /** Prices of the user's, or null for those that come with this backend. */
    @Nullable
    Path prices;

    boolean oldPrices;
    Duration lease = Ec2Backend.DEFAULT_LEASE;

    /** How long an instance may take from its launch until it has joined its cluster; less in tests. */
    Duration joinsWithin = Duration.ofMinutes(10);

    /** How often the cluster is looked at; more often in tests. */
    Duration clusterPace = Duration.ofSeconds(5);

    /** The clock of this machine; another one in tests. */
    Clock clock = Clock.systemUTC();

    /**
     * The prices of instances.
     *
     * @throws IllegalArgumentException if they cannot be read, or are too old to be trusted
     */
    PriceTable priceTable() {
        PriceTable table = anyPriceTable();
        if (!oldPrices) {
            table.tooOld(clock).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
        }
        return table;
    }

    /**
     * The same, however old they are.
     *
     * @throws IllegalArgumentException if they cannot be read
     */
    PriceTable anyPriceTable() {
        return prices == null ? PriceTable.ofArtifact() : PriceTable.of(prices);
    }

    Ec2Settings copy() {
        Ec2Settings copy = new Ec2Settings();
        copy.credentials = credentials;
        copy.rateShare = rateShare;
        copy.logGroup = logGroup;
        copy.logRetentionDays = logRetentionDays;
        copy.lostAfter = lostAfter;
        copy.atClose = atClose;
        copy.unjournaled = unjournaled;
        copy.prices = prices;
        copy.oldPrices = oldPrices;
        copy.lease = lease;
        copy.joinsWithin = joinsWithin;
        copy.directory = directory;
        copy.clusterPace = clusterPace;
        copy.clock = clock;
        return copy;
    }
}
