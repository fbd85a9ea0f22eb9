package dev.tranche.runtime.simulation;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.JobId;
import dev.tranche.runtime.spi.AttemptEnd;
import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.runtime.spi.AttemptState;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.Capability;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.Launch;
import dev.tranche.runtime.spi.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves one environment, of whatever kind, with pretend hosts. Its calls and what happens in its world come one at a time,
 * from whoever lets time pass; only logs are read from any thread.
 */
final class SimulatedBackend implements Backend {
    private final SimulatedCluster cluster;
    private final List<FaultPlan> faults;
    private final Reports reports;
    private final ReportFaults reporting;
    private final Map<String, SimulatedHost> hosts;

    private @Nullable SimulatedProvider provider;

    // looked up only, never walked: its order is not ours
    private final Map<AttemptId, AttemptRun> runs = new HashMap<>();

    // of the attempts that wrote something; written by the world, read by whoever wants a log
    private final Map<AttemptId, Fate> outputs = new ConcurrentHashMap<>();

    SimulatedBackend(
            SimulatedCluster cluster, List<FaultPlan> faults, Reports reports, Map<String, SimulatedHost> hosts) {
        this.cluster = cluster;
        this.faults = faults;
        this.reports = reports;
        this.reporting = new ReportFaults(cluster, faults);
        this.hosts = new LinkedHashMap<>(hosts);
    }

    List<FaultPlan> faults() {
        return faults;
    }

    Map<String, SimulatedHost> hosts() {
        return hosts;
    }

    // ---- the world

    Instant instant(long micros) {
        return cluster.instant(micros);
    }

    void at(long time, Occurrence what) {
        cluster.at(time, what);
    }

    void started(AttemptRun run, long now) {
        Instant at = instant(now);
        reporting.say(run.id(), Draws.Purpose.START_REPORT, now, () -> reports.started(run.id(), at));
    }

    void ended(AttemptRun run, AttemptEnd end, long now) {
        Fate fate = run.fate();
        if (!fate.output().isEmpty() || !fate.error().isEmpty()) {
            outputs.put(run.id(), fate);
        }
        reporting.say(run.id(), Draws.Purpose.END_REPORT, now, () -> reports.ended(run.id(), end));
    }

    void joins(SimulatedHost host, long now) {
        cluster.offers(host, now, host.capacity().millivcpus());
        reports.hostJoined(host.id(), host.capacity());
    }

    void loses(SimulatedHost host, long now) {
        cluster.offers(host, now, -host.capacity().millivcpus());
        cluster.recorder().gone(host.id(), now);
        reports.hostLost(host.id(), lossOf(host));
    }

    String lossOf(SimulatedHost host) {
        return "Host EC2 (instance " + host.id().name() + ") terminated.";
    }

    // ---- Backend

    @Override
    public Set<Capability> capabilities() {
        return EnumSet.allOf(Capability.class);
    }

    @Override
    public Optional<String> refusal(JobDefinition definition) {
        return Optional.empty();
    }

    /** From now on it is given hosts. */
    void provider(SimulatedProvider from) {
        provider = from;
    }

    @Override
    public void provide(HostRequest request) {
        provider().provide(request);
    }

    @Override
    public void giveBack(HostId host, String reason) {
        provider().giveBack(host);
    }

    private SimulatedProvider provider() {
        return Objects.requireNonNull(provider, "only what reported types of host is asked for hosts");
    }

    @Override
    public void launch(Launch launch) {
        AttemptRun known = runs.get(launch.attempt());
        if (known != null) {
            repeat(known);
            return;
        }
        long now = cluster.nowMicros();
        SimulatedHost host = host(launch.host());
        if (!host.isPresent()) {
            reports.ended(launch.attempt(), new AttemptEnd.Lost(lossOf(host), instant(now)));
            return;
        }
        AttemptRun run = new AttemptRun(this, launch.attempt(), host, fate(launch, now));
        runs.put(launch.attempt(), run);
        cluster.moved();
        run.launched(now);
    }

    private Fate fate(Launch launch, long now) {
        try {
            return Fate.of(cluster.scenario(), faults, launch, now);
        } catch (RuntimeException e) {
            // the scheduler would take it for a start that failed; who described the simulation is to know
            cluster.failed("the simulation does not say how job " + launch.jobName() + " goes", e);
            throw e;
        }
    }

    private void repeat(AttemptRun run) {
        if (run.startedAt() != Micros.NEVER) {
            reports.started(run.id(), instant(run.startedAt()));
        }
        AttemptEnd end = run.end();
        if (end != null) {
            reports.ended(run.id(), end);
        }
    }

    private SimulatedHost host(HostId id) {
        SimulatedHost host = hosts.get(id.name());
        if (host == null) {
            throw new IllegalStateException("there is no host " + id);
        }
        return host;
    }

    @Override
    public void stop(AttemptId attempt, Duration grace) {
        AttemptRun run = runs.get(attempt);
        if (run != null) {
            run.stop(cluster.nowMicros());
        }
    }

    @Override
    public void release(AttemptId attempt) {
        runs.remove(attempt);
        cluster.moved();
    }

    @Override
    public void forget(JobId job, int attempts) {
        for (int number = 1; number <= attempts && !outputs.isEmpty(); number++) {
            outputs.remove(new AttemptId(job, number));
        }
    }

    @Override
    public CompletionStage<Map<AttemptId, AttemptState>> inventory(Collection<AttemptId> attempts) {
        Map<AttemptId, AttemptState> states = new LinkedHashMap<>();
        for (AttemptId attempt : attempts) {
            AttemptRun run = runs.get(attempt);
            states.put(attempt, run == null ? new AttemptState.NeverStarted() : run.state(cluster.nowMicros()));
        }
        return CompletableFuture.completedFuture(states);
    }

    @Override
    public AttemptLog log(AttemptId attempt) {
        return new Output(attempt);
    }

    @Override
    public void close() {
        runs.clear();
    }

    /** What an attempt wrote, all of it at its end. */
    private final class Output implements AttemptLog {
        private final AttemptId attempt;

        Output(AttemptId attempt) {
            this.attempt = attempt;
        }

        @Override
        public String text(Stream stream, int maxBytes) {
            Fate fate = outputs.get(attempt);
            if (fate == null) {
                return "";
            }
            String text = stream == Stream.STDOUT ? fate.output() : fate.error();
            // a character has three bytes at the most, or four for two of them
            return text.length() <= maxBytes / 3 ? text : text.substring(text.length() - maxBytes / 3);
        }

        @Override
        public Following follow(Stream stream, Consumer<String> line) {
            text(stream, Integer.MAX_VALUE).lines().forEach(line);
            return () -> {};
        }
    }
}
