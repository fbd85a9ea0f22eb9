package dev.tranche.runtime.internal.machine;

import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.Retry;
import dev.tranche.runtime.internal.state.RetryRule;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * Specs for scenarios, said one thing at a time. What is not said: 64 MiB, every environment, one attempt, no limits of time.
 */
record Specs(
        int memoryMib, long environments, Retry retry, long timeout, long queueTimeout, List<Consumption> consumes) {
    static Specs one() {
        return new Specs(64, -1L, Retry.upTo(1), 0, 0, List.of());
    }

    Specs memory(int mib) {
        return new Specs(mib, environments, retry, timeout, queueTimeout, consumes);
    }

    Specs in(long able) {
        return new Specs(memoryMib, able, retry, timeout, queueTimeout, consumes);
    }

    Specs timeout(long micros) {
        return new Specs(memoryMib, environments, retry, micros, queueTimeout, consumes);
    }

    Specs queueTimeout(long micros) {
        return new Specs(memoryMib, environments, retry, timeout, micros, consumes);
    }

    Specs attempts(int most, RetryRule... rules) {
        return retry(new Retry(
                most,
                retry.attemptsOnInterruption(),
                List.of(rules),
                retry.backoffFirstMicros(),
                retry.backoffMaxMicros(),
                retry.memoryPercent(),
                retry.memoryCapMib(),
                retry.nextEnvironmentAfter()));
    }

    Specs attemptsOnInterruption(int most) {
        return retry(new Retry(
                retry.attempts(),
                most,
                retry.rules(),
                retry.backoffFirstMicros(),
                retry.backoffMaxMicros(),
                retry.memoryPercent(),
                retry.memoryCapMib(),
                retry.nextEnvironmentAfter()));
    }

    Specs backoff(long first, long max) {
        return retry(retry.backoff(first, max));
    }

    Specs moreMemory(int percent, int capMib) {
        return retry(new Retry(
                retry.attempts(),
                retry.attemptsOnInterruption(),
                retry.rules(),
                retry.backoffFirstMicros(),
                retry.backoffMaxMicros(),
                percent,
                capMib,
                retry.nextEnvironmentAfter()));
    }

    Specs nextEnvironmentAfter(int interruptions) {
        return retry(new Retry(
                retry.attempts(),
                retry.attemptsOnInterruption(),
                retry.rules(),
                retry.backoffFirstMicros(),
                retry.backoffMaxMicros(),
                retry.memoryPercent(),
                retry.memoryCapMib(),
                interruptions));
    }

    Specs taking(Consumption... all) {
        return new Specs(memoryMib, environments, retry, timeout, queueTimeout, List.of(all));
    }

    private Specs retry(Retry other) {
        return new Specs(memoryMib, environments, other, timeout, queueTimeout, consumes);
    }

    /** A multi-node job with a node of so many vCPUs each. */
    JobSpec nodes(int mainNode, int... vcpus) {
        List<Gang.Nodes> groups = Arrays.stream(vcpus)
                .mapToObj(each -> new Gang.Nodes(1, each * 1_000, memoryMib, 0, 0))
                .toList();
        JobSpec together = vcpus(Arrays.stream(vcpus).sum());
        return new JobSpec(
                together.millivcpus(),
                memoryMib * vcpus.length,
                0,
                0,
                consumes,
                environments,
                retry,
                timeout,
                queueTimeout,
                together.graceMicros(),
                together.onUnknown(),
                new Gang(mainNode, groups),
                (Arrays.toString(vcpus) + " nodes, main " + mainNode + ", " + this).getBytes(StandardCharsets.UTF_8));
    }

    JobSpec vcpus(int vcpus) {
        return new JobSpec(
                vcpus * 1_000,
                memoryMib,
                0,
                0,
                consumes,
                environments,
                retry,
                timeout,
                queueTimeout,
                1_000,
                JobSpec.OnUnknown.HOLD,
                (vcpus + " vCPU, " + this).getBytes(StandardCharsets.UTF_8));
    }
}
