package dev.tranche.runtime.internal.invariant;

import static dev.tranche.runtime.internal.invariant.BrokenInvariantException.unless;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Outcomes;
import dev.tranche.runtime.internal.machine.StopCause;
import dev.tranche.runtime.internal.machine.Tee;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of a multi-node job are placed together in one environment, the main node first, or not at all; the others run
 * when the main node does. The attempt of the job is over when no node runs any more, and ended as its main node did.
 *
 * <p>All other rules hear of such a job as of one with one attempt: this one stands before them and puts its nodes together.
 */
final class NodesTogether extends Tee {
    private final Ledger ledger;
    private final Outcomes rules;
    private final Map<Long, Nodes> underWay = new HashMap<>();

    /** The nodes of one attempt of a job. */
    private static final class Nodes {
        final Gang gang;
        final int attempt;
        /** The hosts of the nodes that have not ended. */
        final Map<Integer, Integer> live = new TreeMap<>();

        int placed;
        boolean mainStarted;
        long mainStartedAt;
        boolean launched;

        @Nullable
        Verdict mainEnd;

        int exitCode;

        @Nullable
        String reason;

        String statusReason = "";

        Nodes(Gang gang, int attempt) {
            this.gang = gang;
            this.attempt = attempt;
        }
    }

    NodesTogether(Ledger ledger, Outcomes rules) {
        super(rules, Tee.NOBODY);
        this.ledger = ledger;
        this.rules = rules;
    }

    /** Between batches no job is half placed. */
    void betweenBatches() {
        underWay.forEach((job, nodes) -> unless(nodes.placed == nodes.gang.size(), "job %s is half placed", job));
    }

    private static @Nullable Gang gang(WatchedJob job) {
        return job.spec.gang();
    }

    private Nodes nodes(long job, int attempt) {
        Nodes nodes = underWay.get(job);
        if (nodes == null || nodes.attempt != attempt) {
            throw new BrokenInvariantException(
                    "attempt " + attempt + " of multi-node job " + job + " is not under way");
        }
        return nodes;
    }

    private int hostOf(long job, Nodes nodes, int node) {
        Integer host = nodes.live.get(node);
        if (host == null) {
            throw new BrokenInvariantException("node " + node + " of job " + job + " does not run");
        }
        return host;
    }

    @Override
    public void attemptPlaced(long job, int index, int attempt, int host) {
        WatchedJob known = ledger.job(job);
        Gang gang = gang(known);
        if (gang == null) {
            super.attemptPlaced(job, index, attempt, host);
            return;
        }
        unless(index >= 0 && index < gang.size(), "job %s has no node %s", job, index);
        Nodes nodes = underWay.computeIfAbsent(job, each -> new Nodes(gang, attempt));
        unless(
                nodes.attempt == attempt && nodes.mainEnd == null,
                "attempt %s of job %s begins too early",
                attempt,
                job);
        unless(nodes.placed > 0 || index == gang.mainNode(), "job %s begins with node %s", job, index);
        if (nodes.placed == 0) {
            known.self.mainNodeEnded = false;
            rules.attemptPlaced(job, -1, attempt, host);
        }
        take(known, nodes, index, host);
    }

    private void take(WatchedJob job, Nodes nodes, int index, int host) {
        PlacementClass need = job.stand.need().node(index);
        WatchedHost where = ledger.host(host);
        unless(where.takesJobs, "node %s of job %s is placed on %s, which takes nothing", index, job.number, where);
        unless(where.fits(need), "node %s of job %s needs %s and is placed on %s", index, job.number, need, where);
        unless(job.stand.need().runsIn(where.environment), "job %s cannot run where %s is", job.number, where);
        unless(!where.kept || ledger.isKeptFor(job.number, host), "%s is kept for another than %s", where, job.number);
        nodes.live
                .values()
                .forEach(other -> unless(
                        ledger.host(other).environment == where.environment,
                        "job %s is in two environments",
                        job.number));
        unless(nodes.live.put(index, host) == null, "node %s of job %s runs twice", index, job.number);
        nodes.placed++;
        where.take(need, 1);
    }

    @Override
    public void nodesLaunched(long job, int attempt) {
        Nodes nodes = nodes(job, attempt);
        unless(nodes.mainStarted && !nodes.launched, "the nodes of job %s are launched too early, or twice", job);
        nodes.launched = true;
        super.nodesLaunched(job, attempt);
        rules.attemptStarted(job, -1, attempt, nodes.mainStartedAt);
    }

    @Override
    public void attemptStarted(long job, int index, int attempt, long at) {
        Gang gang = gang(ledger.job(job));
        if (gang == null) {
            super.attemptStarted(job, index, attempt, at);
            return;
        }
        Nodes nodes = nodes(job, attempt);
        int unused = hostOf(job, nodes, index);
        boolean isMain = index == gang.mainNode();
        unless(isMain || nodes.launched, "node %s of job %s runs before it is launched", index, job);
        nodes.mainStarted |= isMain;
        nodes.mainStartedAt = isMain ? at : nodes.mainStartedAt;
    }

    @Override
    public void stopRequested(long job, int index, int attempt, StopCause cause, String reason, long graceMicros) {
        Gang gang = gang(ledger.job(job));
        if (gang == null) {
            super.stopRequested(job, index, attempt, cause, reason, graceMicros);
            return;
        }
        Nodes nodes = nodes(job, attempt);
        if (index < 0) {
            if (nodes.mainEnd == null) {
                super.stopRequested(job, index, attempt, cause, reason, graceMicros);
            }
            return;
        }
        int unused = hostOf(job, nodes, index);
        if (index == gang.mainNode() && cause == StopCause.TIMED_OUT) {
            super.stopRequested(job, -1, attempt, cause, reason, graceMicros);
        }
        unless(
                index == gang.mainNode() || nodes.launched,
                "node %s of job %s is stopped before it is launched",
                index,
                job);
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
        WatchedJob known = ledger.job(job);
        Gang gang = gang(known);
        if (gang == null) {
            super.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
            return;
        }
        Nodes nodes = nodes(job, attempt);
        int host = hostOf(job, nodes, index);
        nodes.live.remove(index);
        ledger.nodeEnded(host, known.stand.need().node(index));
        if (index == gang.mainNode()) {
            nodes.mainEnd = verdict;
            nodes.exitCode = exitCode;
            nodes.reason = reason;
            nodes.statusReason = statusReason;
            known.self.mainNodeEnded = true;
        }
        if (nodes.live.isEmpty()) {
            Verdict end = nodes.mainEnd;
            if (end == null) {
                throw new BrokenInvariantException("the last node of job " + job + " ended before its main node");
            }
            underWay.remove(job);
            rules.attemptEnded(job, -1, attempt, end, nodes.exitCode, nodes.reason, nodes.statusReason, at);
        }
    }

    @Override
    public void jobEnded(long job, int index, JobStatus status, EndCause cause, @Nullable String statusReason) {
        unless(!underWay.containsKey(job), "multi-node job %s ends while nodes of it run", job);
        super.jobEnded(job, index, status, cause, statusReason);
    }
}
