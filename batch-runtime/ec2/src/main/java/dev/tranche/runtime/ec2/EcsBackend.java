package dev.tranche.runtime.ec2;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.UnmanagedEnvironment;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Task;

/** The attempts of one environment, as tasks of one cluster. */
final class EcsBackend implements Backend, ClusterLooks.Surroundings, TaskStarts.Surroundings, HostTasks.Surroundings {
    /** How long after a stop that AWS has not taken it is asked for again. */
    static final Duration STOP_PACE = Duration.ofSeconds(15);

    /** How long the close waits for tasks that it has asked to end. */
    static final Duration CLOSE_PATIENCE = Duration.ofMinutes(3);

    private static final int STARTERS = 8;
    private static final int WATCHERS = 4;
    private static final int FOLLOWERS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(EcsBackend.class);

    private final UnmanagedEnvironment environment;
    private final Ec2Settings settings;
    private final Reports reports;
    private final boolean journaled;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String owner;
    private final AwsAccess access;
    private final Validity validity;
    private final TaskRefusals refusals;
    private final Workers starters;
    private final Workers watchers;
    private final Workers followers;
    private final TaskStarts starts;
    private final HostTasks hostTasks;
    private final ClusterLooks looks;
    private final Set<Capability> capabilities;

    // Filled by the dispatcher and by inventories, emptied by releases; read by all.
    private final ConcurrentHashMap<AttemptId, EcsTask> tasks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AttemptId, TaskLog> logs = new ConcurrentHashMap<>();

    /** Attempts of an earlier opening that ECS did not show: whether they were started is not certain. */
    private final Set<AttemptId> notShown = ConcurrentHashMap.newKeySet();

    // Made by whoever needs it first; pairs with the reads under the same lock.
    private @Nullable ConnectedCluster connected;

    // Written once by whoever closes, read by the dispatcher.
    private volatile boolean closed;

    EcsBackend(
            UnmanagedEnvironment environment,
            Ec2Settings settings,
            BackendContext context,
            Clock clock,
            LongSupplier nanos) {
        this.environment = environment;
        this.settings = settings;
        this.reports = context.reports();
        this.journaled = context.journaled();
        this.clock = clock;
        this.nanos = nanos;
        this.owner = owner(context.runtimeId());
        this.access = new AwsAccess(environment, settings);
        this.validity = new Validity(nanos);
        this.refusals = new TaskRefusals(taskSettings(""));
        this.starters = new Workers("ec2-" + environment.name() + "-start", STARTERS);
        this.watchers = new Workers("ec2-" + environment.name(), WATCHERS);
        this.followers = new Workers("ec2-" + environment.name() + "-log", FOLLOWERS);
        this.starts = new TaskStarts(owner, validity, starters, this, clock, nanos);
        this.hostTasks = new HostTasks(tasks.values(), environment.onInterruption(), this, watchers, clock);
        this.looks = new ClusterLooks(environment.name(), settings, context, this, validity, watchers);
        this.capabilities = capabilities(environment);
    }

    /** Who has started a task, in the few characters that ECS allows; the same after a restart of the runtime. */
    static String owner(long runtimeId) {
        return "tranche-" + Long.toString(runtimeId, Character.MAX_RADIX);
    }

    private static Set<Capability> capabilities(UnmanagedEnvironment environment) {
        Set<Capability> all = EnumSet.of(
                Capability.CONTAINER,
                Capability.MEMORY_LIMIT,
                Capability.ADOPTION,
                Capability.SECRET_REFERENCES,
                Capability.TAIL);
        if (environment.baseImage().isPresent()) {
            all.add(Capability.SCRIPT);
        }
        return Set.copyOf(all);
    }

    private TaskSettings taskSettings(String region) {
        return new TaskSettings(environment.baseImage(), settings.logGroup, region);
    }

    /** Looks at the cluster for the first time, and from then on. */
    void begin() {
        looks.begin();
    }

    // ---- AWS

    @Override
    public synchronized ConnectedCluster connected() {
        ConnectedCluster made = connected;
        if (made == null) {
            made = cluster(access.connect());
            connected = made;
        }
        return made;
    }

    @Override
    public Cluster cluster() {
        return connected().cluster();
    }

    @Override
    public TaskDefinitions definitions() {
        return connected().definitions();
    }

    @Override
    public TaskSettings settings() {
        return connected().settings();
    }

    @Override
    public synchronized Optional<ConnectedCluster> ifConnected() {
        return Optional.ofNullable(connected);
    }

