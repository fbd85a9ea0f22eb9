package dev.tranche.runtime.report;

import dev.tranche.model.JobId;
import dev.tranche.runtime.AttemptVerdict;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * One attempt on a timeline.
 *
 * @param job the job
 * @param stage the name of the job
 * @param label the name with the index of a child
 * @param host where it ran
 * @param attempt its number, from 1
 * @param readyAt when nothing but capacity or a back-off kept it from running
 * @param placedAt when the host was chosen
 * @param startedAt when its program began to run; of one that never ran, when it ended
 * @param stoppedAt when it ended
 * @param verdict what became of it
 * @param exitCode the exit code of its program
 */
record Span(
        JobId job,
        String stage,
        String label,
        String host,
        int attempt,
        Instant readyAt,
        Instant placedAt,
        Instant startedAt,
        Instant stoppedAt,
        AttemptVerdict verdict,
        OptionalInt exitCode) {
    /** Puts times in their order: they come from the clocks of the scheduler and of a backend. */
    Span {
        readyAt = earlier(readyAt, placedAt);
        stoppedAt = later(stoppedAt, placedAt);
        startedAt = earlier(later(startedAt, placedAt), stoppedAt);
    }

    boolean succeeded() {
        return verdict == AttemptVerdict.SUCCEEDED;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
