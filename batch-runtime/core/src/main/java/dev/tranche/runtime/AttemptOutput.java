package dev.tranche.runtime;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.LogLine;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The output of one attempt. */
final class AttemptOutput implements JobLog {
    private final AttemptLog log;
    private final int number;

    AttemptOutput(AttemptLog log, int number) {
        this.log = log;
        this.number = number;
    }

    @Override
    public String text() {
        return log.text(AttemptLog.Stream.STDOUT, MAX_TEXT_BYTES);
    }

    @Override
    public String errorText() {
        return log.text(AttemptLog.Stream.STDERR, MAX_TEXT_BYTES);
    }

    @Override
    public Stream<String> lines() {
        return text().lines();
    }

    @Override
    public Stream<LogLine> timedLines() {
        return log.lines(AttemptLog.Stream.STDOUT, MAX_TEXT_BYTES).stream();
    }

    @Override
    public Stream<LogLine> timedErrorLines() {
        return log.lines(AttemptLog.Stream.STDERR, MAX_TEXT_BYTES).stream();
    }

    @Override
    public Subscription tail(Consumer<String> line) {
        return log.follow(AttemptLog.Stream.STDOUT, line)::close;
    }

    @Override
    public Subscription tailErrors(Consumer<String> line) {
        return log.follow(AttemptLog.Stream.STDERR, line)::close;
    }

    @Override
    public JobLog attempt(int other) {
        if (other != number) {
            throw new IllegalArgumentException("this is the log of attempt " + number + ", not of " + other);
        }
        return this;
    }
}
