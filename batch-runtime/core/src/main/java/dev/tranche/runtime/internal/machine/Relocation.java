package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.Lanes;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/**
 * Moves jobs to other lanes: to another priority, to another queue, or since they need something else from now on. A job
 * keeps its place in the order, and a child goes where its array goes as soon as it does not run.
 */
final class Relocation {
    private final State state;
    private final Jobs jobs;
    private final Lanes lanes;
    private final Outcomes out;
    private final Admission admission;
    private final Walks walks;

    Relocation(State state, Outcomes out, Admission admission, Leftovers leftovers) {
        this.state = state;
        this.jobs = state.jobs;
        this.lanes = state.lanes;
        this.out = out;
        this.admission = admission;
        this.walks = leftovers.moves;
    }

    /** Gives a job that has not ended another priority; says why not, or null. */
    @Nullable
    String changePriority(long job, int index, int priority, int budget) {
        int row = state.index.find(job, NONE);
        String refusal = unmovable(row, index);
        if (refusal == null && lanes.priority(jobs.lane(row)) != priority) {
            int lane = jobs.lane(row);
            move(row, lanes.queue(lane), lanes.share(lane), priority, lanes.need(lane));
            childrenFollow(row, budget);
        }
        return refusal;
    }

    /**
     * Moves a job that waits to another queue; says why not, or null.
     *
     * @param able a bit for each environment that is able to run it; those of other queues do not count
     */
    @Nullable
    String moveTo(long job, int index, int queue, long able, int budget) {
        int row = state.index.find(job, NONE);
        String refusal = unmovable(row, index);
        if (refusal != null || lanes.queue(jobs.lane(row)) == queue) {
            return refusal;
        }
        if (Attempts.isRunning(jobs.status(row))) {
            return "it is " + jobs.status(row) + "; only a job that waits can go to another queue";
        }
        int lane = jobs.lane(row);
        Queue to = state.queues().get(queue);
        String share = to.fairShare() == null ? "" : lanes.share(lane);
        PlacementClass need = lanes.need(lane).in(able & environmentsOf(to));
        String impossible = admission.refusal(need, share, to);
        if (impossible == null) {
            move(row, queue, share, lanes.priority(lane), need);
            childrenFollow(row, budget);
        }
        return impossible;
    }

    private static long environmentsOf(Queue queue) {
        long bits = 0;
        for (int environment : queue.environments()) {
            bits |= 1L << environment;
        }
        return bits;
    }

    /** A job that does not run needs this from now on. */
    void change(int row, PlacementClass need) {
        int lane = jobs.lane(row);
        if (!need.equals(lanes.need(lane))) {
            move(row, lanes.queue(lane), lanes.share(lane), lanes.priority(lane), need);
        }
    }

    /** A child that does not run goes where its array is: in another queue every environment counts anew. */
    void follow(int row) {
        if (!isAstray(row)) {
            return;
        }
        int own = jobs.lane(row);
        int array = jobs.lane(jobs.owner(row));
        boolean sameQueue = lanes.queue(own) == lanes.queue(array);
        long environments =
                sameQueue ? lanes.need(own).environments() : lanes.need(array).environments();
        move(
                row,
                lanes.queue(array),
                lanes.share(array),
                lanes.priority(array),
                lanes.need(own).in(environments));
    }

    /** Goes on with the children of arrays that have been moved, at most so many. */
    void step(int budget) {
        if (!walks.isEmpty()) {
            walks.step(budget, this::follow);
        }
    }

    /** After a fold: finds the arrays again whose children have not all followed. */
    void recover() {
        walks.recover(row -> {
            for (int place = 0; place < state.array(row).live(); place++) {
                if (isAstray(state.array(row).liveRow(place))) {
                    return true;
                }
            }
            return false;
        });
    }

    private boolean isAstray(int row) {
        if (jobs.index(row) == NONE
                || Attempts.isRunning(jobs.status(row))
                || jobs.status(row).isTerminal()) {
            return false;
        }
        int own = jobs.lane(row);
        int array = jobs.lane(jobs.owner(row));
        return !lanes.areOfOneShare(own, array) || lanes.priority(own) != lanes.priority(array);
    }

    private void childrenFollow(int row, int budget) {
        if (jobs.has(row, Jobs.ARRAY)) {
            walks.begin(jobs.number(row));
            step(budget);
        }
    }

    private void move(int row, int queue, String share, int priority, PlacementClass need) {
        long job = jobs.number(row);
        int index = jobs.index(row);
        if (jobs.has(row, Jobs.IN_LANE) && state.reservations.of(job, state.indexToPlace(row)) != null) {
            out.reservationEnded(job, state.indexToPlace(row));
        }
        out.jobMoved(job, index, queue, share, priority, need.memoryMib(), need.environments());
    }

    private @Nullable String unmovable(int row, int index) {
        if (row == NONE) {
            return "it is not known any more";
        }
        if (index != NONE) {
            return "it is the child of an array, and goes where that goes; say it of the array";
        }
        return jobs.status(row).isTerminal() ? "it has ended" : null;
    }
}
