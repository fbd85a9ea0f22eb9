package dev.tranche.runtime.ec2;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/**
 * Runs jobs as ECS tasks on the instances of a cluster: of the user's, which {@code computeEnvironment("lab").unmanaged("lab-cluster")}
 * names, or of one whose instances come and go with the jobs, which {@code computeEnvironment("spot").managed()} describes.
 * Found without being named; name it only to change a setting:
 *
 * <pre>{@code
 * BatchRuntime.journal(directory).queues(queue).backend(Ec2Backend.factory().rateShare(0.8)).open()
 * }</pre>
 *
 * <p>Nothing of ours runs in the account but a timer on instances that were launched here, which ends those that nobody needs:
 * ECS starts, watches and stops tasks, and this process says which and where. Each attempt is a task that is pinned to the instance that the scheduler chose. Tasks and instances of others are never touched.
 *
 * <p>Opening never fails for what AWS answers: without credentials, rights or a cluster the environment is INVALID, says so in
 * {@code explain()}, and comes back by itself when the cause is gone. Values are immutable; any thread may use them.
 */
public final class Ec2Backend implements BackendFactory {
    /** Which part of the rates that AWS publishes for an account and region is taken. */
    public static final double DEFAULT_RATE_SHARE = 0.5;

    /** Where the output of tasks goes, as on AWS Batch. */
    public static final String DEFAULT_LOG_GROUP = "/aws/batch/job";

    /** How long output is kept in a log group that is made. */
    public static final int DEFAULT_LOG_RETENTION_DAYS = 7;

    /** How long the agent of an instance may be silent before its attempts count as lost. */
    public static final Duration DEFAULT_LOST_AFTER = Duration.ofMinutes(10);

    /** How long an instance may be idle after it was last heard of a runtime that wants it. */
    public static final Duration DEFAULT_LEASE = Duration.ofMinutes(30);

    private static final Duration SHORTEST_LEASE = Duration.ofMinutes(5);

    private final Ec2Settings settings;

    /** The backend with its defaults; for {@link java.util.ServiceLoader}. */
    public Ec2Backend() {
        this(new Ec2Settings());
    }

    private Ec2Backend(Ec2Settings settings) {
        this.settings = settings;
    }

    private Ec2Backend with(Consumer<Ec2Settings> change) {
        Ec2Settings changed = settings.copy();
        change.accept(changed);
        return new Ec2Backend(changed);
    }

    /**
     * The backend with its defaults.
     *
     * @return a factory to be given to a runtime, as it is or with other settings
     */
    public static Ec2Backend factory() {
        return new Ec2Backend();
    }

    /**
     * Who to be. Without it the SDK looks in its usual places: system properties, environment variables, the profile, the role
     * of the container or instance that this process runs in.
     *
     * @param provider gives the credentials, asked for each call
     * @return a factory with this setting
     */
    public Ec2Backend credentials(AwsCredentialsProvider provider) {
        return with(changed -> changed.credentials = provider);
    }

