package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;

/**
 * What is particular to multi-node jobs. All nodes are placed in one pass; the main node is launched first, the others when
 * it runs. Its end is the end of the attempt: the others are stopped, and when the last of them has ended the job succeeds,
 * is tried again or fails by the end of the main node. That another node ends before changes nothing.
 */
final class Gangs {
    private static final String MAIN_NODE_ENDED = "Main node ended";
    private static final String NEVER_LAUNCHED = "Main node ended before this node was launched";

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;

    Gangs(State state, Outcomes out) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
    }

    /** A node runs. If it is the main node and nobody has asked it to stop, the others are launched. */
    void started(int node) {
        int gang = jobs.owner(node);
        boolean isMain = jobs.index(node) == state.gang(gang).mainNode();
        boolean asked = jobs.has(node, Jobs.TERMINATING | Jobs.TIMED_OUT) || jobs.has(gang, Jobs.TERMINATING);
        if (isMain && !asked) {
            out.nodesLaunched(jobs.number(gang), jobs.attempt(gang));
        }
    }

    /** Asks all nodes that have been launched to stop, each once for each cause. */
    void stop(int gang, StopCause cause, String reason) {
        long job = jobs.number(gang);
        int attempt = jobs.attempt(gang);
        long grace = state.specs.get(jobs.spec(gang)).graceMicros();
        if (cause == StopCause.TERMINATED) {
            if (jobs.has(gang, Jobs.TERMINATING)) {
                return;
            }
            out.stopRequested(job, NONE, attempt, cause, reason, grace);
        }
        int asked = cause == StopCause.TERMINATED ? Jobs.TERMINATING : Jobs.TERMINATING | Jobs.TIMED_OUT;
        for (int index = 0; index < state.gang(gang).size(); index++) {
            int node = liveNode(job, index);
            if (node != NONE && isLaunched(gang, index) && !jobs.has(node, asked)) {
                out.stopRequested(job, index, attempt, cause, reason, grace);
            }
        }
    }

    /** The main node has ended: the others follow, and those that never were launched end at once. */
    void mainEnded(int gang) {
        long job = jobs.number(gang);
        int attempt = jobs.attempt(gang);
        long grace = state.specs.get(jobs.spec(gang)).graceMicros();
        int size = state.gang(gang).size();
        for (int index = 0; index < size; index++) {
            int node = liveNode(job, index);
            if (node != NONE && !isLaunched(gang, index)) {
                out.attemptEnded(
                        job,
                        index,
                        attempt,
                        Verdict.TERMINATED,
                        RetryRule.NO_EXIT_CODE,
                        null,
                        NEVER_LAUNCHED,
                        state.now());
            } else if (node != NONE && !jobs.has(node, Jobs.TERMINATING | Jobs.TIMED_OUT)) {
                out.stopRequested(job, index, attempt, StopCause.TERMINATED, MAIN_NODE_ENDED, grace);
            }
        }
    }

    private boolean isLaunched(int gang, int index) {
        return jobs.status(gang) == JobStatus.RUNNING
                || index == state.gang(gang).mainNode();
    }

    private int liveNode(long job, int index) {
        int node = state.index.find(job, index);
        return node != NONE && Attempts.isRunning(jobs.status(node)) ? node : NONE;
    }
}
