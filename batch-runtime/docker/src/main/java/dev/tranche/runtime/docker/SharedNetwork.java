package dev.tranche.runtime.docker;

import dev.tranche.model.Container.Condition;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The network of several containers of a job. As on AWS they reach each other at {@code localhost}; here also by their names.
 * The first of them that nobody waits to end gives its network to all that come after it; one before it, which has ended by
 * then, has its own.
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
        for (int i = 0; i < plans.size(); i++) {
            if (!awaited.contains(plans.get(i).name())) {
                return new SharedNetwork(i, plans);
            }
        }
        return new SharedNetwork(NONE, plans);
    }

    /** What a container joins, if it joins another one. */
    Optional<String> modeOf(int index, List<Part> parts) {
        return joins(index)
                ? parts.get(leader).container().map(container -> "container:" + container)
                : Optional.empty();
    }

    private boolean joins(int index) {
        return leader != NONE && index > leader;
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
