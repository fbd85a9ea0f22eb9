package dev.tranche.runtime.internal.machine;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.MainEnd;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;
import org.jspecify.annotations.Nullable;

/** What follows from reports of attempts and from their deadlines: another attempt, or the end of the job. */
final class Attempts {
    private static final String EXITED = "Essential container in task exited";
    private static final String TIMED_OUT = "Job attempt duration exceeded timeout";
    private static final String RUN_TIMED_OUT = "Workflow run duration exceeded timeout";
    private static final String OUT_OF_MEMORY = "OutOfMemoryError: Container killed due to memory usage";

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final Endings endings;
    private final Retries retries;
    private final Gangs gangs;
    private long staleReports;

    Attempts(State state, Outcomes out, Endings endings, Retries retries) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.endings = endings;
        this.retries = retries;
        this.gangs = new Gangs(state, out);
    }

    /** How many reports spoke of attempts that their jobs no longer owned. */
    long staleReports() {
        return staleReports;
    }

    void started(long job, int index, int attempt, long at) {
        int row = owned(job, index, attempt);
        if (row != NONE && jobs.status(row) == JobStatus.STARTING) {
            out.attemptStarted(job, index, attempt, Math.min(at, state.now()));
            if (state.isNode(row)) {
                gangs.started(row);
            }
        }
    }

    void ended(
            long job,
            int index,
            int attempt,
            EndKind kind,
            int exitCode,
            boolean outOfMemory,
            @Nullable String reason,
            long at) {
        int row = owned(job, index, attempt);
        if (row == NONE) {
            return;
        }
        Verdict verdict = verdict(row, kind, exitCode, outOfMemory);
        boolean hasCode = kind == EndKind.EXITED || kind == EndKind.SIGNALED;
        boolean isStatus = kind == EndKind.LOST || kind == EndKind.NOT_PLACED;
        String why = verdict == Verdict.OUT_OF_MEMORY && reason == null ? OUT_OF_MEMORY : reason;
        end(
                row,
                verdict,
                hasCode ? exitCode : RetryRule.NO_EXIT_CODE,
                isStatus ? null : why,
                statusReason(row, verdict, reason),
                Math.min(at, state.now()));
    }

    /** Ends the attempts of a host that is gone. */
    void lost(int host, String statusReason) {
        for (int row = state.running.head(host); row != NONE; row = state.running.head(host)) {
            Verdict verdict = verdict(row, EndKind.LOST, RetryRule.NO_EXIT_CODE, false);
            end(row, verdict, RetryRule.NO_EXIT_CODE, null, statusReason(row, verdict, statusReason), state.now());
        }
    }

    /** Acts on a deadline that has come: a back-off is over, a wait in a lane or an attempt has lasted too long. */
    void due(int row) {
        if (!state.isTimed(row) || state.deadlines.of(row) > state.now()) {
            return; // what was due before it in the same step has ended or stopped it
        }
        long job = jobs.number(row);
        int index = jobs.index(row);
        if (jobs.has(row, Jobs.WORKFLOW)) {
            endings.stopRun(row, EndCause.TIMED_OUT, RUN_TIMED_OUT);
        } else if (jobs.has(row, Jobs.IN_LANE)) {
            endings.waitedTooLong(row);
        } else if (jobs.status(row) == JobStatus.RUNNABLE) {
            out.gateOpened(job, index, jobs.order(row));
        } else if (state.isNode(row)) {
            gangs.stop(jobs.owner(row), StopCause.TIMED_OUT, TIMED_OUT);
        } else {
            timeOut(row, TIMED_OUT);
        }
    }

    /** Asks a running attempt to stop since its time is over, once. */
    void timeOut(int row, String reason) {
        if (state.isGang(row)) {
            gangs.stop(row, StopCause.TIMED_OUT, reason);
        } else if (!jobs.has(row, Jobs.TERMINATING | Jobs.TIMED_OUT)) {
            long grace = spec(row).graceMicros();
            out.stopRequested(jobs.number(row), jobs.index(row), jobs.attempt(row), StopCause.TIMED_OUT, reason, grace);
        }
    }

    /** Asks a running attempt to stop, once. */
    void terminate(int row, String reason) {
        if (state.isGang(row)) {
            gangs.stop(row, StopCause.TERMINATED, reason);
        } else if (!jobs.has(row, Jobs.TERMINATING)) {
            long grace = spec(row).graceMicros();
            out.stopRequested(
                    jobs.number(row), jobs.index(row), jobs.attempt(row), StopCause.TERMINATED, reason, grace);
        }
    }

    /** The row of the job if this is the attempt it owns. */
    private int owned(long job, int index, int attempt) {
        int row = state.index.find(job, index);
        boolean runs = row != NONE && isRunning(jobs.status(row)) && jobs.host(row) != NONE;
        if (runs && jobs.attempt(row) == attempt) {
            return row;
        }
        staleReports++;
        return NONE;
    }

    static boolean isRunning(JobStatus status) {
        return status == JobStatus.STARTING || status == JobStatus.RUNNING;
    }

    /** Success needs evidence: exit code 0 of a program that nobody had asked to stop. */
    private Verdict verdict(int row, EndKind kind, int exitCode, boolean outOfMemory) {
        if (jobs.has(row, Jobs.TERMINATING)) {
            return Verdict.TERMINATED;
        }
        if (jobs.has(row, Jobs.TIMED_OUT)) {
            return Verdict.TIMED_OUT;
        }
        return switch (kind) {
            case EXITED, SIGNALED -> {
                boolean well = kind == EndKind.EXITED && exitCode == 0;
                yield well ? Verdict.SUCCEEDED : outOfMemory ? Verdict.OUT_OF_MEMORY : Verdict.FAILED;
            }
            case START_FAILED -> Verdict.START_FAILED;
            case LOST -> Verdict.INTERRUPTED;
            case UNKNOWN -> Verdict.UNKNOWN;
            // of one that has begun it cannot be true, and what may have run is not run again
            case NOT_PLACED -> jobs.status(row) == JobStatus.STARTING ? Verdict.NOT_PLACED : Verdict.UNKNOWN;
        };
    }

    private String statusReason(int row, Verdict verdict, @Nullable String reason) {
        String given = reason == null ? "" : reason;
        return switch (verdict) {
            case SUCCEEDED, FAILED, OUT_OF_MEMORY -> EXITED;
            case START_FAILED -> "Task failed to start";
            case TERMINATED, TIMED_OUT -> state.notes.getOrDefault(row, "");
            case INTERRUPTED -> given.isEmpty() ? "Host terminated." : given;
            case UNKNOWN -> "Outcome unknown: " + given;
            case NOT_PLACED -> given.isEmpty() ? "Host did not take it." : given;
        };
    }

    private void end(int row, Verdict verdict, int exitCode, @Nullable String reason, String statusReason, long at) {
        long job = jobs.number(row);
        int index = jobs.index(row);
        int attempt = jobs.attempt(row);
        int environment = state.hosts.environment(jobs.host(row));
        if (state.isNode(row)) {
            endNode(row, new MainEnd(verdict, exitCode, reason, statusReason), at, environment);
            return;
        }
        out.attemptEnded(job, index, attempt, verdict, exitCode, reason, statusReason, at);
        follow(row, verdict, exitCode, reason, statusReason, environment);
    }

    /** A node has ended: what follows for its job is decided when no other node runs, and by how the main node ended. */
    private void endNode(int node, MainEnd end, long at, int environment) {
        int gang = jobs.owner(node);
        long job = jobs.number(gang);
        int index = jobs.index(node);
        boolean isMain = index == state.gang(gang).mainNode();
        MainEnd main = isMain ? end : state.mainEnds.get(job);
        out.attemptEnded(
                job, index, jobs.attempt(gang), end.verdict(), end.exitCode(), end.reason(), end.statusReason(), at);
        if (isMain) {
            gangs.mainEnded(gang);
        }
        if (main != null && jobs.liveNodes(gang) == 0) {
            boolean terminated = jobs.has(gang, Jobs.TERMINATING) && main.verdict() != Verdict.SUCCEEDED;
            Verdict verdict = terminated ? Verdict.TERMINATED : main.verdict();
            String why = terminated ? statusReason(gang, verdict, null) : main.statusReason();
            follow(gang, verdict, main.exitCode(), main.reason(), why, environment);
        }
    }

    /** What follows for a job whose attempt has ended. */
    private void follow(
            int row, Verdict verdict, int exitCode, @Nullable String reason, String statusReason, int environment) {
        long job = jobs.number(row);
        int index = jobs.index(row);
        if (verdict == Verdict.SUCCEEDED) {
            endings.end(job, index, JobStatus.SUCCEEDED, EndCause.ATTEMPT, null);
        } else if (mayHold(row, verdict)) {
            retries.leaveToPerson(row, statusReason);
        } else if (!isStopped(row) && retries.isRetried(row, verdict, exitCode, reason, statusReason, environment)) {
            retries.again(row, verdict, environment);
        } else {
            EndCause cause = verdict == Verdict.TERMINATED ? EndCause.TERMINATED : EndCause.ATTEMPT;
            endings.end(job, index, JobStatus.FAILED, cause, statusReason);
        }
    }

    private boolean mayHold(int row, Verdict verdict) {
        return verdict == Verdict.UNKNOWN && spec(row).onUnknown() == JobSpec.OnUnknown.HOLD && !isStopped(row);
    }

    /** Whether the array or the workflow run of a job has been stopped: what ends then has ended for good. */
    private boolean isStopped(int row) {
        int owner = jobs.owner(row);
        boolean child = jobs.index(row) != NONE;
        if (child && jobs.has(owner, Jobs.STOPPED)) {
            return true;
        }
        int run = child ? jobs.owner(owner) : owner;
        return run != NONE && jobs.has(run, Jobs.STOPPED) && !isLeftToClean(child ? owner : row, run);
    }

    /** Whether a job goes on though its run has been stopped: one that cleans up after failures. */
    private boolean isLeftToClean(int job, int run) {
        return jobs.has(job, Jobs.AFTERWARDS) && !jobs.has(run, Jobs.TERMINATING | Jobs.TIMED_OUT);
    }

    private JobSpec spec(int row) {
        return state.specs.get(jobs.spec(row));
    }
}
