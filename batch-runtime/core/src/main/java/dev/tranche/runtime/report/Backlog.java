package dev.tranche.runtime.report;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** How many attempts were ready and not yet placed, over time. */
final class Backlog {
    private final NavigableMap<Instant, Integer> waitingFrom = new TreeMap<>();

    Backlog(List<Span> spans) {
        NavigableMap<Instant, Integer> changes = new TreeMap<>();
        for (Span span : spans) {
            changes.merge(span.readyAt(), 1, Integer::sum);
            changes.merge(span.placedAt(), -1, Integer::sum);
        }
        int waiting = 0;
        for (Map.Entry<Instant, Integer> change : changes.entrySet()) {
            waiting += change.getValue();
            waitingFrom.put(change.getKey(), waiting);
        }
    }

    /** From each of these times on, so many wait, until the next of them. */
    NavigableMap<Instant, Integer> waitingFrom() {
        return waitingFrom;
    }

    int most() {
        return waitingFrom.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
}
