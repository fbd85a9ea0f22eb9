package dev.tranche.runtime.internal.invariant;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.DependencyKind;
import org.jspecify.annotations.Nullable;

/**
 * A job waits for another.
 *
 * @param predecessor the job that is waited for
 * @param index the child of it that is waited for, or -1 for the whole job
 * @param kind what is waited for in it
 */
record Edge(WatchedJob predecessor, int index, DependencyKind kind) {
    /** Whether it is waited for no longer by a job, or by the child of this index. */
    boolean isMet(int dependentIndex) {
        return switch (kind) {
            case SUCCESS -> end() == JobStatus.SUCCEEDED;
            case EACH -> predecessor.childEnd(dependentIndex) == JobStatus.SUCCEEDED;
            case FAILURE -> end() == JobStatus.FAILED && !wasNotNeeded();
            case ANY -> end() != null;
        };
    }

    /** Whether what a job, or the child of this index, waits for has not ended. */
    boolean isOpen(int dependentIndex) {
        return isEach() ? predecessor.childEnd(dependentIndex) == null : end() == null;
    }

    /** Whether each child of the dependent waits for the child of the same index. */
    boolean isEach() {
        return kind == DependencyKind.EACH;
    }

    private @Nullable JobStatus end() {
        return index < 0 ? predecessor.end : predecessor.childEnd(index);
    }

    private boolean wasNotNeeded() {
        AttemptOwner child = predecessor.children.get(index);
        return index < 0 ? predecessor.notNeeded : child != null && child.notNeeded;
    }

    @Override
    public String toString() {
        return kind + " of job " + predecessor.number + (index < 0 ? "" : ":" + index);
    }
}
