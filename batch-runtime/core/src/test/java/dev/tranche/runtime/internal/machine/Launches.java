package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Hears when each attempt is launched: when it is placed, but for the nodes that wait for their main node. */
abstract class Launches extends OutcomeListener {
    private final Map<Integer, JobSpec> specs = new HashMap<>();
    private final Map<Long, Gang> gangs = new HashMap<>();
    private final Map<Long, Set<Integer>> heldBack = new HashMap<>();

    abstract void launched(long job, int index, int attempt);

    @Override
    public void specInterned(int spec, JobSpec content) {
        specs.put(spec, content);
    }

    @Override
    public void jobAccepted(
            long job,
            String name,
            int queue,
            int spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        Gang gang = Objects.requireNonNull(specs.get(spec)).gang();
        if (gang != null) {
            gangs.put(job, gang);
        }
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        Gang gang = gangs.get(job);
        if (gang == null || index == gang.mainNode()) {
            launched(job, index, attempt);
        } else {
            heldBack.computeIfAbsent(job, each -> new TreeSet<>()).add(index);
        }
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        Set<Integer> nodes = heldBack.remove(job);
        if (nodes != null) {
            nodes.forEach(index -> launched(job, index, attempt));
        }
    }

    @Override
    public void attemptEnded(
            long job,
            int index,
            int attempt,
            Verdict verdict,
            int exitCode,
            @Nullable String reason,
            String statusReason,
            long at) {
        heldBack.computeIfPresent(job, (each, nodes) -> {
            nodes.remove(index);
            return nodes.isEmpty() ? null : nodes;
        });
    }
}
