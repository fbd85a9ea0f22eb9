package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.internal.loop.Worker;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Says to one backend what the scheduler decided, in that order, on a thread of its own. At most {@link
 * #MAX_LAUNCHES_IN_FLIGHT} launches are unanswered at a time; further ones are held here, where a stop still reaches them
 * cheaply, instead of piling up in an engine.
 */
final class Dispatcher {
    /** How many launches may be under way in one backend before one of them has to be reported started or ended. */
    static final int MAX_LAUNCHES_IN_FLIGHT = 256;

    private static final String MDC_JOB = "batch.job";
    private static final String MDC_ATTEMPT = "batch.attempt";
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Backend backend;
    private final Reports reports;
    private final LaunchAssembly assembly;
    private final BatchClock clock;
    private final Worker worker;

    // the loop's thread only, so that a start needs no word to the worker: launches under way, and those held back for
    // them
    private final Set<AttemptId> inFlight = new HashSet<>();
    private final Map<AttemptId, Runnable> held = new LinkedHashMap<>();

    Dispatcher(Backend backend, Reports reports, LaunchAssembly assembly, BatchClock clock, Worker worker) {
        this.backend = backend;
        this.reports = reports;
        this.assembly = assembly;
        this.clock = clock;
        this.worker = worker;
    }

    Backend backend() {
        return backend;
    }

    Worker worker() {
        return worker;
    }

    // ---- called by any thread

    /** Why a definition can never run here. */
    Optional<String> refusal(JobDefinition definition) {
        if (definition.hardCpuLimit() && !backend.capabilities().contains(Capability.CPU_LIMIT)) {
            return Optional.of("it cannot limit CPU (hardCpuLimit)");
        }
        return assembly.refusal(definition).or(() -> backend.refusal(definition));
    }

    /** Why the nodes of a multi-node job can never run here: every one of them has to be able to. */
    Optional<String> refusal(MultiNodeJobDefinition definition) {
        return backend.refusal(definition)
                .or(() -> definition.ranges().stream()
                        .flatMap(range -> refusal(range.definition()).stream())
                        .findFirst());
    }

    // ---- called by the loop; each returns at once

    /** What the start of an attempt waits for, as far as that is known. */
    Optional<String> startWait(AttemptId attempt) {
        return held.containsKey(attempt)
                ? Optional.of(inFlight.size() + " others are being started there, and no more are at once")
                : backend.startWait(attempt);
    }

    void launch(JobSnapshot job, AttemptId attempt, HostId host) {
        Runnable launch = () -> marked(attempt.job(), attempt.number(), () -> launchNow(job, attempt, host));
        if (inFlight.size() < MAX_LAUNCHES_IN_FLIGHT) {
            begin(attempt, launch);
        } else {
            held.put(attempt, launch);
        }
    }

    private void begin(AttemptId attempt, Runnable launch) {
        inFlight.add(attempt);
        worker.execute(launch);
    }

    /** The attempt runs, so its launch is no longer under way. */
    void started(AttemptId attempt) {
        answered(attempt);
    }

    void stop(AttemptId attempt, Duration grace) {
        // in order: a backend is never told to stop what it has not been told to start
        Runnable launch = held.remove(attempt);
        if (launch != null) {
            begin(attempt, launch);
        }
        worker.execute(() -> call(attempt, "stop", () -> backend.stop(attempt, grace)));
    }

    void release(AttemptId attempt) {
        answered(attempt);
        worker.execute(() -> call(attempt, "release", () -> backend.release(attempt)));
    }

    private void answered(AttemptId attempt) {
        held.remove(attempt); // ended without ever having been launched, for example with its host
        if (inFlight.remove(attempt) && !held.isEmpty()) {
            Iterator<Map.Entry<AttemptId, Runnable>> waiting = held.entrySet().iterator();
            Map.Entry<AttemptId, Runnable> next = waiting.next();
            waiting.remove();
            begin(next.getKey(), next.getValue());
        }
    }

    void provide(HostRequest request) {
        worker.execute(() -> provideNow(request));
    }

    /** Says which hosts the scheduler has of an earlier opening. */
    void hostsKept(List<HostId> hosts) {
        worker.execute(() -> call("say which hosts there should be", () -> backend.hostsKept(hosts)));
    }

    void giveBack(HostId host, String reason) {
        worker.execute(() -> call("giveBack", () -> backend.giveBack(host, reason)));
    }

    void forget(JobId job, int attempts) {
        worker.execute(() -> call(job, "forget", () -> backend.forget(job, attempts)));
    }

    void runContinued(JobId run, JobId earlier) {
        worker.execute(() -> call(run, "runContinued", () -> backend.runContinued(run, earlier)));
    }

    void runEnded(JobId run, boolean keep) {
        worker.execute(() -> call(run, "runEnded", () -> backend.runEnded(run, keep)));
    }

    /** Asks what became of attempts and reports it as if it had just happened; done when that is done, well or not. */
    CompletableFuture<Boolean> reconcile(Collection<AttemptId> attempts) {
        return inventory(attempts).handle((states, failure) -> {
            if (failure == null) {
                states.forEach(this::report);
            } else {
                LOG.warn("the backend cannot say what became of {}", attempts, failure);
            }
            return failure == null;
        });
    }

    /** Asks what became of attempts. */
    CompletableFuture<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts) {
        CompletableFuture<Map<AttemptId, AttemptState>> answer = new CompletableFuture<>();
        worker.execute(() -> {
            try {
                var unused = backend.inventory(attempts).whenComplete((states, failure) -> {
                    if (failure == null) {
                        answer.complete(states);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                });
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    // ---- on the worker's thread

    private void launchNow(JobSnapshot job, AttemptId attempt, HostId host) {
        try {
            backend.launch(assembly.launch(job, attempt, host));
        } catch (LaunchAssembly.UnresolvedSecretException e) {
            LOG.warn("job {} cannot start: {}", job.name(), e.getMessage());
            startFailed(attempt, String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            LOG.warn("job {} could not be launched on {}", job.name(), host, e);
            startFailed(attempt, "Task failed to start: " + e);
        }
    }

    /** A backend that throws gives nothing, of none of the types. */
    private void provideNow(HostRequest request) {
        try {
            backend.provide(request);
        } catch (Throwable e) {
            LOG.warn("the backend failed to get hosts: {}", request, e);
            Map<String, String> refusals = new LinkedHashMap<>();
            request.types().forEach(type -> refusals.put(type, "the backend failed: " + e));
            reports.hostsProvided(new HostAnswer(request.number(), List.of(), refusals));
        }
    }

    private void startFailed(AttemptId attempt, String reason) {
        reports.ended(attempt, new AttemptEnd.StartFailed(reason, BatchClock.instant(clock.wallMicros())));
    }

    /** Reports what an inventory says as if it had just happened. */
    void report(AttemptId attempt, AttemptState state) {
        if (state instanceof AttemptState.Running running) {
            reports.started(attempt, running.since());
        } else if (state instanceof AttemptState.Ended ended) {
            reports.ended(attempt, ended.end());
        }
    }

    private static void call(JobId job, String what, Runnable call) {
        marked(job, 0, () -> call(what, call));
    }

    private static void call(AttemptId attempt, String what, Runnable call) {
        marked(attempt.job(), attempt.number(), () -> call(what, call));
    }

    private static void call(String what, Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.warn("the backend failed in {}", what, e);
        }
    }

    /** Does something with the job, and the attempt if there is one, on whatever is logged meanwhile. */
    private static void marked(JobId job, int attempt, Runnable body) {
        MDC.put(MDC_JOB, job.toString());
        if (attempt > 0) {
            MDC.put(MDC_ATTEMPT, Integer.toString(attempt));
        }
        try {
            body.run();
        } finally {
            MDC.remove(MDC_JOB);
            MDC.remove(MDC_ATTEMPT);
        }
    }
}
