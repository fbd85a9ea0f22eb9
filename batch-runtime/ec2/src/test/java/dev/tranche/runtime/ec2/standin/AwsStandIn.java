package dev.tranche.runtime.ec2.standin;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An AWS for tests, at an address of this machine. Everything that is made here ends with {@link #close()}.
 *
 * <pre>{@code
 * try (AwsStandIn aws = new AwsStandIn()) {
 *     StandInHost host = aws.cluster("lab").host(4, 4_096);
 *     // point an environment or a client of the SDK at aws.endpoint()
 *     host.drain();
 *     assertThat(aws.calls().count("RunTask")).isEqualTo(1);
 * }
 * }</pre>
 */
public final class AwsStandIn implements AutoCloseable {
    /** The image that is on the engine. */
    public static final String IMAGE = "busybox:latest";

    /** The region that it stands for. */
    public static final String REGION = "eu-central-1";

    private final StandInClock clock = new StandInClock();
    private final CallLog calls = new CallLog();
    private final EcsState state = new EcsState(clock);
    private final StandInEc2 ec2 = new StandInEc2(state);
    private final IamService iam = new IamService();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "aws-stand-in");
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((failed, e) -> complain(e));
        return thread;
    });
    private final Engine engine = new Engine();
    private final RateLimits limits = new RateLimits(System::nanoTime);
    private final Injections injections;
    private final WireServer server;
    private volatile boolean closed;
    private @Nullable DeadMen deadMen;

    public AwsStandIn() {
        this(1);
    }

    /** @param seed decides when what is injected happens */
    public AwsStandIn(long seed) {
        this.injections = new Injections(seed);
        LogsService logs = new LogsService(clock, injections::lateLines);
        EcsService ecs = new EcsService(
                state, ec2, injections, new TaskRun.Platform(engine, logs, secrets, injections, threads));
        engine.removeLeftovers();
        server = new WireServer(
                Map.of(
                        "AmazonEC2ContainerServiceV20141113",
                        ecs,
                        "Logs_20140328",
                        logs,
                        "AmazonSSM",
                        new SsmService(),
                        "ServiceQuotasV20190624",
                        new QuotaService(ec2)),
                Map.of(
                        "2011-06-15",
                        new StsService(clock),
                        "2016-11-15",
                        new Ec2Service(state, ec2, injections),
                        "2010-05-08",
                        iam),
                clock,
                calls,
                injections,
                limits);
    }

    /** Why tasks cannot run on this machine, if they cannot. */
    public static Optional<String> missing() {
        return new Engine().missing(IMAGE);
    }

    /** Where it answers. */
    public URI endpoint() {
        return server.endpoint();
    }

    /** A cluster; made if it is not there. */
    public StandInCluster cluster(String name) {
        return state.cluster(name);
    }

    /** The clusters that there are. */
    public List<String> clusterNames() {
        return state.clusterNames();
    }

    /** Instances, launch templates and capacity. */
    public StandInEc2 ec2() {
        return ec2;
    }

    /** The account has no such service-linked role. */
    public void lacksRole(String name) {
        iam.lacks(name);
    }

    /** Runs the timers that user data installs on instances; made when it is first asked for. */
    public synchronized DeadMen deadMen() {
        if (deadMen == null) {
            deadMen = new DeadMen(this, state);
        }
        return deadMen;
    }

    /** What has been called so far. */
    public CallLog calls() {
        return calls;
    }

    /** What AWS does on a bad day. */
    public Injections inject() {
        return injections;
    }

    /** Throttles as AWS does, by token buckets that operations share. */
    public void enforceRates() {
        limits.enforce();
    }

    /** A secret that tasks may name, by its ARN or the name of its parameter. */
    public void secret(String from, String value) {
        secrets.put(from, value);
    }

    /** How many tasks have been started, as far as ECS still shows them. */
    public int startedTasks() {
        return state.all().size();
    }

    /** The tasks that have not stopped. */
    public List<String> runningTasks() {
        synchronized (state) {
            return state.all().stream()
                    .filter(task -> !task.lastStatus().equals("STOPPED"))
                    .map(TaskRun::arn)
                    .toList();
        }
    }

    /** Somebody removes all task definitions. */
    public void deregisterAll() {
        synchronized (state) {
            state.definitions()
                    .values()
                    .forEach(revisions -> revisions.forEach(each -> {
                        each.inactiveSince = Optional.of(clock.now());
                        each.definition.put("status", "INACTIVE");
                    }));
        }
    }

    /** Time passes at AWS. */
    public void advance(Duration by) {
        clock.advance(by);
    }

    /** What is cut off by the close is no fault. */
    private void complain(Throwable e) {
        if (!closed) {
            e.printStackTrace();
        }
    }

    @Override
    public void close() {
        closed = true;
        if (deadMen != null) {
            deadMen.close();
        }
        try {
            server.close();
        } finally {
            threads.shutdownNow();
            engine.close();
        }
    }
}