    private ConnectedCluster cluster(AwsAccess.Connection connection) {
        AwsClients clients = connection.clients();
        Calls calls = connection.calls();
        Cluster cluster = new Cluster(environment.cluster(), environment.only(), clients.ecs(), calls);
        return new ConnectedCluster(
                clients,
                calls,
                taskSettings(connection.region().id()),
                cluster,
                new TaskDefinitions(clients.ecs(), calls, nanos),
                new ClusterWatch(
                        environment.name(),
                        cluster,
                        new Ec2Instances(clients.ec2(), calls),
                        hostTasks,
                        reports,
                        validity,
                        settings.lostAfter,
                        nanos),
                new TaskWatch(cluster, hostTasks::lostAsTasksSay, clock, nanos),
                new LogGroup(settings.logGroup, settings.logRetentionDays, clients.logs(), calls),
                new LogReader(clients.logs(), calls));
    }

    // ---- what is asked of any backend

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Optional<String> refusal(JobDefinition definition) {
        return refusals.refusal(definition);
    }

    @Override
    public Optional<String> refusal(MultiNodeJobDefinition definition) {
        return Optional.of("multi-node jobs do not run as ECS tasks yet; use an environment of Docker engines");
    }

    @Override
    public Optional<String> invalid() {
        return validity.trouble();
    }

    @Override
    public Optional<String> startWait(AttemptId attempt) {
        return Optional.ofNullable(tasks.get(attempt)).flatMap(EcsTask::startWait);
    }

    // ---- launching and stopping

    @Override
    public void launch(Launch launch) {
        if (closed) {
            throw new IllegalStateException(
                    "the ec2 backend is closed; attempt " + launch.attempt() + " is not started");
        }
        AttemptId id = launch.attempt();
        EcsTask known = tasks.get(id);
        if (known != null) {
            known.repeat();
        } else if (logs.containsKey(id)) {
            reports.ended(id, released());
        } else {
            refusal(launch.definition())
                    .ifPresentOrElse(
                            why -> reports.ended(id, new AttemptEnd.StartFailed(why, clock.instant())),
                            () -> start(launch));
        }
    }

    private AttemptEnd released() {
        return new AttemptEnd.Unknown("the attempt was released", clock.instant());
    }

    private void start(Launch launch) {
        JobDefinition definition = launch.definition();
        AttemptId id = launch.attempt();
        Need need = Need.of(TaskMapper.overrides(launch, taskSettings("")));
        EcsTask task = new EcsTask(id, launch.host(), need, notShown.remove(id), reports, nanos);
        logs.put(
                id,
                new TaskLog(
                        task,
                        arn -> TaskMapper.logs(definition, settings(), EcsTask.taskId(arn)),
                        () -> connected().logs(),
                        followers));
        tasks.put(id, task);
        starts.start(task, launch);
    }

    @Override
    public void isThere(EcsTask task) {
        connected().tasks().add(task);
        if (task.isStopAsked()) {
            stopInEcs(task);
        }
    }

    @Override
    public void stop(AttemptId id, Duration grace) {
        EcsTask task = tasks.get(id);
        if (task != null && task.stop(clock.instant())) {
            stopInEcs(task);
        }
    }

    /** ECS gives it the stop time-out of its definition, which is the job's. */
    @Override
    public void stopInEcs(EcsTask task) {
        watchers.soon(() -> {
            Optional<String> arn = task.arn();
            if (arn.isEmpty() || task.hasEnded()) {
                return;
            }
            try {
                cluster().stop(arn.get(), "Stopped by its runtime");
            } catch (SdkException e) {
                LOG.warn("task {} is not stopped yet: {}", arn.get(), Trouble.text(e));
                watchers.after(STOP_PACE, () -> stopInEcs(task));
            }
        });
    }

    // ---- afterwards

    @Override
    public void release(AttemptId id) {
        EcsTask task = tasks.get(id);
        if (task != null && task.hasEnded()) {
            tasks.remove(id);
        }
    }

    @Override
    public void forget(JobId job, int attempts) {
        for (int number = 1; number <= attempts; number++) {
            logs.remove(new AttemptId(job, number));
        }
    }

    @Override
    public AttemptLog log(AttemptId id) {
        TaskLog log = logs.get(id);
        return log == null ? new NoOutput(journaled ? whereOutputOfEarlierOpeningsIs() : "") : log;
    }

