package dev.tranche.runtime.docker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes from an engine what dead runtimes left: containers and networks with our labels whose runtime has no lease that
 * still holds. A runtime takes out its lease before it creates anything else, and gives it back last, so what has no lease is
 * of nobody. Nothing of this runtime is touched, whichever opening of it made it. One thread at a time.
 */
final class Sweep {
    private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

    /** How long a lease may be without its file: that of a runtime that is just opening is. */
    private static final Duration OPENING = Duration.ofMinutes(1);

    private final ContainerEngine engine;
    private final Labels ours;
    private final Map<String, Instant> firstSeenWithoutFile = new HashMap<>();

    Sweep(ContainerEngine engine, Labels ours) {
        this.engine = engine;
        this.ours = ours;
    }

    /**
     * Sweeps.
     *
     * @return when the first lease of another runtime runs out, unless it is prolonged; empty if there is none
     */
    Optional<Instant> sweep() {
        Map<String, List<ListedContainer>> byRuntime = new LinkedHashMap<>();
        // before the containers: the lease of a runtime is there before its first network, and goes after the last
        for (Map<String, String> labels : engine.networks(Labels.RUNTIME).values()) {
            byRuntime.computeIfAbsent(labels.getOrDefault(Labels.RUNTIME, ""), any -> new ArrayList<>());
        }
        byRuntime.keySet().removeAll(List.of("", ours.runtime()));
        for (ListedContainer container : engine.list(Labels.RUNTIME)) {
            String runtime = container.labels().getOrDefault(Labels.RUNTIME, "");
            if (!runtime.isEmpty() && !runtime.equals(ours.runtime())) {
                byRuntime.computeIfAbsent(runtime, any -> new ArrayList<>()).add(container);
            }
        }
        if (byRuntime.isEmpty()) {
            return Optional.empty();
        }
        Instant now = engine.time();
        Instant next = null;
        for (Map.Entry<String, List<ListedContainer>> runtime : byRuntime.entrySet()) {
            Instant until = until(runtime.getValue(), now);
            if (until.isBefore(now)) {
                remove(runtime.getKey(), runtime.getValue());
            } else if (next == null || until.isBefore(next)) {
                next = until;
            }
        }
        return Optional.ofNullable(next);
    }

    private Instant until(List<ListedContainer> containers, Instant now) {
        return containers.stream()
                .filter(Sweep::isLease)
                .map(lease -> Lease.until(engine, lease.id())
                        .orElseGet(() -> firstSeenWithoutFile
                                .computeIfAbsent(lease.id(), any -> now)
                                .plus(OPENING)))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static boolean isLease(ListedContainer container) {
        return container.labels().containsKey(Labels.LEASE);
    }

    /** The leases last: if this fails half way, the next sweep finds them and goes on. */
    private void remove(String runtime, List<ListedContainer> containers) {
        LOG.info(
                "engine {}: removes {} containers and the networks of dead runtime {}",
                engine.name(),
                containers.size(),
                runtime);
        containers.stream().filter(container -> !isLease(container)).forEach(this::remove);
        engine.networks(Labels.RUNTIME + "=" + runtime).keySet().forEach(this::removeNetwork);
        containers.stream().filter(Sweep::isLease).forEach(this::remove);
        containers.forEach(container -> firstSeenWithoutFile.remove(container.id()));
    }

    private void removeNetwork(String network) {
        try {
            engine.removeNetwork(network);
        } catch (EngineRefusedException e) {
            LOG.warn("engine {}: network {} of a dead runtime cannot be removed", engine.name(), network, e);
        }
    }

    private void remove(ListedContainer container) {
        try {
            engine.remove(container.id());
        } catch (EngineRefusedException e) {
            LOG.warn("engine {}: container {} of a dead runtime cannot be removed", engine.name(), container.id(), e);
        }
    }
}
