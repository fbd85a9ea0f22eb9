package dev.tranche.json;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Puts the jobs of a workflow after those that they wait for, as the model wants them, and otherwise leaves them where
 * they stand. Without recursion: a chain may be as long as a document.
 */
final class WorkflowOrder {
    private final Map<String, Node> jobs;
    private final Set<String> ordered = new LinkedHashSet<>();

    private WorkflowOrder(Map<String, Node> jobs) {
        this.jobs = jobs;
    }

    /** The jobs, given by name, in order; jobs that wait for each other are refused. */
    static List<Node> of(Map<String, Node> jobs) {
        var order = new WorkflowOrder(jobs);
        jobs.keySet().forEach(order::visit);
        return order.ordered.stream().map(jobs::get).toList();
    }

    private void visit(String start) {
        Deque<Visit> path = new ArrayDeque<>();
        Set<String> open = new LinkedHashSet<>();
        enter(start, path, open);
        while (!path.isEmpty()) {
            Visit visit = path.getLast();
            if (visit.waitsFor().isEmpty()) {
                ordered.add(visit.job());
                open.remove(visit.job());
                path.removeLast();
            } else {
                enter(visit.waitsFor().removeFirst(), path, open);
            }
        }
    }

    private void enter(String job, Deque<Visit> path, Set<String> open) {
        if (ordered.contains(job)) {
            return;
        }
        if (!open.add(job)) {
            throw cycle(job, open);
        }
        path.addLast(new Visit(job, waitsFor(job)));
    }

    private Deque<String> waitsFor(String job) {
        Deque<String> names = new ArrayDeque<>();
        for (Node id : DependencyMapper.ids(node(job))) {
            if (jobs.containsKey(id.text())) {
                names.add(id.text());
            }
        }
        return names;
    }

    private Node node(String job) {
        return Objects.requireNonNull(jobs.get(job));
    }

    private JsonRefusedException cycle(String job, Set<String> open) {
        List<String> path = new ArrayList<>(open);
        List<String> cycle = new ArrayList<>(path.subList(path.indexOf(job), path.size()));
        cycle.add(job);
        return node(job).refused("jobs wait for each other: " + String.join(" -> ", cycle));
    }

    private record Visit(String job, Deque<String> waitsFor) {}
}
