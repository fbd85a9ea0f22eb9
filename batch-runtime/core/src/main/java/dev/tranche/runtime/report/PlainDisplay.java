package dev.tranche.runtime.report;

import dev.tranche.model.JobId;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.JobDetail;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A line where something worth a line happens: a stage begins, an attempt fails, a stage is over. For files and logs, so
 * their number is bounded: a stage that begins or ends again and again is told of every {@value #QUIET_SECONDS} seconds,
 * and of its failures only the first {@value #MAX_FAILURES}.
 */
final class PlainDisplay implements Display {
    static final int MAX_FAILURES = 20;
    static final int QUIET_SECONDS = 10;

    private static final Duration QUIET = Duration.ofSeconds(QUIET_SECONDS);

    private final Consumer<String> out;
    private final StageLine line = new StageLine(Glyphs.ASCII);
    private final Map<Stage, Said> said = new HashMap<>();

    PlainDisplay(Consumer<String> out) {
        this.out = out;
    }

    @Override
    public void changed(Stages stages, Stage stage, JobDetail job, Instant now) {
        Said before = said.computeIfAbsent(stage, key -> new Said());
        if (stage.hasStarted()) {
            sayBegin(stage, before, now);
        }
        job.attempts().stream().reduce((first, last) -> last).ifPresent(attempt -> sayFailure(job, attempt, before));
        if (stage.isOver()) {
            sayEnd(stage, before, now);
        }
    }

    @Override
    public void ticked(Stages stages, Instant now) {}

    @Override
    public void closed(Stages stages, Instant now) {
        for (Stage stage : stages.all()) {
            Said before = said.getOrDefault(stage, Said.NOTHING);
            if (!line.counts(stage, now).equals(before.end)) {
                say(stage.name() + ": " + line.counts(stage, now));
            }
        }
    }

    private void sayBegin(Stage stage, Said before, Instant now) {
        if (!before.begun && before.isQuietSince(now)) {
            before.begun = true;
            say(stage.name() + ": started, " + jobs(stage.total()));
        }
    }

    private void sayEnd(Stage stage, Said before, Instant now) {
        if (before.begun && before.isQuietSince(now)) {
            before.begun = false;
            before.lastEnd = now;
            before.end = line.counts(stage, now);
            say(stage.name() + ": " + before.end);
        }
    }

    private void sayFailure(JobDetail job, AttemptDetail attempt, Said before) {
        String failure = failure(job, attempt);
        if (failure == null || failure.equals(before.failure)) {
            return;
        }
        before.failure = failure;
        before.failures++;
        if (before.failures <= MAX_FAILURES) {
            say(failure);
        } else if (before.failures == MAX_FAILURES + 1) {
            say(job.name() + ": further failures are not printed");
        }
    }

    private static @Nullable String failure(JobDetail job, AttemptDetail attempt) {
        AttemptVerdict verdict = attempt.verdict().orElse(AttemptVerdict.SUCCEEDED);
        if (verdict == AttemptVerdict.SUCCEEDED) {
            return null;
        }
        return label(job) + ": attempt " + attempt.number() + " "
                + verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + (attempt.exitCode().isPresent()
                        ? ", exit code " + attempt.exitCode().getAsInt()
                        : "")
                + attempt.reason().map(reason -> ", " + reason).orElse("")
                + (job.ended() ? "" : "; tried again");
    }

    private static String label(JobDetail job) {
        JobId id = job.id();
        return id.isChild() ? job.name() + ":" + id.index() : job.name();
    }

    private static String jobs(int count) {
        return count == 1 ? "1 job" : count + " jobs";
    }

    private void say(String text) {
        out.accept(text + System.lineSeparator());
    }

    /** What was said of a stage. */
    private static final class Said {
        static final Said NOTHING = new Said();

        private boolean begun;
        private int failures;
        private @Nullable String failure;
        private @Nullable String end;
        private @Nullable Instant lastEnd;

        boolean isQuietSince(Instant now) {
            return lastEnd == null || !now.isBefore(lastEnd.plus(QUIET));
        }
    }
}
