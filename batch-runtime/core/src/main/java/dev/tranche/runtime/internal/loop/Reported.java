package dev.tranche.runtime.internal.loop;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;
import dev.tranche.runtime.internal.inbox.AttemptNews;
import dev.tranche.runtime.internal.machine.EndKind;
import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.BatchClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The news of one attempt as an input. */
final class Reported implements Input {
    private static final int SIGNAL_BASE = 128;

    private final AttemptId attempt;
    private final AttemptNews news;
    private final Suspects suspects;

    Reported(AttemptId attempt, AttemptNews news, Suspects suspects) {
        this.attempt = attempt;
        this.news = news;
        this.suspects = suspects;
    }

    @Override
    public void feed(Machine machine) {
        JobId job = attempt.job();
        if (news.started() != null) {
            machine.started(job.number(), job.index(), attempt.number(), BatchClock.micros(news.started()));
        }
        if (news.end() != null) {
            end(machine, news.end());
        }
    }

    private void end(Machine machine, AttemptEnd end) {
        if (end instanceof AttemptEnd.Exited exited) {
            say(
                    machine,
                    EndKind.EXITED,
                    exited.code(),
                    exited.outOfMemory(),
                    exited.reason().orElse(null),
                    exited.at());
        } else if (end instanceof AttemptEnd.Signaled signaled) {
            int code = SIGNAL_BASE + signaled.signal();
            say(
                    machine,
                    EndKind.SIGNALED,
                    code,
                    signaled.outOfMemory(),
                    signaled.reason().orElse(null),
                    signaled.at());
        } else if (end instanceof AttemptEnd.StartFailed failed) {
            say(machine, EndKind.START_FAILED, RetryRule.NO_EXIT_CODE, false, failed.reason(), failed.at());
        } else if (end instanceof AttemptEnd.Lost lost) {
            say(machine, EndKind.LOST, RetryRule.NO_EXIT_CODE, false, lost.statusReason(), lost.at());
        } else if (end instanceof AttemptEnd.NotPlaced refused) {
            say(machine, EndKind.NOT_PLACED, RetryRule.NO_EXIT_CODE, false, refused.statusReason(), refused.at());
        } else if (end instanceof AttemptEnd.Unknown unknown) {
            say(machine, EndKind.UNKNOWN, RetryRule.NO_EXIT_CODE, false, unknown.reason(), unknown.at());
        }
    }

    private void say(
            Machine machine, EndKind kind, int code, boolean outOfMemory, @Nullable String reason, Instant at) {
        JobId job = attempt.job();
        machine.ended(
                job.number(), job.index(), attempt.number(), kind, code, outOfMemory, reason, BatchClock.micros(at));
    }

    @Override
    public void failed(Throwable cause) {
        suspects.add(attempt, cause);
    }

    @Override
    public String toString() {
        return "report of " + attempt + ": " + news;
    }
}
