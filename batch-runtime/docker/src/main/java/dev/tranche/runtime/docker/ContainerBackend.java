package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts of one Docker environment, on one engine or on several. */
final class ContainerBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerBackend.class);
    private static final ContainerLog NOTHING = new ContainerLog(List.of());

    private final Map<String, EngineHost> hosts;
    private final ContainerPlans plans;
    private final Refusals refusals;
    private final NodeRefusals nodeRefusals;
    private final Optional<Digests> digests;
    private final Set<Capability> capabilities;
    private final BackendFiles files;
    private final boolean sharesFiles;
    private final Outputs outputs;
    private final Reports reports;
    private final Clock clock;
    private final boolean journaled;
    private final Timer timer;

    // Filled by the dispatcher and by inventories, read by those who read logs; a log stays until its job is forgotten,
    // so
    // an attempt that has a log and is not among the attempts was released.
    private final ConcurrentHashMap<AttemptId, DockerAttempt> attempts = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<AttemptId, ContainerLog> logs = new ConcurrentHashMap<>();

    // Set by the first inventory: what nobody asks for then was released by an earlier opening.
    private final AtomicBoolean asked = new AtomicBoolean();

    // Written once by whoever closes, read by the dispatcher.
    private volatile boolean closed;

    /**
     * @param hosts its engines, by the name of the host
     * @param digests pins images at the submit, if the environment asks for that
     * @param nodeRefusals what is said against multi-node jobs
     * @param sharesFiles whether the one engine sees our files
     */
    ContainerBackend(
            Map<String, EngineHost> hosts,
            Optional<String> baseImage,
            Optional<Digests> digests,
            NodeRefusals nodeRefusals,
            BackendFiles files,
            boolean sharesFiles,
            long outputLimit,
            Reports reports,
            Clock clock,
            boolean journaled,
            Timer timer) {
        this.hosts = Map.copyOf(hosts);
        this.plans = new ContainerPlans(baseImage);
        List<EngineTraits> engines =
                hosts.values().stream().map(EngineHost::traits).toList();
        this.refusals = new Refusals(baseImage, engines);
        this.digests = digests;
        this.nodeRefusals = nodeRefusals;
        this.capabilities = capabilities(baseImage.isPresent(), sharesFiles, nodeRefusals.mayMeet(), engines);
        this.files = files;
        this.sharesFiles = sharesFiles;
        this.outputs = new Outputs(files, outputLimit);
        this.reports = reports;
        this.clock = clock;
        this.journaled = journaled;
        this.timer = timer;
    }

    private static Set<Capability> capabilities(
            boolean base, boolean sharesFiles, boolean nodes, List<EngineTraits> engines) {
        Set<Capability> all = EnumSet.of(
                Capability.CONTAINER,
                Capability.MEMORY_LIMIT,
                Capability.ADOPTION,
                Capability.EXACT_OUTPUT,
                Capability.TAIL);
        if (base) {
            all.add(Capability.SCRIPT);
            all.add(Capability.EXECUTABLE);
        }
        if (sharesFiles) {
            all.add(Capability.RUN_DIRECTORY);
        }
        if (nodes) {
            all.add(Capability.MULTI_NODE);
        }
        if (engines.stream().allMatch(EngineTraits::limitsCpu)) {
            all.add(Capability.CPU_LIMIT);
        }
        return Set.copyOf(all);
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public Optional<String> refusal(JobDefinition definition) {
        return refusals.refusal(definition);
    }

    @Override
    public Optional<String> refusal(MultiNodeJobDefinition definition) {
        return nodeRefusals.refusal(definition);
    }

    @Override
    public JobDefinition pinned(JobDefinition definition) {
        return digests.map(now -> now.pinned(definition)).orElse(definition);
    }

    // ---- launching and stopping

    @Override
    public void launch(Launch launch) {
        if (closed) {
            throw new IllegalStateException(
                    "the docker backend is closed; attempt " + launch.attempt() + " is not started");
        }
        if (isKnown(launch.attempt())) {
            return;
        }
        EngineHost host = hosts.get(launch.host().name());
        if (host == null) {
            throw new IllegalArgumentException("no such host in this environment: " + launch.host());
        }
        try {
            Optional<String> refusal = refusals.refusal(launch.definition());
            if (refusal.isPresent()) {
                throw new IllegalArgumentException(refusal.get());
            }
            launch(launch, host, plans.of(launch));
        } catch (IllegalArgumentException | IOException e) {
            reports.ended(
                    launch.attempt(),
                    new AttemptEnd.StartFailed("CannotStartContainerError: " + e.getMessage(), clock.instant()));
        }
    }

    /** Whether it was launched before; then what has been said of it is said again. */
    private boolean isKnown(AttemptId id) {
        DockerAttempt attempt = attempts.get(id);
        if (attempt != null) {
            attempt.repeat();
        } else if (logs.containsKey(id)) {
            reports.ended(id, released());
        }
        return attempt != null || logs.containsKey(id);
    }

    private AttemptEnd released() {
        return new AttemptEnd.Unknown("the attempt was released", clock.instant());
    }

    private void launch(Launch launch, EngineHost host, List<ContainerPlan> containers) throws IOException {
        Optional<Path> runDirectory = sharesFiles && launch.run().isPresent()
                ? Optional.of(files.run(launch.run().get()))
                : Optional.empty();
        SharedNetwork network = SharedNetwork.of(containers);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < containers.size(); i++) {
            ContainerPlan plan = containers.get(i);
            parts.add(new Part(plan.name(), plan.essential(), network.startAfter(i)));
        }
        DockerAttempt attempt =
                register(launch.attempt(), host, parts, launch.definition().stopGrace());
        host.launch(attempt, new Preparation(launch, containers, runDirectory));
    }

    private DockerAttempt register(AttemptId id, EngineHost host, List<Part> parts, Duration grace) throws IOException {
        DockerAttempt attempt = new DockerAttempt(id, host.id().name(), parts, grace, reports, host);
        logs.put(id, outputs.of(id, host.engine(), parts));
        attempts.put(id, attempt);
        return attempt;
    }

    @Override
    public void stop(AttemptId id, Duration grace) {
        DockerAttempt attempt = attempts.get(id);
        if (attempt != null) {
            attempt.stop(grace, hostOf(attempt).clock().now());
        }
    }

    private EngineHost hostOf(DockerAttempt attempt) {
        EngineHost host = hosts.get(attempt.host());
        if (host == null) {
            throw new IllegalStateException("attempt " + attempt.id() + " is on no host: " + attempt.host());
        }
        return host;
    }

    // ---- afterwards

    @Override
    public void release(AttemptId id) {
        DockerAttempt attempt = attempts.get(id);
        if (attempt != null && attempt.hasEnded()) {
            attempts.remove(id);
            hostOf(attempt).clean(attempt, logs.getOrDefault(id, NOTHING), files.startMarks());
        }
    }

    @Override
    public void forget(JobId job, int count) {
        for (int number = 1; number <= count; number++) {
            AttemptId attempt = new AttemptId(job, number);
            ContainerLog log = logs.remove(attempt);
            if (log != null) {
                anyHost().soon(() -> log.parts().forEach(PartOutput::forget));
            }
            if (journaled) {
                anyHost().soon(() -> removeOutput(attempt));
            }
        }
    }

    /** What is left of it: the directory of several containers, or the output that an earlier opening kept. */
    private void removeOutput(AttemptId attempt) {
        try {
            outputs.remove(attempt);
        } catch (IOException e) {
            LOG.warn("the output of attempt {} stays", attempt, e);
        }
    }

    private EngineHost anyHost() {
        return hosts.values().iterator().next();
    }

    @Override
    public void runContinued(JobId run, JobId earlier) {
        if (!sharesFiles) {
            return;
        }
        try {
            files.runs().goOn(run, earlier); // at once: its jobs may be launched next
        } catch (IOException e) {
            throw new UncheckedIOException("run " + run + " does not find the files of run " + earlier, e);
        }
    }

    @Override
    public void runEnded(JobId run, boolean keep) {
        if (!sharesFiles) {
            return;
        }
        anyHost().soon(() -> {
            try {
                if (keep) {
                    files.runs().keep(run);
                } else {
                    files.runs().remove(run);
                }
            } catch (IOException e) {
                LOG.warn(
                        "the directory of workflow run {} stays: {}",
                        run,
                        files.runs().of(run),
                        e);
            }
        });
    }

    @Override
    public AttemptLog log(AttemptId id) {
        ContainerLog log = logs.get(id);
        return log != null ? log : journaled ? outputs.kept(id, anyHost().engine()) : NOTHING;
    }

    // ---- inventory

    @Override
    public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> ids) {
        CompletableFuture<Map<AttemptId, AttemptState>> answer = new CompletableFuture<>();
        anyHost().soon(() -> {
            try {
                answer.complete(states(new LinkedHashSet<>(ids)));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
    }

    private Map<AttemptId, AttemptState> states(Set<AttemptId> ids) {
        Set<AttemptId> unknown = new LinkedHashSet<>(ids);
        unknown.removeIf(logs::containsKey);
        boolean first = journaled && asked.compareAndSet(false, true);
        Set<AttemptId> found = new HashSet<>();
        if (first || !unknown.isEmpty()) {
            for (EngineHost host : hosts.values()) {
                Leftovers leftovers = Leftovers.on(host);
                leftovers.of(unknown).forEach((id, left) -> adopt(host, id, left));
                found.addAll(leftovers.attempts());
                if (first) {
                    leftovers.but(ids).forEach((id, left) -> clean(host, id, left));
                }
            }
        }
        Map<AttemptId, AttemptState> states = new HashMap<>();
        ids.forEach(id -> states.put(id, state(id, found)));
        return states;
    }

    private AttemptState state(AttemptId id, Set<AttemptId> found) {
        DockerAttempt attempt = attempts.get(id);
        if (attempt != null) {
            return attempt.state();
        }
        if (logs.containsKey(id)) {
            return new AttemptState.Ended(released());
        }
        return files.startMarks().isSet(id) && !found.contains(id)
                ? new AttemptState.Ended(
                        new AttemptEnd.Unknown("it was started, and its container is gone", clock.instant()))
                : new AttemptState.NeverStarted();
    }

    /** Takes over what an earlier opening of this runtime left on an engine. */
    private void adopt(EngineHost host, AttemptId id, Leftovers.Left left) {
        host.adopt(registerFound(host, id, left), left.containers());
    }

    /** Keeps the output of what an earlier opening would have cleaned next, and removes it. */
    private void clean(EngineHost host, AttemptId id, Leftovers.Left left) {
        DockerAttempt attempt = registerFound(host, id, left);
        attempts.remove(id);
        host.found(attempt, left.containers());
        host.clean(attempt, logs.getOrDefault(id, NOTHING), files.startMarks());
    }

    private DockerAttempt registerFound(EngineHost host, AttemptId id, Leftovers.Left left) {
        try {
            return register(id, host, left.parts(), left.grace());
        } catch (IOException e) {
            throw new UncheckedIOException("attempt " + id + " cannot be taken over", e);
        }
    }

    // ---- the end

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        timer.close();
        hosts.values().stream()
                .map(host -> CompletableFuture.runAsync(
                        () -> host.close(journaled), command -> new Thread(command, "docker-close").start()))
                .toList()
                .forEach(CompletableFuture::join);
        try {
            files.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory of the docker backend cannot be removed", e);
        }
    }
}
