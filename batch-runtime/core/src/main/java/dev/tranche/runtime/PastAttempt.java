package dev.tranche.runtime;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.internal.history.AttemptRow;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.HostId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** An attempt as the history keeps it. */
final class PastAttempt implements AttemptDetail {
    private final AttemptRow row;

    PastAttempt(AttemptRow row) {
        this.row = row;
    }

    @Override
    public int number() {
        return row.number();
    }

    @Override
    public HostId host() {
        return new HostId(row.environment(), row.host());
    }

    @Override
    public Optional<BigDecimal> dollarsPerHour() {
        return Optional.empty();
    }

    @Override
    public MemorySize memory() {
        return MemorySize.mib(row.memoryMib());
    }

    @Override
    public Instant placedAt() {
        return BatchClock.instant(row.placedAt());
    }

    @Override
    public Optional<Instant> startedAt() {
        return row.startedAt() == 0 ? Optional.empty() : Optional.of(BatchClock.instant(row.startedAt()));
    }

    @Override
    public Optional<Instant> stoppedAt() {
        return end().map(end -> BatchClock.instant(end.at()));
    }

    @Override
    public Optional<AttemptVerdict> verdict() {
        return end().map(end -> AttemptClosing.verdict(end.verdict()));
    }

    @Override
    public OptionalInt exitCode() {
        return end().filter(end -> end.exitCode() != RetryRule.NO_EXIT_CODE)
                .map(end -> OptionalInt.of(end.exitCode()))
                .orElse(OptionalInt.empty());
    }

    @Override
    public Optional<String> reason() {
        return end().map(AttemptRow.End::reason);
    }

    @Override
    public Optional<String> statusReason() {
        return end().map(AttemptRow.End::statusReason);
    }

    private Optional<AttemptRow.End> end() {
        return Optional.ofNullable(row.end());
    }

    @Override
    public String toString() {
        return "attempt " + number() + " on " + host() + ": "
                + verdict().map(AttemptVerdict::toString).orElse("not ended");
    }
}
