package dev.tranche.runtime.simulation;

import dev.tranche.model.ComputeEnvironment;
import dev.tranche.model.JobQueue;
import dev.tranche.runtime.internal.loop.Agenda;
import dev.tranche.runtime.spi.Backend;
import dev.tranche.runtime.spi.BackendContext;
import dev.tranche.runtime.spi.BackendFactory;
import dev.tranche.runtime.spi.BatchClock;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.Reports;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pretend world outside of a runtime: hosts, programs, and all that will happen to them. Called by whoever lets time
 * pass, one call at a time.
 */
final class SimulatedCluster implements Agenda {
    /** When virtual time begins. */
    static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    static final long BEGIN_MICROS = BatchClock.micros(BEGIN);

    /** So much may happen in a row without an attempt that begins or ends. */
    static final int MAX_WITHOUT_PROGRESS = 1_000_000;

    private final Scenario scenario;
    private final ScheduleRecorder recorder;
    private final Occurrences occurrences = new Occurrences();
    private long now;
    private int withoutProgress;
    private @Nullable IllegalArgumentException failure;

    SimulatedCluster(Scenario scenario, List<JobQueue> queues) {
        this.scenario = scenario;
        ensureKnown(scenario, queues);
        this.recorder = new ScheduleRecorder(scenario, queues, this::nowMicros);
    }

    private static void ensureKnown(Scenario scenario, List<JobQueue> queues) {
        Set<ComputeEnvironment> known = new LinkedHashSet<>();
        queues.forEach(queue -> known.addAll(queue.computeEnvironmentOrder()));
        for (HostGroup group : scenario.hosts()) {
            ensureKnown(known, group.environment(), "hosts");
        }
        for (HostOffer offer : scenario.offers()) {
            ensureKnown(known, offer.environment(), "hosts to be given");
        }
        for (FaultPlan plan : scenario.faults()) {
            ensureKnown(known, plan.environment(), "faults");
            ensureHostsKnown(scenario, plan);
        }
    }

    private static void ensureHostsKnown(Scenario scenario, FaultPlan plan) {
        if (scenario.offerOf(plan.environment()).isPresent()) {
            return; // which hosts there will be is not known before
        }
        Set<String> known = hostsOf(scenario, plan.environment()).keySet();
        for (FaultPlan.Loss loss : plan.hosts().losses()) {
            loss.host().filter(name -> !known.contains(name)).ifPresent(name -> {
                throw new IllegalArgumentException(
                        "environment " + plan.environment().name() + " has no host " + name + ", but host-1"
                                + (known.size() > 1 ? " to host-" + known.size() : ""));
            });
        }
    }

    private static void ensureKnown(Set<ComputeEnvironment> known, ComputeEnvironment environment, String what) {
        if (!known.contains(environment)) {
            throw new IllegalArgumentException(what + " are said of environment " + environment.name()
                    + ", which no queue of the runtime has in this form; they have "
                    + known.stream().map(ComputeEnvironment::name).toList());
        }
    }

    Scenario scenario() {
        return scenario;
    }

    ScheduleRecorder recorder() {
        return recorder;
    }

    // ---- time

    static Instant instantAt(long micros) {
        return BatchClock.instant(BEGIN_MICROS + micros);
    }

    Instant instant(long micros) {
        return instantAt(micros);
    }

    long nowMicros() {
        return now;
    }

    /** Has something happen; not before now, and not at all if the time is never. */
    void at(long time, Occurrence what) {
        if (time != Micros.NEVER) {
            occurrences.add(time, what);
        }
    }

    /** An attempt began or ended: it goes on. */
    void moved() {
        withoutProgress = 0;
    }

    /** Whoever lets time pass next is told that the simulation is not described well. */
    void failed(String what, RuntimeException cause) {
        if (failure == null) {
            failure = new IllegalArgumentException(what, cause);
        }
    }

    // ---- Agenda

    @Override
    public long nextMicros() {
        return occurrences.next();
    }

    @Override
    public void happen(long nowMicros) {
        now = nowMicros;
        while (occurrences.next() <= nowMicros) {
            if (++withoutProgress > MAX_WITHOUT_PROGRESS) {
                throw horizonReached(MAX_WITHOUT_PROGRESS + " things happened in a row of which none moved a job");
            }
            occurrences.poll().happen(nowMicros);
        }
    }

    @Override
    public void settled() {
        IllegalArgumentException known = failure;
        if (known != null) {
            failure = null;
            throw known;
        }
        recorder.settled();
    }

    @Override
    public RuntimeException horizonReached() {
        return horizonReached("virtual time has reached its horizon of " + scenario.horizon());
    }

    private HorizonReachedException horizonReached(String what) {
        List<NeverRuns> open = recorder.open();
        StringBuilder text = new StringBuilder(what).append(": ");
        if (open.isEmpty()) {
            text.append("no job is left");
        } else {
            text.append(recorder.schedule(List.of()).openCount()).append(" jobs have not ended");
            open.stream().limit(5).forEach(job -> text.append("\n  ").append(job));
        }
        text.append("\nLet the faults end with until(...), or say a later horizon(...).");
        return new HorizonReachedException(text.toString());
    }

    // ---- backends

    /** Serves environments of a kind, whatever it is. */
    BackendFactory factory(String kind) {
        return new BackendFactory() {
            @Override
            public String kind() {
                return kind;
            }

            @Override
            public Backend open(ComputeEnvironment environment, BackendContext context) {
                return SimulatedCluster.this.open(environment, context.reports());
            }
        };
    }

    private Backend open(ComputeEnvironment environment, Reports reports) {
        Map<String, SimulatedHost> hosts = hostsOf(scenario, environment);
        SimulatedBackend backend = new SimulatedBackend(this, scenario.faultsOf(environment), reports, hosts);
        hosts.values().forEach(host -> backend.joins(host, now));
        HostFaults faults = new HostFaults(this, backend);
        faults.begin();
        scenario.offerOf(environment).ifPresent(offer -> {
            SimulatedProvider provider = new SimulatedProvider(this, backend, faults, offer, reports);
            backend.provider(provider);
            provider.begin();
        });
        return backend;
    }

    private static Map<String, SimulatedHost> hostsOf(Scenario scenario, ComputeEnvironment environment) {
        Map<String, SimulatedHost> hosts = new LinkedHashMap<>();
        for (HostGroup group : scenario.hostsOf(environment)) {
            for (int i = 0; i < group.count(); i++) {
                String name = "host-" + (hosts.size() + 1);
                hosts.put(name, new SimulatedHost(new HostId(environment.name(), name), group.each()));
            }
        }
        return hosts;
    }

    void offers(SimulatedHost host, long time, int millivcpus) {
        recorder.offers(host, time, millivcpus);
    }
}