    /**
     * Which part of the rates that AWS publishes for an account and region is taken; the rest is for everybody else who calls
     * there. All environments of a process that are in the same account and region share it; the first that calls decides.
     *
     * @param share above 0, at most 1; by default {@link #DEFAULT_RATE_SHARE}, which is 20 starts a second
     * @return a factory with this setting
     * @throws IllegalArgumentException if the share is not in its range
     */
    public Ec2Backend rateShare(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("rateShare must be above 0 and at most 1: " + share);
        }
        return with(changed -> changed.rateShare = share);
    }

    /**
     * Where the output of tasks goes; AWS: {@code awslogs-group}. It is made if it is not there.
     *
     * @param group the name of a group of CloudWatch Logs; by default {@link #DEFAULT_LOG_GROUP}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the name is empty
     */
    public Ec2Backend logGroup(String group) {
        if (group.isBlank()) {
            throw new IllegalArgumentException("logGroup must not be empty: '" + group + "'");
        }
        return with(changed -> changed.logGroup = group);
    }

    /**
     * How long output is kept in a log group that is made. One that is there keeps what it has.
     *
     * @param days at least 1, one of those that CloudWatch Logs knows; by default {@link #DEFAULT_LOG_RETENTION_DAYS}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Ec2Backend logRetentionDays(int days) {
        if (days < 1) {
            throw new IllegalArgumentException("logRetentionDays must be at least 1: " + days);
        }
        return with(changed -> changed.logRetentionDays = days);
    }

    /**
     * How long the agent of an instance may be silent before its attempts count as lost. If EC2 says that the instance has
     * ended they are lost at once.
     *
     * @param silence a positive time; by default {@link #DEFAULT_LOST_AFTER}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the time is not positive
     */
    public Ec2Backend lostAfter(Duration silence) {
        if (silence.isNegative() || silence.isZero()) {
            throw new IllegalArgumentException("lostAfter must be positive: " + silence);
        }
        return with(changed -> changed.lostAfter = silence);
    }

    /**
     * What becomes of the instances of managed environments when the runtime closes.
     *
     * @param choice by default {@link AtClose#LEAVE} for a runtime with a journal, {@link AtClose#TERMINATE} for one without
     * @return a factory with this setting
     */
    public Ec2Backend atClose(AtClose choice) {
        return with(changed -> changed.atClose = choice);
    }

    /**
     * Allows managed environments in a runtime without a journal. If such a runtime is killed, nobody remembers its instances but
     * they themselves: they run idle until their lease is over.
     *
     * @return a factory with this setting
     */
    public Ec2Backend launchWithoutJournal() {
        return with(changed -> changed.unjournaled = true);
    }

    /**
     * How long an instance of a managed environment outlives the runtime that wants it: idle for so long and without a word from a
     * runtime, it ends itself.
     *
     * @param lease at least five minutes; by default {@link #DEFAULT_LEASE}
     * @return a factory with this setting
     * @throws IllegalArgumentException if the time is shorter
     */
    public Ec2Backend lease(Duration lease) {
        if (lease.compareTo(SHORTEST_LEASE) < 0) {
            throw new IllegalArgumentException("lease must be at least " + SHORTEST_LEASE + ": " + lease);
        }
        return with(changed -> changed.lease = lease);
    }

    /**
     * Prices of instances, in place of those that come with this backend: a file with a line {@code date,2026-01-19}, and then
     * lines like {@code us-east-1,m7i.large,0.1008}, on-demand and in dollars an hour.
     *
     * @param file read at the opening
     * @return a factory with this setting
     */
    public Ec2Backend prices(Path file) {
        return with(changed -> changed.prices = file);
    }

    /**
     * Takes prices that are older than a year, which are refused otherwise.
     *
     * @return a factory with this setting
     */
    public Ec2Backend acceptOldPrices() {
        return with(changed -> changed.oldPrices = true);
    }

    /**
     * Looks at everything that an environment needs before jobs are given to it: credentials, the cluster and its instances, the
     * log group, each right, and for definitions whether ECS takes them and their roles may be passed; of a managed one also its
     * prices, subnets, types, launch template, quotas and service-linked roles. Waits for AWS's answers,
     * seconds in all; starts nothing.
     *
     * <pre>{@code
     * System.out.println(Ec2Backend.factory().check(lab, train));
     * }</pre>
     *
     * @param environment the environment
     * @param definitions what is to run there, if it is known
     * @return a line for each thing, with AWS's words where it is missing
     * @throws IllegalStateException if the thread is interrupted
     */
    public CheckReport check(EcsEnvironment environment, JobDefinition... definitions) {
        try {
            return new EnvironmentCheck(environment, settings).run(List.of(definitions));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while AWS was asked about " + environment.name(), e);
        }
    }

    /** For tests: where runtimes without a journal are remembered. */
    Ec2Backend directory(Path directory) {
        return with(changed -> changed.directory = directory);
    }

    /** For tests: how often the cluster is looked at. */
    Ec2Backend clusterPace(Duration pace) {
        return with(changed -> changed.clusterPace = pace);
    }

    /** For tests: a lease that is over soon. */
    Ec2Backend shortLease(Duration lease) {
        return with(changed -> changed.lease = lease);
    }

    /** For tests: how long an instance may take until it joins. */
    Ec2Backend joinsWithin(Duration time) {
        return with(changed -> changed.joinsWithin = time);
    }

    /** For tests: the time of this machine. */
    Ec2Backend clock(Clock clock) {
        return with(changed -> changed.clock = clock);
    }

    @Override
    public String kind() {
        return "ec2";
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the environment is not one on ECS; or if it is managed and prices cannot be read or
     *     are too old, or the runtime has no journal and that was not allowed
     */
    @Override
    public Backend open(ComputeEnvironment environment, BackendContext context) {
        if (!(environment instanceof EcsEnvironment onEcs)) {
            throw new IllegalArgumentException(
                    "environment " + environment.name() + " is not one on ECS: " + environment);
        }
        if (environment instanceof ManagedEnvironment) {
            checkManaged(environment.name(), context.journaled());
        }
        EcsBackend backend = new EcsBackend(onEcs, settings, context, settings.clock, System::nanoTime);
        backend.begin();
        return backend;
    }

    /** Whether somebody will end what is launched. */
    private void checkManaged(String environment, boolean journaled) {
        if (!journaled && !settings.unjournaled) {
            throw new IllegalArgumentException(
                    "environment " + environment + " is managed and the runtime has no journal: if"
                            + " it is killed, instances run idle for " + settings.lease + "; open it with"
                            + " BatchRuntime.journal(directory), or say Ec2Backend.factory().launchWithoutJournal()");
        }
        if (!journaled && settings.atClose == AtClose.LEAVE) {
            throw new IllegalArgumentException(
                    "environment " + environment + " is to leave its instances at the close, and"
                            + " nobody could take them over: the runtime has no journal; say TERMINATE or DRAIN");
        }
    }
}
