package dev.tranche.runtime.docker;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Containers of other runtimes, or of other environments of this one, on the same engine: what they may take is not for our
 * jobs. Kept from the events that tell of them. Any thread may use it.
 */
final class Neighbours {
    private final Labels ours;

    /** Guarded by this: what each may take, by id. */
    private final Map<String, EngineCapacity.Load> loads = new HashMap<>();

    Neighbours(Labels ours) {
        this.ours = ours;
    }

    /** Begins anew with what an engine lists. */
    synchronized void listed(List<ListedContainer> all) {
        loads.clear();
        for (ListedContainer container : all) {
            if (container.phase() != Inspection.Phase.EXITED && areNeighbours(container.labels())) {
                loads.put(container.id(), load(container.labels()));
            }
        }
    }

    /**
     * Takes note of an event.
     *
     * @return whether it changed what is taken
     */
    synchronized boolean happened(EngineEvent event) {
        if (!areNeighbours(event.attributes())) {
            return false;
        }
        return switch (event.action()) {
            case EngineEvent.CREATE -> loads.put(event.container(), load(event.attributes())) == null;
            case EngineEvent.DIE, EngineEvent.DESTROY -> loads.remove(event.container()) != null;
            default -> false;
        };
    }

    synchronized EngineCapacity.Load load() {
        return loads.values().stream().reduce(EngineCapacity.Load.NONE, EngineCapacity.Load::plus);
    }

    private boolean areNeighbours(Map<String, String> labels) {
        return labels.containsKey(Labels.RUNTIME) && !labels.containsKey(Labels.LEASE) && !ours.areOurs(labels);
    }

    private static EngineCapacity.Load load(Map<String, String> labels) {
        return new EngineCapacity.Load(
                Labels.millivcpus(labels), Labels.memory(labels).bytes());
    }
}
