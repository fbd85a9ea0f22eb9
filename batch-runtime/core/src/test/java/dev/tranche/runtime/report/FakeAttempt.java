package dev.tranche.runtime.report;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.AttemptDetail;
import dev.tranche.runtime.AttemptVerdict;
import dev.tranche.runtime.spi.HostId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** An attempt whose times are milliseconds since 1970; -1 for what has not happened. */
record FakeAttempt(int number, HostId host, long placed, long started, long stopped, int exit)
        implements AttemptDetail {
    static FakeAttempt placed(int number, long at) {
        return new FakeAttempt(number, new HostId("laptop", "here"), at, -1, -1, -1);
    }

    FakeAttempt stopped(long at, int exitCode) {
        return new FakeAttempt(number, host, placed, placed, at, exitCode);
    }

    @Override
    public Optional<BigDecimal> dollarsPerHour() {
        return Optional.empty();
    }

    @Override
    public MemorySize memory() {
        return MemorySize.mib(64);
    }

    @Override
    public Instant placedAt() {
        return Instant.ofEpochMilli(placed);
    }

    @Override
    public Optional<Instant> startedAt() {
        return time(started);
    }

    @Override
    public Optional<Instant> stoppedAt() {
        return time(stopped);
    }

    @Override
    public Optional<AttemptVerdict> verdict() {
        return stoppedAt().map(at -> exit == 0 ? AttemptVerdict.SUCCEEDED : AttemptVerdict.FAILED);
    }

    @Override
    public OptionalInt exitCode() {
        return exit < 0 ? OptionalInt.empty() : OptionalInt.of(exit);
    }

    @Override
    public Optional<String> reason() {
        return Optional.empty();
    }

    @Override
    public Optional<String> statusReason() {
        return Optional.empty();
    }

    private static Optional<Instant> time(long millis) {
        return millis < 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
    }
}
