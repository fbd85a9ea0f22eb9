package dev.tranche.runtime.ec2;

import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.ManagedEnvironment;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.runtime.spi.BackendContext;
import java.io.Closeable;
import java.time.Clock;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The cluster of an environment, once AWS knows us, and what follows it: made by whoever needs it first, and tried again by whoever
 * needs it next, since credentials may come later. Any thread.
 */
final class ClusterConnection implements ClusterLooks.Surroundings, Closeable {
    private final EcsEnvironment environment;
    private final Ec2Settings settings;
    private final BackendContext context;
    private final HostTasks hostTasks;
    private final Validity validity;
    private final Background background;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String owner;
    private final AwsAccess access;

    /** Of a managed environment: read before the first call, so that what is wrong with them fails the opening. */
    private final Optional<PriceTable> prices;

    private @Nullable ConnectedCluster connected;

    /** @throws IllegalArgumentException if prices are needed, and cannot be read or are too old */
    ClusterConnection(
            EcsEnvironment environment,
            Ec2Settings settings,
            BackendContext context,
            HostTasks hostTasks,
            Validity validity,
            Background background,
            Clock clock,
            LongSupplier nanos) {
        this.environment = environment;
        this.settings = settings;
        this.context = context;
        this.hostTasks = hostTasks;
        this.validity = validity;
        this.background = background;
        this.clock = clock;
        this.nanos = nanos;
        this.owner = owner(context.runtimeId());
        this.access = new AwsAccess(environment, settings);
        this.prices = environment instanceof ManagedEnvironment ? Optional.of(settings.priceTable()) : Optional.empty();
    }

    /** Who has started a task or launched an instance, in the few characters that ECS allows; the same after a restart. */
    static String owner(long runtimeId) {
        return "tranche-" + Long.toString(runtimeId, Character.MAX_RADIX);
    }

    /** The cluster of an environment: the user's, or one for each runtime that has a managed environment. */
    static String clusterName(EcsEnvironment environment, String owner) {
        return environment instanceof UnmanagedEnvironment unmanaged
                ? unmanaged.cluster()
                : owner + "-" + environment.name();
    }

    private Optional<String> only() {
        return environment instanceof UnmanagedEnvironment unmanaged ? unmanaged.only() : Optional.empty();
    }

    @Override
    public synchronized ConnectedCluster connected() {
        ConnectedCluster made = connected;
        if (made == null) {
            made = connected(access.connect());
            connected = made;
        }
        return made;
    }

    @Override
    public synchronized Optional<ConnectedCluster> ifConnected() {
        return Optional.ofNullable(connected);
    }

    private ConnectedCluster connected(AwsAccess.Connection connection) {
        AwsClients clients = connection.clients();
        Calls calls = connection.calls();
        Cluster cluster = new Cluster(clusterName(environment, owner), only(), clients.ecs(), calls);
        Optional<ManagedHosts> managed = environment instanceof ManagedEnvironment its
                ? Optional.of(managed(its, connection))
                : Optional.empty();
        return new ConnectedCluster(
                connection,
                new TaskSettings(
                        environment.baseImage(),
                        settings.logGroup,
                        connection.region().id()),
                cluster,
                managed,
                new TaskDefinitions(clients.ecs(), calls, nanos),
                new ClusterWatch(
                        environment.name(),
                        cluster,
                        new Ec2Instances(clients.ec2(), calls),
                        managed.<ClusterWatch.Members>map(hosts -> hosts).orElse(ClusterWatch.ALL),
                        hostTasks,
                        context.reports(),
                        validity,
                        settings.lostAfter,
                        nanos),
                new TaskWatch(cluster, hostTasks::lostAsTasksSay, clock, nanos),
                new LogGroup(settings.logGroup, settings.logRetentionDays, clients.logs(), calls),
                new LogReader(clients.logs(), calls));
    }

    private ManagedHosts managed(ManagedEnvironment its, AwsAccess.Connection connection) {
        return new ManagedHosts(
                its,
                new ManagedCluster(its, clusterName(its, owner), owner, settings, prices.orElseThrow(), connection),
                context.reports(),
                validity,
                background,
                settings,
                access.time(),
                nanos,
                (host, reason) -> connected().instances().lost(host, reason));
    }

    @Override
    public void close() {
        access.close();
    }
}
