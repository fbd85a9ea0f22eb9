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

/**
 * What an earlier opening of a runtime left on an engine, as its labels tell. An attempt of which nothing has ever run counts
 * as none: it can be launched again, and finds its containers.
 *
 * @param host where to look
 */
record Leftovers(EngineHost host) {
    /**
     * An attempt.
     *
     * @param parts its containers, in the order of its definition
     * @param containers what the engine says of each
     * @param grace how long they have to end when an essential one has ended
     */
    record Left(List<Part> parts, List<Inspection> containers, Duration grace) {}

    /** Those of some attempts that are there. */
    Map<AttemptId, Left> of(Set<AttemptId> wanted) {
        Map<AttemptId, List<Inspection>> found = new LinkedHashMap<>();
        for (ListedContainer listed : host.engine().list(Labels.RUNTIME)) {
            Labels.attempt(listed.labels())
                    .filter(wanted::contains)
                    .flatMap(id -> host.engine().inspect(listed.id()).map(container -> Map.entry(id, container)))
                    .ifPresent(entry -> found.computeIfAbsent(entry.getKey(), any -> new ArrayList<>())
                            .add(entry.getValue()));
        }
        Map<AttemptId, Left> left = new LinkedHashMap<>();
        found.forEach((id, containers) -> {
            if (isWhole(containers) && hasRun(containers)) {
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
