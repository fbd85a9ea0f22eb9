package dev.tranche.runtime;

import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Capacity;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.HostType;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A backend under the hand of a test: attempts start and end when the test says so, or at once; it can lie, repeat itself
 * and refuse. A stop ends an attempt with 143 unless the test says otherwise. It is its own factory and serves one environment of kind {@code fake}.
 */
final class FakeBackend implements Backend, BackendFactory {
    private final ConcurrentMap<AttemptId, Launch> launches = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final ConcurrentMap<AttemptId, String> output = new ConcurrentHashMap<>();
    private final Map<String, Integer> hosts = new HashMap<>();
    private volatile BiConsumer<FakeBackend, Launch> onLaunch = (backend, launch) -> {};
    private volatile BiConsumer<FakeBackend, AttemptId> onStop = (backend, attempt) -> backend.exited(attempt, 143);
    private volatile Function<JobDefinition, Optional<String>> refusal = definition -> Optional.empty();
    private volatile UnaryOperator<JobDefinition> pinned = UnaryOperator.identity();
    private volatile Function<AttemptId, AttemptState> inventory =
            attempt -> new AttemptState.Ended(new AttemptEnd.Exited(0, Instant.now()));
    private volatile Supplier<Instant> now = Instant::now;
    private volatile @Nullable Reports reports;
    private volatile String environment = "";
    private volatile boolean countsCalls = true;
    private volatile Set<Capability> capabilities = Set.of(Capability.SCRIPT, Capability.MULTI_NODE);
    private volatile Optional<String> invalid = Optional.empty();
    private volatile Optional<String> startWait = Optional.empty();
    private volatile boolean closed;
    private String kind = "fake";
    private List<HostType> types = List.of();
    private final List<HostRequest> requests = new CopyOnWriteArrayList<>();

    /** Whose attempts wait for the test. */
    static FakeBackend manual() {
        return new FakeBackend().host("h1", 4);
    }

    /** Whose attempts run and succeed at once. */
    static FakeBackend quick(int vcpus) {
        FakeBackend backend = new FakeBackend().host("h1", vcpus).onLaunch((self, launch) -> {
            self.started(launch.attempt());
            self.exited(launch.attempt(), 0);
        });
        backend.countsCalls = false;
        return backend;
    }

    @CanIgnoreReturnValue
    FakeBackend host(String name, int vcpus) {
        hosts.put(name, vcpus);
        return this;
    }

    /** Serves managed environments, and is given no host before the test gives one. */
    static FakeBackend managed() {
        FakeBackend backend = new FakeBackend();
        backend.kind = "ec2";
        return backend;
    }

