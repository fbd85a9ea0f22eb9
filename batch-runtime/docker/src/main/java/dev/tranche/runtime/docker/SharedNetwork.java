package dev.tranche.runtime.docker;

import dev.tranche.model.Container.Condition;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The network of several containers of a job. As on AWS they reach each other at {@code localhost}; here also by their names.
 * One of them gives its network to the others, and so it has to run as long as they do: if possible it is an essential one,
 * whose end is the end of all. Those that it waits for have ended by then, or started before it, and have their own.
 *
 * @param leader the index of the one that gives its network, or -1 if there is only one container
 * @param plans all of them
 */
record SharedNetwork(int leader, List<ContainerPlan> plans) {
    private static final int NONE = -1;
    private static final String LOCALHOST = "127.0.0.1";

    static SharedNetwork of(List<ContainerPlan> plans) {
        if (plans.size() == 1) {
            return new SharedNetwork(NONE, plans);
        }
        Set<String> awaited = new HashSet<>();
        plans.forEach(plan -> plan.startAfter().forEach((name, condition) -> {
            if (condition != Condition.START) {
                awaited.add(name);
            }
        }));
        int first = NONE;
        for (int i = 0; i < plans.size(); i++) {
            ContainerPlan plan = plans.get(i);
            if (!awaited.contains(plan.name())) {
                if (plan.essential() && awaited.containsAll(plan.startAfter().keySet())) {
                    return new SharedNetwork(i, plans);
                }
                first = first == NONE ? i : first;
            }
        }
        return new SharedNetwork(first, plans);
    }

    /** In which order they are created: a network has to be there before another container joins it. */
    List<Integer> order() {
        return IntStream.range(0, plans.size())
                .boxed()
                .sorted(Comparator.comparing(this::joins))
                .toList();
    }

    /** What a container joins, if it joins another one. */
    Optional<String> modeOf(int index, List<Part> parts) {
        return joins(index)
                ? parts.get(leader).container().map(container -> "container:" + container)
                : Optional.empty();
    }

    private boolean joins(int index) {
        return leader != NONE
                && index != leader
                && !leaderWaitsFor(plans.get(index).name());
    }

    private boolean leaderWaitsFor(String name) {
        Set<String> before = new HashSet<>(Set.of(plans.get(leader).name()));
        for (int i = plans.size() - 1; i >= 0; i--) {
            if (before.contains(plans.get(i).name())) {
                before.addAll(plans.get(i).startAfter().keySet());
            }
        }
        return before.contains(name);
    }

    /** The names that a container knows. */
    Map<String, String> hostsOf(int index) {
        Map<String, String> hosts = new LinkedHashMap<>();
        if (index == leader) {
            plans.forEach(plan -> hosts.put(plan.name(), LOCALHOST));
        }
        return hosts;
    }

    /** What a container waits for: what it says, and that there is a network to join. */
    Map<String, Condition> startAfter(int index) {
        Map<String, Condition> all = new LinkedHashMap<>(plans.get(index).startAfter());
        if (joins(index)) {
            all.putIfAbsent(plans.get(leader).name(), Condition.START);
        }
        return all;
    }
}
