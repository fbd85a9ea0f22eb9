package dev.tranche.model;

import com.google.common.collect.ImmutableSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a request says of how its job is submitted, whatever the job is: where to, on whose account, after which jobs. */
abstract sealed class Request extends Value permits JobRequest, MultiNodeJobRequest {
    static final Setting<JobQueue> QUEUE = Setting.of("queue");
    static final Setting<String> SHARE = Setting.of("share");
    static final Setting<String> CLIENT_TOKEN = Setting.of("client token");
    static final Setting<Boolean> HELD = Setting.of("held");
    static final Setting<ImmutableSet<Dependency>> DEPENDENCIES = Setting.of("dependencies");

    private static final Pattern SHARE_IDENTIFIER = Pattern.compile("[A-Za-z0-9]{1,255}");
    private static final int MAX_TOKEN = 255;

    private final Settings settings;

    Request(Settings settings) {
        this.settings = settings;
    }

    @Override
    final Settings spec() {
        return settings;
    }

    final Settings sharing(String identifier) {
        String rule = "share identifier must be 1 to 255 letters or digits";
        return settings.with(SHARE, Check.matching(SHARE_IDENTIFIER, identifier, rule));
    }

    final Settings identified(String token) {
        Check.present("client token", token);
        Check.range("length of client token " + Check.quoted(token), token.length(), 1, MAX_TOKEN);
        return settings.with(CLIENT_TOKEN, token);
    }

    final Settings waiting(Dependency.Kind kind, Iterable<? extends Predecessor> predecessors) {
        var all = ImmutableSet.<Dependency>builder().addAll(dependencies());
        predecessors.forEach(each -> all.add(new Dependency(each.key(), kind)));
        return settings.with(DEPENDENCIES, all.build());
    }

    /** A job that waits for the success and for the failure of the same other one would never run. */
    final void reportDependencies(Problems problems) {
        Set<Object> failing = predecessors(Set.of(Dependency.Kind.AFTER_FAILURE));
        if (!failing.isEmpty()) {
            failing.retainAll(predecessors(Set.of(Dependency.Kind.AFTER, Dependency.Kind.AFTER_EACH)));
        }
        for (Object both : failing) {
            problems.add("afterFailure", "it waits for the success of " + both + " as well");
        }
    }

    private Set<Object> predecessors(Set<Dependency.Kind> kinds) {
        return dependencies().stream()
                .filter(dependency -> kinds.contains(dependency.kind()))
                .map(Dependency::predecessor)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * The name of the job; AWS: {@code jobName}.
     *
     * @return the name
     */
    public final String name() {
        return settings.get(Setting.NAME);
    }

    /**
     * What the job waits for; AWS: {@code dependsOn}.
     *
     * @return the dependencies in the order they were said, none of them twice
     */
    public final List<Dependency> dependencies() {
        return settings.find(DEPENDENCIES).orElseGet(ImmutableSet::of).asList();
    }

    /**
     * The queue of a job of a workflow that is not to wait in the queue of the others; AWS: {@code jobQueue}.
     *
     * @return the queue, if said
     */
    public final Optional<JobQueue> queue() {
        return settings.find(QUEUE);
    }

    /**
     * On whose account the job runs; AWS: {@code shareIdentifier}.
     *
     * @return the share, if said
     */
    public final Optional<String> share() {
        return settings.find(SHARE);
    }

    /**
     * What makes two submits the same job.
     *
     * @return the token, if said
     */
    public final Optional<String> clientToken() {
        return settings.find(CLIENT_TOKEN);
    }

    /**
     * Whether the job is submitted held.
     *
     * @return true if it has been said
     */
    public final boolean isHeld() {
        return settings.has(HELD);
    }
}