    @CanIgnoreReturnValue
    FakeBackend onLaunch(BiConsumer<FakeBackend, Launch> reaction) {
        onLaunch = reaction;
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend onStop(BiConsumer<FakeBackend, AttemptId> reaction) {
        onStop = reaction;
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend refusing(Function<JobDefinition, Optional<String>> why) {
        refusal = why;
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend pinning(UnaryOperator<JobDefinition> meaning) {
        pinned = meaning;
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend claiming(Capability... only) {
        capabilities = Set.of(only);
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend inventory(Function<AttemptId, AttemptState> states) {
        inventory = states;
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend at(Supplier<Instant> clock) {
        now = clock;
        return this;
    }

    private Reports reports() {
        return Objects.requireNonNull(reports, "not open");
    }

    // ---- what a test does to it

    void started(AttemptId attempt) {
        reports().started(attempt, now.get());
    }

    void exited(AttemptId attempt, int code) {
        reports().ended(attempt, new AttemptEnd.Exited(code, now.get()));
    }

    void ended(AttemptId attempt, AttemptEnd end) {
        reports().ended(attempt, end);
    }

    void run(AttemptId attempt, int code) {
        started(attempt);
        exited(attempt, code);
    }

    void joins(String host, int vcpus) {
        reports().hostJoined(new HostId(environment, host), capacity(vcpus));
    }

    void loses(String host, String reason) {
        reports().hostLost(new HostId(environment, host), reason);
    }

    void drains(String host) {
        reports().hostDraining(new HostId(environment, host), "maintenance");
    }

    void writes(AttemptId attempt, String text) {
        output.merge(attempt, text, String::concat);
    }

    @CanIgnoreReturnValue
    FakeBackend offering(HostType... all) {
        types = List.of(all);
        return this;
    }

    void gives(HostRequest request, String... names) {
        List<HostAnswer.Given> given = Stream.of(names)
                .map(name -> new HostAnswer.Given(name, request.types().get(0)))
                .toList();
        reports().hostsProvided(new HostAnswer(request.number(), given, Map.of()));
    }

    // ---- what a test looks at

    List<HostRequest> requests() {
        return requests;
    }

    @CanIgnoreReturnValue
    Launch launchOf(JobHandle job, int attempt) {
        AttemptId id = new AttemptId(job.id(), attempt);
        await().atMost(Duration.ofSeconds(10)).until(() -> launches.containsKey(id));
        return Objects.requireNonNull(launches.get(id));
    }

    @CanIgnoreReturnValue
    AttemptId attemptOf(JobHandle job, int attempt) {
        return launchOf(job, attempt).attempt();
    }

    int launchCount() {
        return launches.size();
    }

    boolean launched(JobHandle job) {
        return launches.containsKey(new AttemptId(job.id(), 1));
    }

    List<String> calls() {
        return calls;
    }

    boolean isClosed() {
        return closed;
    }

    // ---- BackendFactory

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public Backend open(ComputeEnvironment served, BackendContext context) {
        reports = context.reports();
        environment = served.name();
        hosts.forEach(this::joins);
        if (!types.isEmpty()) {
            reports().hostTypes(types);
        }
        return this;
    }

    @Override
    public void provide(HostRequest request) {
        requests.add(request);
    }

    @Override
    public void hostsKept(Collection<HostId> hosts) {
        calls.add("hostsKept " + hosts.stream().map(HostId::name).toList());
    }

    @Override
    public void giveBack(HostId host, String reason) {
        calls.add("giveBack " + host.name());
    }

    private static Capacity capacity(int vcpus) {
        return new Capacity(vcpus * 1000, MemorySize.gib(1024), 0, MemorySize.gib(100));
    }

    // ---- Backend

    @CanIgnoreReturnValue
    FakeBackend invalid(String reason) {
        invalid = Optional.of(reason);
        return this;
    }

    @CanIgnoreReturnValue
    FakeBackend startWait(String reason) {
        startWait = Optional.of(reason);
        return this;
    }

    @Override
    public Optional<String> invalid() {
        return invalid;
    }

    @Override
    public Optional<String> startWait(AttemptId attempt) {
        return startWait;
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Optional<String> refusal(JobDefinition definition) {
        return refusal.apply(definition);
    }

    @Override
    public JobDefinition pinned(JobDefinition definition) {
        return pinned.apply(definition);
    }

    @Override
    public void launch(Launch launch) {
        if (countsCalls) {
            launches.put(launch.attempt(), launch);
            calls.add("launch " + launch.jobName() + " " + launch.attempt().number());
        }
        onLaunch.accept(this, launch);
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        calls.add("stop " + attempt.number() + " " + grace);
        onStop.accept(this, attempt);
    }

    @Override
    public void release(AttemptId attempt) {
        if (countsCalls) {
            calls.add("release " + attempt.number());
        }
    }

    @Override
    public void forget(JobId job, int attempts) {
        if (countsCalls) {
            calls.add("forget " + job + " " + attempts);
        }
    }

    @Override
    public void runContinued(JobId run, JobId earlier) {
        calls.add("runContinued " + run + " " + earlier);
    }

    @Override
    public void runEnded(JobId run, boolean keep) {
        calls.add("runEnded keep=" + keep);
    }

    @Override
    public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts) {
        calls.add("inventory " + attempts.size());
        Map<AttemptId, AttemptState> states = new HashMap<>();
        attempts.forEach(attempt -> states.put(attempt, inventory.apply(attempt)));
        return CompletableFuture.completedFuture(states);
    }

    @Override
    public AttemptLog log(AttemptId attempt) {
        return new FakeLog(attempt);
    }

    @Override
    public void close() {
        closed = true;
    }

    /** What was written, at once. */
    private final class FakeLog implements AttemptLog {
        private final AttemptId attempt;

        FakeLog(AttemptId attempt) {
            this.attempt = attempt;
        }

        @Override
        public String text(Stream stream, int maxBytes) {
            return stream == Stream.STDOUT ? output.getOrDefault(attempt, "") : "";
        }

        @Override
        public Following follow(Stream stream, Consumer<String> line) {
            text(stream, Integer.MAX_VALUE).lines().forEach(line);
            return () -> {};
        }
    }
}
