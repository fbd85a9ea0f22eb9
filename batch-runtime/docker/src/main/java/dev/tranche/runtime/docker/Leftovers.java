package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.Container.Condition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * What an earlier opening of a runtime left on an engine, as its labels tell. An attempt of which nothing has ever run counts
 * as none: it can be launched again, and finds its containers.
 *
 * @param byAttempt what the engine says of the containers of each attempt
 */
record Leftovers(Map<AttemptId, List<Inspection>> byAttempt) {
    /**
     * An attempt.
     *
     * @param parts its containers, in the order of its definition
     * @param containers what the engine says of each
     * @param grace how long they have to end when an essential one has ended
     */
    record Left(List<Part> parts, List<Inspection> containers, Duration grace) {}

    /** Looks at what is on an engine. */
    static Leftovers on(EngineHost host) {
        Map<AttemptId, List<Inspection>> found = new LinkedHashMap<>();
        for (ListedContainer listed : host.ours()) {
            Labels.attempt(listed.labels())
                    .flatMap(id -> host.engine().inspect(listed.id()).map(container -> Map.entry(id, container)))
                    .ifPresent(entry -> found.computeIfAbsent(entry.getKey(), any -> new ArrayList<>())
                            .add(entry.getValue()));
        }
        return new Leftovers(found);
    }

    /** The attempts that have a container, whether it ever ran or not. */
    Set<AttemptId> attempts() {
        return byAttempt.keySet();
    }

    /** Those of some attempts that have run. */
    Map<AttemptId, Left> of(Set<AttemptId> wanted) {
        return select((id, containers) -> wanted.contains(id) && isWhole(containers) && hasRun(containers));
    }

    /** Those of all other attempts. */
    Map<AttemptId, Left> but(Set<AttemptId> unwanted) {
        return select((id, containers) -> !unwanted.contains(id));
    }

    private Map<AttemptId, Left> select(BiPredicate<AttemptId, List<Inspection>> which) {
        Map<AttemptId, Left> left = new LinkedHashMap<>();
        byAttempt.forEach((id, containers) -> {
            if (which.test(id, containers)) {
                left.put(id, left(containers));
            }
        });
        return left;
    }

    private static boolean isWhole(List<Inspection> containers) {
        return containers.size() == Labels.count(containers.get(0).labels());
    }

    private static boolean hasRun(List<Inspection> containers) {
        return containers.stream().anyMatch(container -> container.startedAt().isPresent());
    }

    private static Left left(List<Inspection> unsorted) {
        List<Inspection> containers = unsorted.stream()
                .sorted(Comparator.comparingInt(container -> Labels.index(container.labels())))
                .toList();
        List<Part> parts = containers.stream().map(Leftovers::part).toList();
        return new Left(parts, containers, Labels.grace(containers.get(0).labels()));
    }

    private static Part part(Inspection container) {
        Map<String, Condition> startAfter = Labels.startAfter(container.labels());
        Part part = new Part(Labels.container(container.labels()), Labels.isEssential(container.labels()), startAfter);
        part.stopSignal(Labels.stopSignal(container.labels()));
        return part;
    }
}
