package dev.tranche.runtime;

import dev.tranche.model.Dependency;
import dev.tranche.model.JobId;
import dev.tranche.model.NodeKey;
import dev.tranche.model.Submission;
import dev.tranche.runtime.internal.state.DependencyKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a request waits for, with the keys of the model turned into jobs of this runtime.
 *
 * @param dependencies for the scheduler
 * @param ids for people
 * @param childByChild whether each child waits for a child of its own
 */
record Predecessors(
        List<dev.tranche.runtime.internal.machine.Submission.Dependency> dependencies,
        List<JobId> ids,
        boolean childByChild) {
    /**
     * The predecessors of a request.
     *
     * @param run the workflow run that the request belongs to, with all jobs before it; or null
     * @throws IllegalArgumentException if one of them is of another runtime, or a place in a workflow that has not been
     *     submitted
     */
    static Predecessors of(Submission request, long runtimeId, @Nullable LiveRun run) {
        if (request.dependencies().isEmpty()) {
            return new Predecessors(List.of(), List.of(), false);
        }
        List<dev.tranche.runtime.internal.machine.Submission.Dependency> dependencies = new ArrayList<>();
        List<JobId> ids = new ArrayList<>();
        boolean childByChild = false;
        for (Dependency dependency : request.dependencies()) {
            JobId id = id(request.name(), dependency.predecessor(), runtimeId, run);
            DependencyKind kind = kind(dependency.kind());
            dependencies.add(
                    new dev.tranche.runtime.internal.machine.Submission.Dependency(id.number(), id.index(), kind));
            ids.add(id);
            childByChild |= kind == DependencyKind.EACH;
        }
        return new Predecessors(dependencies, List.copyOf(ids), childByChild);
    }

    private static JobId id(String job, Object key, long runtimeId, @Nullable LiveRun run) {
        if (key instanceof JobId id) {
            if (id.runtime() != runtimeId) {
                throw new IllegalArgumentException("job " + job + " waits for job " + id + ", which is of runtime "
                        + name(id.runtime()) + " and not of this one, " + name(runtimeId));
            }
            return id;
        }
        if (key instanceof NodeKey node && run != null) {
            return run.job(node).facts().id();
        }
        throw new IllegalArgumentException("job " + job + " waits for " + key + ", which has not been submitted");
    }

    private static String name(long runtimeId) {
        return Long.toHexString(runtimeId);
    }

    private static DependencyKind kind(Dependency.Kind kind) {
        return switch (kind) {
            case AFTER -> DependencyKind.SUCCESS;
            case AFTER_ANY -> DependencyKind.ANY;
            case AFTER_FAILURE -> DependencyKind.FAILURE;
            case AFTER_EACH -> DependencyKind.EACH;
        };
    }
}
