package dev.tranche.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.AttemptId;
import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobDefinitionBuilder;
import dev.tranche.model.JobId;
import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog.Stream;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** One topic of the contract: the words in which its tests are written. */
abstract class ContractTopic {
    static final Duration NO_GRACE = Duration.ZERO;
    static final Duration LONG_GRACE = Duration.ofMinutes(10);

    final Backend backend;
    final RecordingReports reports;

    private final OpenBackend subject;

    ContractTopic(OpenBackend subject) {
        this.subject = subject;
        this.backend = subject.backend;
        this.reports = subject.reports;
    }

    // ---- what the backend under test says of itself ----

    final ComputeEnvironment environment() {
        return subject.contract.environment();
    }

    final JobDefinitionBuilder shell(String text) {
        return subject.contract.shell(text);
    }

    final boolean isAlive(String argument) {
        return subject.contract.isAlive(argument);
    }

    final Duration patience() {
        return subject.contract.patience();
    }

    final int many() {
        return subject.contract.many();
    }

    final void assume(Capability capability) {
        assumeTrue(backend.capabilities().contains(capability), () -> "the backend does not claim " + capability);
    }

    final void assumeNot(Capability capability) {
        assumeFalse(backend.capabilities().contains(capability), () -> "the backend claims " + capability);
    }

    /** What is at the end of an output whose last line was printed without a line feed. */
    final String endOfOutput() {
        return backend.capabilities().contains(Capability.EXACT_OUTPUT) ? "" : "\n";
    }

    /** What is kept of a text whose last line was printed without a line feed. */
    final String kept(String printed) {
        return backend.capabilities().contains(Capability.EXACT_OUTPUT)
                ? printed
                : printed.replaceAll("\n+", "\n") + endOfOutput();
    }

    /** One more backend of the same runtime, which the test closes. */
    final Backend open(Reports to) {
        return subject.another(to);
    }

    // ---- launching ----

    static JobDefinition build(JobDefinitionBuilder definition) {
        return definition.build();
    }

    static JobDefinition sized(JobDefinition.NeedsVcpus definition) {
        return definition.vcpus(1).memory(MemorySize.mib(64)).build();
    }

    final AttemptId next() {
        return subject.nextAttempt();
    }

    final HostId host() {
        return reports.awaitHosts(1, patience()).keySet().iterator().next();
    }

    @CanIgnoreReturnValue
    final AttemptId launch(JobDefinitionBuilder definition) {
        return launch(build(definition));
    }

    @CanIgnoreReturnValue
    final AttemptId launch(JobDefinition definition) {
        AttemptId attempt = next();
        launch(attempt, definition, Map.of(), Optional.empty());
        return attempt;
    }

    final void launch(AttemptId attempt, JobDefinition definition, Map<String, String> variables, Optional<JobId> run) {
        backend.launch(new Launch(attempt, host(), "contract", definition, variables, Map.of(), run));
    }

    final Launch launchOf(AttemptId attempt, JobDefinition definition) {
        return new Launch(attempt, host(), "contract", definition, Map.of(), Map.of(), Optional.empty());
    }

    /** A number that no other process has among its arguments, and that {@code sleep} takes for a long time. */
    static String uniqueArgument() {
        return Long.toString(ThreadLocalRandom.current().nextLong(100_000_000, 1_000_000_000));
    }

    // ---- what came of it ----

    final AttemptEnd end(AttemptId attempt) {
        return reports.awaitEnds(attempt, 1, patience()).get(0);
    }

    final String out(AttemptId attempt) {
        return backend.log(attempt).text(Stream.STDOUT, Integer.MAX_VALUE);
    }

    static Consumer<AttemptEnd> exited(int code) {
        return end -> assertThat(end)
                .isInstanceOfSatisfying(
                        AttemptEnd.Exited.class,
                        exited -> assertThat(exited.code()).isEqualTo(code));
    }

    /** By SIGKILL, or where signals are not told apart with the exit code that stands for it. */
    final void wasKilled(AttemptEnd end) {
        if (backend.capabilities().contains(Capability.SIGNALS)) {
            assertThat(end)
                    .isInstanceOfSatisfying(
                            AttemptEnd.Signaled.class,
                            killed -> assertThat(killed.signal()).isEqualTo(9));
        } else {
            assertThat(end).satisfies(exited(137));
        }
    }

    // ---- waiting ----

    static String next(BlockingQueue<String> lines, Duration patience) {
        try {
            return String.valueOf(lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for a line", e);
        }
    }

    final void awaitLine(AttemptId attempt, String line) {
        await("line " + line, () -> out(attempt).lines().anyMatch(line::equals));
    }

    final void awaitAlive(String argument) {
        await("a process with argument " + argument, () -> isAlive(argument));
    }

    final void await(String what, BooleanSupplier condition) {
        Polling.until(what, condition, patience());
    }
}
