package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;
import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.Explanation;
import dev.tranche.model.JobStatus;
import dev.tranche.model.WaitReason;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.state.ArrayJob;
import dev.tranche.runtime.internal.state.Hosts;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.State;

/**
 * Compares the tables of a machine with what its outcomes said, and with each other: every job stands where its status says,
 * hosts have what their attempts leave, lanes are in order, and what waits at the head of a lane has a reason.
 */
final class Audit {
    private final Ledger ledger;

    Audit(Ledger ledger) {
        this.ledger = ledger;
    }

    void of(Machine machine) {
        State state = machine.state();
        int edges = 0;
        int deadlines = 0;
        int running = 0;
        for (int row = 0; row < state.jobs.rows().limit(); row++) {
            if (state.jobs.number(row) != 0) {
                job(state, row);
                edges += edgesOf(state, row);
                deadlines += state.isTimed(row) ? 1 : 0;
                running += isRunning(state.jobs, row) && !state.isNode(row) ? 1 : 0;
            }
        }
        unless(
                edges == state.edges.rows().size(),
                "%s edges, %s of them reachable",
                state.edges.rows().size(),
                edges);
        unless(deadlines == state.deadlines.size(), "%s deadlines for %s jobs", state.deadlines.size(), deadlines);
        unless(running == ledger.running(), "%s attempts run, %s were heard of", running, ledger.running());
        hosts(state);
        lanes(machine);
    }

    private void job(State state, int row) {
        Jobs jobs = state.jobs;
        long number = jobs.number(row);
        int index = jobs.index(row);
        unless(state.index.find(number, index) == row, "job %s:%s in row %s is not found there", number, index, row);
        if (state.isNode(row)) {
            boolean live = isRunning(jobs, jobs.owner(row));
            unless(live, "node %s of job %s is there, and the job does not run", index, number);
        } else if (jobs.has(row, Jobs.WORKFLOW)) {
            long open = ledger.openMembers(number);
            unless(jobs.members(row) == open, "run %s has %s open jobs, not %s", number, jobs.members(row), open);
        } else if (jobs.has(row, Jobs.ARRAY)) {
            array(state, row, ledger.job(number));
        } else if (index != NONE && ledger.job(number).childEnd(index) != null) {
            JobStatus end = ledger.job(number).childEnd(index);
            unless(jobs.status(row) == end, "child %s of job %s is %s, not %s", index, number, jobs.status(row), end);
        } else {
            owner(jobs, row, ledger.owner(number, index));
        }
    }

    private static void array(State state, int row, WatchedJob heard) {
        JobStatus status = state.jobs.status(row);
        unless(heard.self.status == status, "array %s is %s, not %s", heard.number, status, heard.self.status);
        ArrayJob array = state.array(row);
        unless(
                array.ended() == heard.endedChildren() && array.started() == heard.childrenStarted,
                "array %s: %s children started and %s ended, heard of %s and %s",
                heard.number,
                array.started(),
                array.ended(),
                heard.childrenStarted,
                heard.endedChildren());
    }

    private static void owner(Jobs jobs, int row, AttemptOwner heard) {
        JobStatus status = jobs.status(row);
        unless(heard.status == status, "%s is %s, not %s", heard, status, heard.status);
        int attempts = jobs.attempt(row);
        unless(attempts == heard.attempts, "%s has %s attempts, heard of %s", heard, attempts, heard.attempts);
        unless(jobs.has(row, Jobs.IN_LANE) == heard.ready, "%s waits in its lane, or should: %s", heard, heard.ready);
        unless(jobs.has(row, Jobs.HELD) == heard.held, "%s is held, or should be: %s", heard, heard.held);
        unless(heard.taken == null || jobs.host(row) == heard.host, "%s is not on host %s", heard, heard.host);
    }

    private static int edgesOf(State state, int row) {
        int count = 0;
        for (int edge = state.edges.first(row); edge != NONE; edge = state.edges.after(edge)) {
            unless(
                    state.edges.predecessor(edge) == row,
                    "an edge of row %s is in the list of row %s",
                    state.edges.predecessor(edge),
                    row);
            count++;
        }
        return count;
    }

    private static boolean isRunning(Jobs jobs, int row) {
        return jobs.status(row) == JobStatus.STARTING || jobs.status(row) == JobStatus.RUNNING;
    }

    private void hosts(State state) {
        Hosts hosts = state.hosts;
        int[] inGrid = new int[state.environments().size()];
        for (int host = 0; host < hosts.limit(); host++) {
            if (hosts.mode(host) == Hosts.ABSENT) {
                continue;
            }
            WatchedHost known = ledger.host(host);
            unless(
                    hosts.freeMillivcpus(host) == known.freeMillivcpus()
                            && hosts.freeMemoryMib(host) == known.freeMemoryMib()
                            && hosts.freeGpus(host) == known.freeGpus()
                            && hosts.freeDiskMib(host) == known.freeDiskMib(),
                    "host %s has %s milli-vCPU and %s MiB free, heard of %s",
                    host,
                    hosts.freeMillivcpus(host),
                    hosts.freeMemoryMib(host),
                    known);
            unless(
                    state.running.size(host) == known.attempts,
                    "host %s has %s attempts, heard of %s",
                    host,
                    state.running.size(host),
                    known.attempts);
            unless(
                    (hosts.mode(host) == Hosts.ACTIVE) == known.takesJobs,
                    "host %s takes jobs: %s",
                    host,
                    known.takesJobs);
            inGrid[hosts.environment(host)] += known.takesJobs && !known.kept ? 1 : 0;
        }
        for (int environment = 0; environment < inGrid.length; environment++) {
            int size = state.environments().get(environment).grid().size();
            unless(
                    size == inGrid[environment],
                    "environment %s has %s hosts in its grid, not %s",
                    environment,
                    size,
                    inGrid[environment]);
        }
    }

    private static void lanes(Machine machine) {
        State state = machine.state();
        for (int lane = 0; lane < state.lanes.limit(); lane++) {
            int before = NONE;
            for (int row = state.lanes.head(lane); row != NONE; row = state.lanes.next(row)) {
                unless(
                        state.jobs.lane(row) == lane && state.jobs.has(row, Jobs.IN_LANE),
                        "row %s is in lane %s",
                        row,
                        lane);
                unless(
                        before == NONE || state.jobs.order(before) <= state.jobs.order(row),
                        "lane %s is out of order",
                        lane);
                before = row;
            }
            if (before != NONE && !machine.hasMoreToDo()) {
                hasReason(machine, state.lanes.head(lane));
            }
        }
    }

    /** Who is the first of his lane and is told to wait behind himself has been forgotten: there is room for him. */
    private static void hasReason(Machine machine, int head) {
        Jobs jobs = machine.state().jobs;
        Explanation why = machine.explain(jobs.number(head), jobs.index(head));
        unless(
                why != null
                        && why.reasons().stream()
                                .anyMatch(reason -> !(reason instanceof WaitReason.ChildrenOpen)
                                        && !(reason instanceof WaitReason.Behind behind && behind.atLeast() == 0)),
                "job %s:%s waits without a reason: %s",
                jobs.number(head),
                jobs.index(head),
                why);
    }
}
