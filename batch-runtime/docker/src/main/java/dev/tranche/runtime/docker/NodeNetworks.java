package dev.tranche.runtime.docker;

import dev.tranche.model.AttemptId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private networks of multi-node jobs on one engine: one for the nodes of each attempt of a job, made for the first of
 * them and removed with the last. Where containers join a network that somebody named, nodes meet there instead. Any thread
 * may use it.
 */
final class NodeNetworks {
    private static final Logger LOG = LoggerFactory.getLogger(NodeNetworks.class);
    private static final String NO_ADDRESSES = "address pool";

    private final ContainerEngine engine;
    private final Labels labels;
    private final Optional<String> named;

    /** Guarded by this, also while the engine is asked: the nodes that are in each, by its name. */
    private final Map<String, Set<AttemptId>> nodes = new LinkedHashMap<>();

    /**
     * @param named the network that containers join, if somebody named one
     */
    NodeNetworks(ContainerEngine engine, Labels labels, Optional<String> named) {
        this.engine = engine;
        this.labels = labels;
        this.named = named;
    }

    /** What the nodes of one attempt of a job have in common. */
    static String nodesOf(AttemptId node) {
        return ContainerMapper.name(ofJob(node), "");
    }

    private static AttemptId ofJob(AttemptId node) {
        return new AttemptId(node.job().parent(), node.number());
    }

    /** The network of a node, which is there from now on; empty if containers join one that somebody named. */
    synchronized Optional<String> join(AttemptId node) {
        if (named.isPresent()) {
            return Optional.empty();
        }
        String name = nodesOf(node);
        if (!nodes.containsKey(name)) {
            make(name, ofJob(node));
        }
        nodes.computeIfAbsent(name, any -> new HashSet<>()).add(node);
        return Optional.of(name);
    }

    private void make(String name, AttemptId job) {
        Map<String, String> marks = labels.common();
        marks.put(Labels.ATTEMPT, job.toString());
        try {
            var unused = engine.createNetwork(name, marks);
        } catch (EngineRefusedException e) {
            boolean full = String.valueOf(e.getMessage()).contains(NO_ADDRESSES);
            if (full) {
                throw new EngineRefusedException(
                        e.kind(),
                        e.getMessage() + "; the engine has no more networks to give: set default-address-pools in its "
                                + "daemon.json, or run fewer multi-node jobs at once",
                        e);
            }
            if (e.kind() != EngineRefusedException.Kind.CONFLICT) {
                throw e;
            }
            // an earlier opening of this runtime made it, or we did when we got no answer
        }
    }

    /** A container of an attempt was found on the engine; its labels tell in which network it is. */
    synchronized void found(AttemptId attempt, Map<String, String> containerLabels) {
        String name = containerLabels.getOrDefault(Labels.NODES, "");
        if (!name.isEmpty() && named.isEmpty()) {
            nodes.computeIfAbsent(name, any -> new HashSet<>()).add(attempt);
        }
    }

    /** What an attempt had on the engine is gone; if it was the last node in its network, that goes too. */
    synchronized void leave(AttemptId attempt) {
        for (Map.Entry<String, Set<AttemptId>> network : nodes.entrySet()) {
            if (network.getValue().contains(attempt)) {
                leave(attempt, network.getKey(), network.getValue());
                return;
            }
        }
    }

    private void leave(AttemptId attempt, String network, Set<AttemptId> others) {
        if (others.size() == 1) {
            remove(network);
            nodes.remove(network);
        } else {
            others.remove(attempt);
        }
    }

    /** Somebody else's container in it keeps it; then it is swept when that is gone. */
    private void remove(String network) {
        try {
            engine.removeNetwork(network);
        } catch (EngineRefusedException e) {
            LOG.warn("engine {}: network {} cannot be removed", engine.name(), network, e);
        }
    }

    /** All containers are gone. */
    synchronized void removeAll() {
        try {
            nodes.keySet().forEach(this::remove);
        } catch (EngineUnreachableException e) {
            LOG.warn("engine {}: networks stay there; the next runtime sweeps them", engine.name(), e);
        }
        nodes.clear();
    }
}
