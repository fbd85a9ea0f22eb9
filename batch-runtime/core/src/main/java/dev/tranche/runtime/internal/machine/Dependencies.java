package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.DependencyKind;
import dev.tranche.runtime.internal.state.Edges;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Follows the edges from jobs that have ended to those that waited for them: opens gates, or ends what can never run. A
 * cascade of a million jobs is worked off in steps; what is left stands in the ripple of the state.
 */
final class Dependencies {
    private final State state;
    private final Jobs jobs;
    private final Edges edges;
    private final Outcomes out;
    private final Endings endings;
    private final Leftovers leftovers;
    /** Made once: a batch allocates nothing. */
    private final Leftovers.ChildDecision decision = this::decideChild;

    Dependencies(State state, Outcomes out, Endings endings, Leftovers leftovers) {
        this.state = state;
        this.jobs = state.jobs;
        this.edges = state.edges;
        this.out = out;
        this.endings = endings;
        this.leftovers = leftovers;
    }

    /** What an ended job means to one that waits for it. */
    static @Nullable EndCause unmet(DependencyKind kind, JobStatus status, boolean notNeeded) {
        return switch (kind) {
            case ANY -> null;
            case SUCCESS, EACH ->
                status == JobStatus.SUCCEEDED ? null : notNeeded ? EndCause.NOT_NEEDED : EndCause.DEPENDENCY;
            case FAILURE -> status == JobStatus.FAILED && !notNeeded ? null : EndCause.NOT_NEEDED;
        };
    }

    /** Follows at most so many edges. */
    void step(int budget) {
        int left = budget;
        while (left > 0 && state.ripple() != NONE) {
            follow(state.ripple());
            left--;
        }
        while (left > 0 && leftovers.decideNext(decision)) {
            left--;
        }
    }

    /** Opens the gate of a job that waits for nothing any more; one that was taken over ends there. */
    void openIfReady(int row) {
        boolean waits = jobs.status(row) == JobStatus.SUBMITTED || jobs.status(row) == JobStatus.PENDING;
        if (!waits || jobs.in(row) != NONE || jobs.has(row, Jobs.OPENED | Jobs.STOPPED)) {
            return;
        }
        if (jobs.has(row, Jobs.INHERITED)) {
            endings.endInherited(row);
            return;
        }
        out.gateOpened(jobs.number(row), NONE, state.lastOrder() + 1);
        if (jobs.has(row, Jobs.ARRAY) && state.array(row).eachOf().length > 0) {
            leftovers.decideAll(jobs.number(row));
        }
    }

    /** After a fold: finds the work again that is not part of the state. */
    void recover() {
        for (int row = 0; row < jobs.rows().limit(); row++) {
            if (jobs.number(row) != 0 && waitsForEach(row)) {
                leftovers.decideAll(jobs.number(row));
            }
        }
    }

    /** The reason of a job that ends since another ended otherwise. */
    String reason(EndCause cause, long predecessor, int index) {
        return (cause == EndCause.NOT_NEEDED ? "Not needed: " : "Dependent Job failed: ")
                + endings.describe(predecessor, index);
    }

    private void follow(int row) {
        int edge = edges.first(row);
        int dependent = edges.dependent(edge);
        DependencyKind kind = edges.kind(edge);
        long predecessor = jobs.number(row);
        int index = jobs.index(row);
        EndCause unmet = dependent == NONE ? null : unmet(kind, jobs.status(row), jobs.has(row, Jobs.NOT_NEEDED));
        String reason = unmet == null ? "" : reason(unmet, predecessor, index);
        out.edgeResolved(predecessor, index);
        if (unmet != null) {
            endWaiting(dependent, unmet, reason);
        } else if (dependent != NONE) {
            openIfReady(dependent);
        }
        if (jobs.is(row, predecessor, index) && jobs.has(row, Jobs.WORKFLOW)) {
            endings.endRunIfDone(row);
        }
    }

    /** Ends a job that waits at its gate, an array with all its children. */
    void endWaiting(int row, EndCause cause, String reason) {
        long job = jobs.number(row);
        if (!jobs.has(row, Jobs.ARRAY)) {
            endings.endUnmet(job, NONE, cause, reason);
        } else if (!jobs.has(row, Jobs.STOPPED)) {
            endings.stopArray(row, cause, reason);
        }
    }

    private boolean waitsForEach(int row) {
        return jobs.has(row, Jobs.ARRAY)
                && jobs.has(row, Jobs.OPENED)
                && !jobs.has(row, Jobs.STOPPED)
                && !jobs.status(row).isTerminal()
                && state.array(row).eachOf().length > 0;
    }

    /** Opens the gate of a child whose counterparts have all succeeded; ends it if one of them has failed. */
    private void decideChild(long job, int index) {
        int row = state.index.find(job, NONE);
        if (row == NONE || !waitsForEach(row) || isDecided(row, index)) {
            return;
        }
        boolean ready = true;
        for (int before : state.array(row).eachOf()) {
            ArrayJob array = state.array(before);
            if (array.hasFailed(index)) {
                String reason = reason(EndCause.DEPENDENCY, jobs.number(before), index);
                endings.endUnmet(job, index, EndCause.DEPENDENCY, reason);
                return;
            }
            ready &= array.hasSucceeded(index);
        }
        if (ready) {
            out.gateOpened(job, index, state.lastOrder() + 1);
        }
    }

    private boolean isDecided(int row, int index) {
        if (state.array(row).hasEnded(index)) {
            return true;
        }
        int child = state.index.find(jobs.number(row), index);
        return child != NONE && jobs.status(child) != JobStatus.PENDING;
    }
}
