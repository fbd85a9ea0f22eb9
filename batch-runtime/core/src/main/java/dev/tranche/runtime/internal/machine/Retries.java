package dev.tranche.runtime.internal.machine;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Jobs;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.internal.state.State;
import dev.tranche.runtime.internal.state.Verdict;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Whether a job is tried again, when, and with what: attempts and rules as on AWS; a budget of its own for interruptions,
 * a back-off, more memory after a lack of it, and the next environment after too many interruptions, if they are asked for;
 * and the next environment after an attempt that could not be started. An attempt that its host did not take was none.
 */
final class Retries {
    /** What a job waits that its host did not take, at first and at most: the host may be the one with the most room again. */
    private static final long PLACED_ANEW_FIRST_MICROS = 1_000_000;

    private static final long PLACED_ANEW_MOST_MICROS = 60_000_000;

    private final State state;
    private final Jobs jobs;
    private final Outcomes out;
    private final long runtimeId;
    private final Admission admission;
    private final Relocation relocation;
    private final Endings endings;

    Retries(State state, Outcomes out, long runtimeId, Admission admission, Relocation relocation, Endings endings) {
        this.state = state;
        this.jobs = state.jobs;
        this.out = out;
        this.runtimeId = runtimeId;
        this.admission = admission;
        this.relocation = relocation;
        this.endings = endings;
    }

    /** Whether a job whose attempt has just ended so, in that environment, is tried again. */
    boolean isRetried(
            int row, Verdict verdict, int exitCode, @Nullable String reason, String statusReason, int environment) {
        if (verdict == Verdict.TERMINATED || verdict == Verdict.TIMED_OUT) {
            return false;
        }
        if (verdict == Verdict.NOT_PLACED) {
            return true;
        }
        Retry retry = spec(row).retry();
        if (verdict == Verdict.INTERRUPTED && budget(row) > 0) {
            return state.setbacks.interruptions(row) < budget(row) && !isHostRuledOut(retry, statusReason);
        }
        boolean movesOn = verdict == Verdict.START_FAILED && isFirstIn(row, environment) && elsewhere(row) != null;
        if (!movesOn && failures(row) >= retry.attempts()) {
            return false;
        }
        if (verdict == Verdict.UNKNOWN) {
            return spec(row).onUnknown() == JobSpec.OnUnknown.RERUN;
        }
        for (RetryRule rule : retry.rules()) {
            if (rule.matches(exitCode, reason, statusReason)) {
                return rule.retry();
            }
        }
        return true;
    }

    /** Holds a job since nobody knows how its attempt ended; a person finds out. */
    void leaveToPerson(int row, String statusReason) {
        relocation.follow(row);
        out.jobHeld(jobs.number(row), jobs.index(row), statusReason);
    }

    /**
     * Makes a job wait for its next attempt, or ends it if that could never be placed.
     *
     * @param environment where its last attempt ran
     */
    void again(int row, Verdict verdict, int environment) {
        relocation.follow(row);
        PlacementClass need = need(row);
        PlacementClass next = switch (verdict) {
            case OUT_OF_MEMORY -> withMoreMemory(need, spec(row).retry());
            case INTERRUPTED -> afterInterruption(row, need, environment);
            case START_FAILED -> Objects.requireNonNullElse(elsewhere(row), need);
            default -> need;
        };
        String impossible = next.memoryMib() > need.memoryMib() ? admission.refusal(next, queue(row)) : null;
        if (impossible != null) {
            String reason = "Cannot be tried again with more memory: " + impossible;
            endings.end(jobs.number(row), jobs.index(row), JobStatus.FAILED, EndCause.ATTEMPT, reason);
            return;
        }
        relocation.change(row, next);
        if (verdict == Verdict.START_FAILED && !next.equals(need)) {
            out.gateOpened(jobs.number(row), jobs.index(row), jobs.order(row)); // nothing there has to recover first
        } else {
            waitForNext(row, verdict);
        }
    }

    /**
     * How many attempts count against those that a job has: for each environment that it left, one start that failed does not,
     * and none that a host did not take.
     */
    private int failures(int row) {
        int interruptions = budget(row) > 0 ? state.setbacks.interruptions(row) : 0;
        return jobs.attempt(row)
                - interruptions
                - Long.bitCount(state.setbacks.left(row))
                - state.setbacks.notPlaced(row);
    }

    private int budget(int row) {
        return spec(row).retry().attemptsOnInterruption(queue(row));
    }

    /** Of the rules, only one for a status reason can mean the host: a catch-all of reasons does not undo the budget. */
    private static boolean isHostRuledOut(Retry retry, String statusReason) {
        for (RetryRule rule : retry.rules()) {
            if (rule.onStatusReason() != null && rule.matches(RetryRule.NO_EXIT_CODE, null, statusReason)) {
                return !rule.retry();
            }
        }
        return false;
    }

    private static PlacementClass withMoreMemory(PlacementClass need, Retry retry) {
        long grown = ((long) need.memoryMib() * retry.memoryPercent() + 99) / 100;
        return need.withMemory((int) Math.max(need.memoryMib(), Math.min(grown, retry.memoryCapMib())));
    }

    /** Every so many interruptions a job loses the environment it was in, but never the last that could hold it. */
    private PlacementClass afterInterruption(int row, PlacementClass need, int environment) {
        int after = spec(row).retry().nextEnvironmentAfter();
        if (after == 0 || state.setbacks.interruptions(row) % after != 0) {
            return need;
        }
        PlacementClass left = need.in(need.environments() & ~(1L << environment));
        return admission.refusal(left, queue(row)) == null ? left : need;
    }

    /** What a job needs that could not be started in some environments: the same in others; null if none could hold it. */
    private @Nullable PlacementClass elsewhere(int row) {
        PlacementClass need = need(row);
        long left = need.environments() & ~state.setbacks.notStartedIn(row);
        PlacementClass there = need.in(left & state.switches.openEnvironments());
        return admission.refusal(there, queue(row)) == null ? need.in(left) : null;
    }

    private boolean isFirstIn(int row, int environment) {
        return (state.setbacks.left(row) >>> environment & 1) == 0;
    }

    private PlacementClass need(int row) {
        return state.lanes.need(jobs.lane(row));
    }

    private void waitForNext(int row, Verdict verdict) {
        Retry retry = spec(row).retry();
        if (verdict == Verdict.NOT_PLACED) {
            wait(row, PLACED_ANEW_FIRST_MICROS, PLACED_ANEW_MOST_MICROS, state.setbacks.notPlaced(row));
        } else if (retry.backoffFirstMicros() == 0) {
            out.gateOpened(jobs.number(row), jobs.index(row), jobs.order(row));
        } else {
            boolean ownBudget = verdict == Verdict.INTERRUPTED && budget(row) > 0;
            int times = ownBudget ? state.setbacks.interruptions(row) : failures(row);
            wait(row, retry.backoffFirstMicros(), retry.backoffMaxMicros(), Math.max(1, times));
        }
    }

    private void wait(int row, long first, long longest, int times) {
        long job = jobs.number(row);
        int index = jobs.index(row);
        long wait = Backoff.wait(first, longest, times, runtimeId, job, index, jobs.attempt(row));
        out.retryAt(job, index, state.now() + wait);
    }

    private Queue queue(int row) {
        return state.queues().get(state.lanes.queue(jobs.lane(row)));
    }

    private JobSpec spec(int row) {
        return state.specs.get(jobs.spec(row));
    }
}
