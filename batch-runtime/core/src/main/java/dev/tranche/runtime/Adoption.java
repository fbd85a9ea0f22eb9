package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.HostId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every backend what became of the attempts that were under way when the runtime went away. Running ones are adopted,
 * ended ones accounted, and those that never started are launched under the same identity. On the thread that opens.
 */
final class Adoption {
    /** How long a backend may take to answer. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Adoption.class);

    private final Jobs jobs;
    private final Environments environments;
    private final Recovery recovery;
    private final BatchClock clock;
    private final Map<AttemptId, HostId> underWay = new LinkedHashMap<>();
    private final List<AttemptId> neverStarted = new ArrayList<>();

    Adoption(Jobs jobs, Environments environments, Recovery recovery, BatchClock clock) {
        this.jobs = jobs;
        this.environments = environments;
        this.recovery = recovery;
        this.clock = clock;
        jobs.underWay().stream().filter(this::isLaunched).forEach(attempt -> underWay.put(attempt, host(attempt)));
    }

    /** A node that waits for its main node is not known to its backend. */
    private boolean isLaunched(AttemptId attempt) {
        return !(job(attempt) instanceof LiveNode node) || node.gang().isLaunched(node.index(), attempt.number());
    }

    private LiveJob job(AttemptId attempt) {
        return Objects.requireNonNull(
                jobs.get(attempt.job().number(), attempt.job().index()));
    }

    private HostId host(AttemptId attempt) {
        return Objects.requireNonNull(job(attempt).published().last()).host();
    }

    /**
     * Asks, and reports what is answered.
     *
     * @throws OpenRefusedException if a backend does not answer: nothing may be decided then
     */
    void ask() {
        Map<String, List<AttemptId>> byEnvironment = new LinkedHashMap<>();
        underWay.forEach((attempt, host) -> byEnvironment
                .computeIfAbsent(host.environment(), name -> new ArrayList<>())
                .add(attempt));
        Map<String, CompletableFuture<Map<AttemptId, AttemptState>>> answers = new HashMap<>();
        for (Environments.Served each : environments.all()) {
            List<AttemptId> theirs = byEnvironment.getOrDefault(each.name(), List.of());
            answers.put(each.name(), each.dispatcher().inventory(theirs));
        }
        answers.forEach((environment, answer) -> answered(
                environment,
                states(
                        environment,
                        byEnvironment.getOrDefault(environment, List.of()).size(),
                        answer)));
    }

    private static Map<AttemptId, AttemptState> states(
            String environment, int count, CompletableFuture<Map<AttemptId, AttemptState>> answer) {
        String trouble = "environment " + environment + " cannot say what became of " + count
                + " attempts that were under way, so nothing is decided; open the journal again when it can: ";
        try {
            return answer.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new OpenRefusedException(trouble + "no answer after " + PATIENCE, e);
        } catch (ExecutionException e) {
            throw new OpenRefusedException(trouble + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenRefusedException(trouble + "interrupted", e);
        }
    }

    private void answered(String environment, Map<AttemptId, AttemptState> states) {
        Dispatcher dispatcher = environments.dispatcher(environment);
        states.forEach((attempt, state) -> {
            LOG.info("attempt {} of an earlier opening: {}", attempt, state);
            Duration stop = recovery.stop(attempt);
            if (state instanceof AttemptState.NeverStarted && stop == null) {
                neverStarted.add(attempt);
            } else if (state instanceof AttemptState.NeverStarted) {
                dispatcher.report(attempt, new AttemptState.Ended(stoppedBefore()));
            } else {
                dispatcher.report(attempt, state);
            }
            if (state instanceof AttemptState.Running && stop != null) {
                dispatcher.stop(attempt, stop);
            }
        });
    }

    private AttemptEnd stoppedBefore() {
        return new AttemptEnd.StartFailed("Stopped before it started", BatchClock.instant(clock.wallMicros()));
    }

    /** Launches what never started, if it is still to be. After everything reported has been taken. */
    void launch() {
        for (AttemptId attempt : neverStarted) {
            LiveJob job = job(attempt);
            AttemptSnapshot last = Objects.requireNonNull(job.published().last());
            if (last.number() == attempt.number() && last.closing() == null) {
                HostId host = last.host();
                environments.dispatcher(host.environment()).launch(job.published(), attempt, host);
            }
        }
    }
}
