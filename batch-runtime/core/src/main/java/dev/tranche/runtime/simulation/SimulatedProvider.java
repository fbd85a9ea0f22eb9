package dev.tranche.runtime.simulation;

import dev.tranche.runtime.spi.HostAnswer;
import dev.tranche.runtime.spi.HostId;
import dev.tranche.runtime.spi.HostRequest;
import dev.tranche.runtime.spi.HostType;
import dev.tranche.runtime.spi.Reports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives pretend hosts when they are wanted: at once, unless its faults say that there are none; they join when they have booted. */
final class SimulatedProvider {
    /** From the decision that a host ends until it is gone. */
    private static final long ENDS_AFTER_MICROS = 30_000_000;

    private final SimulatedCluster cluster;
    private final SimulatedBackend backend;
    private final HostFaults faults;
    private final HostOffer offer;
    private final Reports reports;
    private final Map<String, HostType> types;
    private final Map<Long, HostAnswer> answers = new HashMap<>();
    private final Set<String> ending = new HashSet<>();
    private int given;

    SimulatedProvider(
            SimulatedCluster cluster, SimulatedBackend backend, HostFaults faults, HostOffer offer, Reports reports) {
        this.cluster = cluster;
        this.backend = backend;
        this.faults = faults;
        this.offer = offer;
        this.reports = reports;
        this.types = offer.types().stream().collect(Collectors.toMap(HostType::name, Function.identity()));
    }

    void begin() {
        reports.hostTypes(offer.types());
    }

    void provide(HostRequest request) {
        long now = cluster.nowMicros();
        HostAnswer answer = answers.computeIfAbsent(request.number(), number -> answer(request, now));
        reports.hostsProvided(answer);
    }

    /** All of the first type of which there is some. */
    private HostAnswer answer(HostRequest request, long now) {
        Map<String, String> refusals = new TreeMap<>();
        List<HostAnswer.Given> hosts = new ArrayList<>();
        for (String type : request.types()) {
            if (backend.faults().stream().anyMatch(plan -> plan.refuses(type, now))) {
                refusals.put(type, "InsufficientInstanceCapacity");
            } else if (hosts.isEmpty()) {
                for (int each = 0; each < request.count(); each++) {
                    hosts.add(new HostAnswer.Given("host-" + ++given, type));
                }
            }
        }
        hosts.forEach(host -> boot(host, now));
        return new HostAnswer(request.number(), hosts, refusals);
    }

    private void boot(HostAnswer.Given host, long now) {
        HostType type = Objects.requireNonNull(types.get(host.type()), "only what was offered is asked for");
        HostId id = new HostId(offer.environment().name(), host.name());
        SimulatedHost pretend = new SimulatedHost(id, type.capacity());
        backend.hosts().put(host.name(), pretend);
        cluster.recorder().launched(id, type, now);
        cluster.at(now + offer.bootMicros(), later -> {
            backend.joins(pretend, later);
            faults.interruptNowAndThen(pretend, later);
        });
    }

    void giveBack(HostId id) {
        SimulatedHost host = backend.hosts().get(id.name());
        if (host != null && ending.add(id.name())) {
            cluster.at(cluster.nowMicros() + ENDS_AFTER_MICROS, now -> {
                if (host.isPresent()) {
                    host.lost(true);
                    backend.loses(host, now);
                }
            });
        }
    }
}
