package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.LogLine;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The output of a job: of its last attempt. */
final class LiveLog implements JobLog {
    private final LiveJob job;
    private final Door door;

    LiveLog(LiveJob job, Door door) {
        this.job = job;
        this.door = door;
    }

    @Override
    public String text() {
        return text(AttemptLog.Stream.STDOUT);
    }

    @Override
    public String errorText() {
        return text(AttemptLog.Stream.STDERR);
    }

    private String text(AttemptLog.Stream stream) {
        AttemptSnapshot last = job.published().last();
        return last == null ? "" : of(job, last).text(stream, MAX_TEXT_BYTES);
    }

    @Override
    public Stream<String> lines() {
        return text().lines();
    }

    @Override
    public Stream<LogLine> timedLines() {
        return timed(AttemptLog.Stream.STDOUT);
    }

    @Override
    public Stream<LogLine> timedErrorLines() {
        return timed(AttemptLog.Stream.STDERR);
    }

    private Stream<LogLine> timed(AttemptLog.Stream stream) {
        AttemptSnapshot last = job.published().last();
        return last == null ? Stream.empty() : of(job, last).lines(stream, MAX_TEXT_BYTES).stream();
    }

    @Override
    public Subscription tail(Consumer<String> line) {
        return LogTail.begin(job, AttemptLog.Stream.STDOUT, line, door.completions());
    }

    @Override
    public Subscription tailErrors(Consumer<String> line) {
        return LogTail.begin(job, AttemptLog.Stream.STDERR, line, door.completions());
    }

    @Override
    public JobLog attempt(int number) {
        @Nullable AttemptSnapshot attempt = job.published().attempt(number);
        if (attempt == null) {
            throw new IllegalArgumentException("job " + job.facts().name() + " has had no attempt " + number);
        }
        return new AttemptOutput(of(job, attempt), number);
    }

    static AttemptLog of(LiveJob job, AttemptSnapshot attempt) {
        AttemptId id = job.facts().attempt(job.index(), attempt.number());
        return job.facts().outputs().of(attempt.host().environment(), id);
    }
}