    private String whereOutputOfEarlierOpeningsIs() {
        return "(what attempts printed that ended before this opening of the runtime is in log group "
                + settings.logGroup + ", in streams that begin with the name of their definition)\n";
    }

    // ---- inventory

    @Override
    public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> ids) {
        CompletableFuture<Map<AttemptId, AttemptState>> answer = new CompletableFuture<>();
        Set<AttemptId> asked = new LinkedHashSet<>(ids);
        watchers.soon(() -> {
            try {
                answer.complete(states(asked));
            } catch (RuntimeException | InterruptedException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Map<AttemptId, AttemptState> states(Set<AttemptId> asked) throws InterruptedException {
        Set<AttemptId> unknown = new LinkedHashSet<>(asked);
        unknown.removeIf(id -> tasks.containsKey(id) || logs.containsKey(id));
        if (!unknown.isEmpty()) {
            adopt(unknown);
        }
        Map<AttemptId, AttemptState> states = new LinkedHashMap<>();
        asked.forEach(id -> states.put(id, state(id)));
        return states;
    }

    private AttemptState state(AttemptId id) {
        EcsTask task = tasks.get(id);
        if (task != null) {
            return task.state();
        }
        return logs.containsKey(id) ? new AttemptState.Ended(released()) : new AttemptState.NeverStarted();
    }

    /** Takes over what an earlier opening of this runtime started; what nobody asks for has been recorded as ended. */
    private void adopt(Set<AttemptId> unknown) throws InterruptedException {
        ConnectedCluster made = connected();
        Set<AttemptId> left = new LinkedHashSet<>(unknown);
        for (Task task : made.cluster().startedBy(owner)) {
            made.definitions().adopt(task.taskDefinitionArn());
            Optional<AttemptId> id = TaskMapper.attempt(task);
            if (id.isPresent() && left.remove(id.get())) {
                adopt(id.get(), TaskMapper.host(task).orElseThrow(), task);
            } else if (id.filter(other -> !tasks.containsKey(other) && !logs.containsKey(other))
                    .isPresent()) {
                watchers.soon(() ->
                        cluster().stopLeft(task.taskArn(), "Its end was recorded")); // and it may run all the same
            }
        }
        notShown.addAll(left);
    }

    private void adopt(AttemptId id, String host, Task found) {
        EcsTask task =
                new EcsTask(id, new HostId(environment.name(), host), Need.of(found.overrides()), true, reports, nanos);
        task.known(found.taskArn());
        logs.put(id, new TaskLog(task, arn -> placesOf(found), () -> connected().logs(), followers));
        tasks.put(id, task);
        task.seen(found, clock.instant()).ifPresent(reason -> hostTasks.lostAsTasksSay(task.host(), reason));
        connected().tasks().add(task);
    }

    /** Where the output of an adopted task is: its definition says that, asked for when somebody reads it. */
    private List<LogPlace> placesOf(Task task) {
        ConnectedCluster made = connected();
        try {
            return LogOptions.places(
                    made.calls()
                            .again(
                                    "DescribeTaskDefinition",
                                    () -> made.clients()
                                            .ecs()
                                            .describeTaskDefinition(r -> r.taskDefinition(task.taskDefinitionArn())))
                            .taskDefinition()
                            .containerDefinitions(),
                    made.settings(),
                    EcsTask.taskId(task.taskArn()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    // ---- the end

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (!journaled) {
            step(this::stopAll);
        }
        starters.close();
        watchers.close();
        followers.close();
        if (!journaled && ifConnected().isPresent()) {
            step(definitions()::close);
        }
        if (tasks.values().stream().allMatch(EcsTask::hasEnded)) {
            looks.nothingIsLeft(); // otherwise the next runtime stops what still runs
        }
        access.close();
    }

    /** An interrupt shortens what a close waits for, and leaves out none of its steps. */
    private static void step(Background.Task step) {
        try {
            step.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopAll() throws InterruptedException {
        long until = nanos.getAsLong() + CLOSE_PATIENCE.toNanos();
        tasks.keySet().forEach(id -> stop(id, Duration.ZERO));
        while (tasks.values().stream().anyMatch(task -> !task.hasEnded())) {
            if (nanos.getAsLong() - until > 0) {
                LOG.warn("tasks still run after {}: {}", CLOSE_PATIENCE, tasks.keySet());
                return;
            }
            Thread.sleep(ClusterLooks.TASK_PACE.toMillis());
        }
    }
}
