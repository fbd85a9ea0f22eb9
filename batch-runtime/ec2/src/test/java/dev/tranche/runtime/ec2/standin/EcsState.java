package dev.tranche.runtime.ec2.standin;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.ObjectNode;

/** All that ECS knows. Its own lock guards it. */
final class EcsState {
    static final String ARN = "arn:aws:ecs:eu-central-1:" + StsService.ACCOUNT + ":";

    /** "Stopped tasks currently appear in the returned results for at least one hour" (DescribeTasks). */
    static final Duration STOPPED_SHOWN_FOR = Duration.ofHours(1);

    private final StandInClock clock;
    private final Map<String, StandInCluster> clusters = new LinkedHashMap<>();
    private final Map<String, StandInHost> everyHost = new LinkedHashMap<>();
    private final Map<String, TaskRun> tasks = new LinkedHashMap<>();
    private final Map<String, List<Revision>> definitions = new LinkedHashMap<>();
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final AtomicLong number = new AtomicLong();

    /** A revision of a task definition. */
    static final class Revision {
        final ObjectNode definition;
        Optional<Instant> inactiveSince = Optional.empty();

        Revision(ObjectNode definition) {
            this.definition = definition;
        }

        String arn() {
            return definition.path("taskDefinitionArn").asString();
        }
    }

    /** A client token of RunTask, and what it was used for. */
    record Token(String request, TaskRun task, Instant at) {}

    EcsState(StandInClock clock) {
        this.clock = clock;
    }

    StandInClock clock() {
        return clock;
    }

    long nextNumber() {
        return number.incrementAndGet();
    }

    String nextId() {
        return "%032x".formatted(0x5_0000_0000L + nextNumber());
    }

    // ---- clusters

    synchronized StandInCluster cluster(String name) {
        return clusters.computeIfAbsent(name, each -> new StandInCluster(this, each));
    }

    synchronized List<String> clusterNames() {
        return List.copyOf(clusters.keySet());
    }

    synchronized void delete(StandInCluster cluster) {
        clusters.remove(cluster.name());
    }

    /** The cluster of a request, by its name or ARN. */
    Optional<StandInCluster> find(String nameOrArn) {
        return Optional.ofNullable(clusters.get(nameOrArn.substring(nameOrArn.lastIndexOf('/') + 1)));
    }

    /** An instance, also one that has left its cluster. */
    synchronized Optional<StandInHost> host(String instanceId) {
        clusters.values()
                .forEach(cluster -> cluster.hosts().values().forEach(each -> everyHost.put(each.instanceId(), each)));
        return Optional.ofNullable(everyHost.get(instanceId));
    }

    synchronized void remember(StandInHost host) {
        everyHost.put(host.instanceId(), host);
    }

    // ---- tasks

    void add(TaskRun task) {
        tasks.put(task.arn(), task);
    }

    /** The tasks of a cluster that ECS still shows. */
    List<TaskRun> tasks(StandInCluster cluster) {
        Instant now = clock.now();
        tasks.values()
                .removeIf(task -> task.stoppedAt()
                        .map(at -> at.plus(STOPPED_SHOWN_FOR).isBefore(now))
                        .orElse(false));
        return tasks.values().stream().filter(task -> task.cluster() == cluster).toList();
    }

    TaskNeed usedOn(StandInHost host) {
        return tasks.values().stream()
                .filter(task -> task.host() == host && !task.lastStatus().equals("STOPPED"))
                .map(TaskRun::need)
                .reduce(TaskNeed.NONE, TaskNeed::plus);
    }

    int countOn(StandInHost host, String status) {
        return (int) tasks.values().stream()
                .filter(task -> task.host() == host && task.lastStatus().equals(status))
                .count();
    }

    /** Ends all containers of an instance, and nobody tells ECS. */
    void killAll(StandInHost host) {
        List<TaskRun> there;
        synchronized (this) {
            there = tasks.values().stream().filter(task -> task.host() == host).toList();
            remember(host);
        }
        there.forEach(TaskRun::hostEnded);
    }

    synchronized List<TaskRun> all() {
        return new ArrayList<>(tasks.values());
    }

    // ---- tokens

    /**
     * What a token was used for. "The maximum TTL is the lesser of 24 hours and the lifetime of the resource plus 1 hour"
     * (Ensuring idempotency).
     */
    Optional<Token> token(String key) {
        Token token = tokens.get(key);
        if (token == null) {
            return Optional.empty();
        }
        Instant now = clock.now();
        boolean old = token.at().plus(Duration.ofHours(24)).isBefore(now);
        boolean over = token.task()
                .stoppedAt()
                .map(at -> at.plus(Duration.ofHours(1)).isBefore(now))
                .orElse(false);
        if (old || over) {
            tokens.remove(key);
            return Optional.empty();
        }
        return Optional.of(token);
    }

    void use(String key, String request, TaskRun task) {
        tokens.put(key, new Token(request, task, clock.now()));
    }

    // ---- task definitions

    Map<String, List<Revision>> definitions() {
        return definitions;
    }

    /** A revision by its family, {@code family:revision} or ARN; of a family the newest that is active. */
    Optional<Revision> revision(String name) {
        String plain = name.substring(name.lastIndexOf('/') + 1);
        int colon = plain.indexOf(':');
        List<Revision> revisions = definitions.getOrDefault(colon < 0 ? plain : plain.substring(0, colon), List.of());
        return colon < 0
                ? revisions.stream()
                        .filter(each -> each.inactiveSince.isEmpty())
                        .reduce((first, second) -> second)
                : revisions.stream()
                        .filter(each -> each.arn().endsWith("/" + plain))
                        .findFirst();
    }
}
