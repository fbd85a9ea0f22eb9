package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;
import org.jspecify.annotations.Nullable;

/** Puts a job of a checkpoint where it stood when that was written. */
final class Restore {
    private final State state;
    private final Jobs jobs;
    private final Hosts hosts;
    private final Rows rows;

    Restore(State state, Rows rows) {
        this.state = state;
        this.jobs = state.jobs;
        this.hosts = state.hosts;
        this.rows = rows;
    }

    /** As {@link Outcomes#jobRestored}. */
    void job(
            long job,
            int index,
            JobStatus status,
            int attempt,
            long order,
            int flags,
            int host,
            long deadline,
            @Nullable String note) {
        int known = state.index.find(job, index);
        int row = known == NONE ? rows.addChild(job, index) : known;
        jobs.status(row, status);
        jobs.attempt(row, attempt);
        jobs.raise(row, flags & ~Jobs.IN_LANE);
        if (jobs.has(row, Jobs.WORKFLOW)) {
            jobs.failures(row, (int) order);
        } else {
            jobs.order(row, order);
            state.lastOrder(order);
        }
        if (note != null) {
            state.notes.put(row, note);
        }
        if (host != NONE) {
            jobs.host(row, host);
            state.running.append(host, row);
            hosts.take(host, state.need(row), 1);
            state.environments().get(hosts.environment(host)).grid().update(host);
            placedBefore(row);
        }
        if (deadline != 0) {
            state.deadlines.arm(row, deadline);
        }
        restoreList(row, index, (flags & Jobs.IN_LANE) != 0);
    }

    private void placedBefore(int row) {
        if (!state.isNode(row)) {
            state.ledger.placedBefore(jobs.lane(row));
            return;
        }
        int gang = jobs.owner(row);
        if (jobs.liveNodes(gang) == 0) {
            state.ledger.placedBefore(jobs.lane(gang));
        }
        jobs.liveNodes(gang, jobs.liveNodes(gang) + 1);
    }

    /** Puts a restored job where it stood: in its lane, in the ripple, or among the ended. */
    private void restoreList(int row, int index, boolean inLane) {
        boolean ended = jobs.status(row).isTerminal();
        if (ended && index == NONE && !jobs.has(row, Jobs.WORKFLOW)) {
            state.ledger.endedBefore(jobs.lane(row), state.now());
        }
        if (inLane) {
            state.lanes.enter(row);
        }
        if (ended && index != NONE) {
            state.array(jobs.owner(row)).removeLive(jobs, row);
        }
        if (jobs.out(row) != NONE && (ended || jobs.has(row, Jobs.SEALED))) {
            rows.toTell(row);
        } else if (index == NONE) {
            rows.retire(row);
        }
    }
}
