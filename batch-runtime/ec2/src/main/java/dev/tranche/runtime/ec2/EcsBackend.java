package dev.tranche.runtime.ec2;

import dev.tranche.model.AttemptId;
import dev.tranche.model.EcsEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
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
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Task;

/** The attempts of one environment, as tasks of one cluster. */
final class EcsBackend implements Backend, TaskStarts.Surroundings, HostTasks.Surroundings {
    /** How long after a stop that AWS has not taken it is asked for again. */
    static final Duration STOP_PACE = Duration.ofSeconds(15);

    /** How long the close waits for tasks that it has asked to end. */
    static final Duration CLOSE_PATIENCE = Duration.ofMinutes(3);

    private static final int STARTERS = 8;
    private static final int WATCHERS = 4;
    private static final int FOLLOWERS = 2;
    private static final Logger LOG = LoggerFactory.getLogger(EcsBackend.class);

    private final EcsEnvironment environment;
    private final Ec2Settings settings;
    private final Reports reports;
    private final boolean journaled;
    private final Clock clock;
    private final LongSupplier nanos;
    private final String owner;
    private final Validity validity;
    private final TaskRefusals refusals;
    private final Workers starters;
    private final Workers watchers;
    private final Workers followers;
    private final TaskStarts starts;
    private final HostTasks hostTasks;
    private final ClusterConnection connection;
    private final ClusterLooks looks;
    private final Set<Capability> capabilities;

    // Filled by the dispatcher and by inventories, emptied by releases; read by all.
    private final ConcurrentHashMap<AttemptId, EcsTask> tasks = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AttemptId, TaskLog> logs = new ConcurrentHashMap<>();

    /** Attempts of an earlier opening that ECS did not show: whether they were started is not certain. */
    private final Set<AttemptId> notShown = ConcurrentHashMap.newKeySet();

    // Written once by whoever closes, read by the dispatcher.
    private volatile boolean closed;

    EcsBackend(
            EcsEnvironment environment, Ec2Settings settings, BackendContext context, Clock clock, LongSupplier nanos) {
        this.environment = environment;
        this.settings = settings;
        this.reports = context.reports();
        this.journaled = context.journaled();
        this.clock = clock;
        this.nanos = nanos;
        this.owner = ClusterConnection.owner(context.runtimeId());
        this.validity = new Validity(nanos);
        this.refusals = new TaskRefusals(taskSettings(""));
        this.starters = new Workers("ec2-" + environment.name() + "-start", STARTERS);
        this.watchers = new Workers("ec2-" + environment.name(), WATCHERS);
        this.followers = new Workers("ec2-" + environment.name() + "-log", FOLLOWERS);
        this.starts = new TaskStarts(owner, validity, starters, this, clock, nanos);
        this.hostTasks = new HostTasks(tasks.values(), environment.onInterruption(), this, watchers, clock);
        this.connection =
                new ClusterConnection(environment, settings, context, hostTasks, validity, watchers, clock, nanos);
        this.looks = new ClusterLooks(environment, settings, context, connection, validity, watchers);
        this.capabilities = capabilities(environment);
    }

    private static Set<Capability> capabilities(EcsEnvironment environment) {
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
    public ConnectedCluster connected() {
        return connection.connected();
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

    // ---- hosts that come and go

    @Override
    public void provide(HostRequest request) {
        whenManaged(hosts -> hosts.provide(request));
    }

    @Override
    public void hostsKept(Collection<HostId> hosts) {
        whenManaged(managed -> managed.hostsKept(hosts));
    }

    @Override
    public void giveBack(HostId host, String reason) {
        whenManaged(hosts -> hosts.giveBack(host, reason));
    }

    /** Before AWS knows us there is nobody to ask; it is tried until there is. */
    private void whenManaged(Consumer<ManagedHosts> what) {
        watchers.soon(() -> {
            try {
                connected().managed().ifPresent(what);
            } catch (SdkException e) {
                LOG.debug("environment {}: {}", environment.name(), Trouble.text(e));
                watchers.after(ManagedHosts.LAUNCH_PACE, () -> whenManaged(what));
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
        unknown.removeIf(this::isKnown);
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
            } else if (!EcsTask.STOPPED.equals(task.lastStatus())
                    && !id.map(this::isKnown).orElse(true)) {
                watchers.soon(() ->
                        cluster().stopLeft(task.taskArn(), "Its end was recorded")); // and it may run all the same
            }
        }
        notShown.addAll(left);
    }

    private boolean isKnown(AttemptId id) {
        return tasks.containsKey(id) || logs.containsKey(id);
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
        AtClose choice = settings.atClose != null ? settings.atClose : journaled ? AtClose.LEAVE : AtClose.TERMINATE;
        if (!journaled) {
            step(this::stopAll);
        }
        boolean ends = choice == AtClose.TERMINATE || (choice == AtClose.DRAIN && drained());
        starters.close();
        watchers.close();
        followers.close();
        connection.ifConnected().ifPresent(made -> {
            if (!journaled) {
                step(made.definitions()::close);
            }
            if (ends) {
                made.managed().ifPresent(hosts -> step(() -> hosts.close(until(CLOSE_PATIENCE), !journaled)));
            }
        });
        if (tasks.values().stream().allMatch(EcsTask::hasEnded)) {
            looks.nothingIsLeft(); // otherwise the next runtime stops what still runs
        }
        connection.close();
    }

    private long until(Duration patience) {
        return nanos.getAsLong() + patience.toNanos();
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
        tasks.keySet().forEach(id -> stop(id, Duration.ZERO));
        if (!awaitTasks(until(CLOSE_PATIENCE))) {
            LOG.warn("tasks still run after {}: {}", CLOSE_PATIENCE, tasks.keySet());
        }
    }

    /** Waits until what runs has ended, for as long as it takes; an instance has a largest lifetime. */
    private boolean drained() {
        try {
            return awaitTasks(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            LOG.info("environment {}: instances stay until their lease runs out", environment.name());
            return false;
        }
    }

    private boolean awaitTasks(long until) throws InterruptedException {
        while (tasks.values().stream().anyMatch(task -> !task.hasEnded())) {
            if (until != Long.MAX_VALUE && nanos.getAsLong() - until > 0) {
                return false;
            }
            Thread.sleep(ClusterLooks.TASK_PACE.toMillis());
        }
        return true;
    }
}
