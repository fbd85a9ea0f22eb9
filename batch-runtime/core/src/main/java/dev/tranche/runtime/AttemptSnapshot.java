package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.internal.state.Provisioning;
import dev.tranche.runtime.internal.state.RetryRule;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.HostId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** An attempt at one moment. Times are kept as micros, since a runtime remembers many of these. */
final class AttemptSnapshot implements AttemptDetail {
    private final int number;
    private final HostId host;
    private final JobDefinition definition;
    private final long placedAt;
    private final long startedAt;
    private final long microDollarsPerHour;
    private final @Nullable AttemptClosing closing;

    private AttemptSnapshot(
            int number,
            HostId host,
            JobDefinition definition,
            long placedAt,
            long startedAt,
            long microDollarsPerHour,
            @Nullable AttemptClosing closing) {
        this.number = number;
        this.host = host;
        this.definition = definition;
        this.placedAt = placedAt;
        this.startedAt = startedAt;
        this.microDollarsPerHour = microDollarsPerHour;
        this.closing = closing;
    }

    /** @param microDollarsPerHour what it costs in an hour, in millionths of a dollar */
    static AttemptSnapshot placed(
            int number, HostId host, JobDefinition definition, long at, long microDollarsPerHour) {
        return new AttemptSnapshot(number, host, definition, at, JobSnapshot.NEVER, microDollarsPerHour, null);
    }

    AttemptSnapshot started(long at) {
        return new AttemptSnapshot(number, host, definition, placedAt, at, microDollarsPerHour, closing);
    }

    AttemptSnapshot ended(AttemptClosing how) {
        return new AttemptSnapshot(number, host, definition, placedAt, startedAt, microDollarsPerHour, how);
    }

    /** What it has cost until a time, in millionths of a dollar. */
    long microDollars(long now) {
        long until = closing == null ? now : Math.min(now, closing.at());
        return Provisioning.cost(microDollarsPerHour, Math.max(0, until - placedAt));
    }

    long microDollarsPerHour() {
        return microDollarsPerHour;
    }

    long placedMicros() {
        return placedAt;
    }

    /** How it ended, or null if it has not. */
    @Nullable
    AttemptClosing closing() {
        return closing;
    }

    long startedMicros() {
        return startedAt;
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public HostId host() {
        return host;
    }

    @Override
    public Optional<BigDecimal> dollarsPerHour() {
        return Optional.of(Dollars.ofMicros(microDollarsPerHour));
    }

    @Override
    public MemorySize memory() {
        return definition.memory();
    }

    @Override
    public Instant placedAt() {
        return BatchClock.instant(placedAt);
    }

    @Override
    public Optional<Instant> startedAt() {
        return JobSnapshot.time(startedAt);
    }

    @Override
    public Optional<Instant> stoppedAt() {
        return closing == null ? Optional.empty() : JobSnapshot.time(closing.at());
    }

    @Override
    public Optional<AttemptVerdict> verdict() {
        return closing == null ? Optional.empty() : Optional.of(closing.verdict());
    }

    @Override
    public OptionalInt exitCode() {
        return closing == null || closing.exitCode() == RetryRule.NO_EXIT_CODE
                ? OptionalInt.empty()
                : OptionalInt.of(closing.exitCode());
    }

    @Override
    public Optional<String> reason() {
        return closing == null ? Optional.empty() : Optional.ofNullable(closing.reason());
    }

    @Override
    public Optional<String> statusReason() {
        return closing == null ? Optional.empty() : Optional.of(closing.statusReason());
    }

    @Override
    public String toString() {
        String what = closing != null ? closing.toString() : startedAt == JobSnapshot.NEVER ? "starting" : "running";
        return "attempt " + number + " on " + host + ": " + what;
    }
}
