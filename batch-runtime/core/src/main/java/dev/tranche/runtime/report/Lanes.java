package dev.tranche.runtime.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lays attempts out in lanes so that no two overlap: for each host as many lanes as it ran attempts at once. An attempt
 * takes the first lane of its host that is free.
 */
final class Lanes {
    private final Map<String, List<List<Span>>> lanesOfHost = new LinkedHashMap<>();

    Lanes(List<Span> spans) {
        Map<String, List<Span>> byHost = new TreeMap<>();
        for (Span span : spans) {
            byHost.computeIfAbsent(span.host(), host -> new ArrayList<>()).add(span);
        }
        byHost.forEach((host, ofHost) -> lanesOfHost.put(host, pack(ofHost)));
    }

    /** The lanes of each host, hosts by name, lanes from the busiest. */
    Map<String, List<List<Span>>> byHost() {
        return lanesOfHost;
    }

    int count() {
        return lanesOfHost.values().stream().mapToInt(List::size).sum();
    }

    private static List<List<Span>> pack(List<Span> spans) {
        List<Span> inOrder = new ArrayList<>(spans);
        inOrder.sort(Comparator.comparing(Span::placedAt).thenComparing(Span::label));
        List<List<Span>> lanes = new ArrayList<>();
        for (Span span : inOrder) {
            freeLane(lanes, span.placedAt()).add(span);
        }
        return lanes;
    }

    private static List<Span> freeLane(List<List<Span>> lanes, Instant from) {
        for (List<Span> lane : lanes) {
            if (!lane.get(lane.size() - 1).stoppedAt().isAfter(from)) {
                return lane;
            }
        }
        List<Span> added = new ArrayList<>();
        lanes.add(added);
        return added;
    }
}
