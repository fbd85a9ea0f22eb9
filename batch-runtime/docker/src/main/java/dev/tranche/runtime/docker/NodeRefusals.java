package dev.tranche.runtime.docker;

import dev.tranche.model.Container;
import dev.tranche.model.Container.Condition;
import dev.tranche.model.ContainerGroup;
import dev.tranche.model.JobDefinition;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.model.NodeRange;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Why the nodes of a job could not run together: refused by name, with the way out.
 *
 * @param engines how many engines the environment has
 * @param network the network that containers join, if somebody named one
 * @param maxConcurrent how many attempts the engine runs at once, if its user limits them
 */
record NodeRefusals(int engines, Optional<String> network, OptionalInt maxConcurrent) {
    private static final Set<String> WITHOUT_ADDRESS = Set.of("host", "none");
    private static final String OF_ANOTHER = "container:";

    /** Whether it is worth trying at all. */
    boolean mayMeet() {
        return environment().isEmpty();
    }

    Optional<String> refusal(MultiNodeJobDefinition definition) {
        return environment()
                .or(() -> places(definition))
                .or(() -> definition.ranges().stream()
                        .map(NodeRange::definition)
                        .flatMap(node -> node(node).stream())
                        .findFirst());
    }

    private Optional<String> environment() {
        if (engines > 1) {
            return Optional.of(
                    "multi-node: the environment has " + engines + " engines, and nodes on two of them could "
                            + "not reach each other; add an environment with one engine to the queue");
        }
        return network.filter(name -> WITHOUT_ADDRESS.contains(name) || name.startsWith(OF_ANOTHER))
                .map(name -> "multi-node: in network " + name + " nodes have no addresses of their own; leave out "
                        + "network(\"" + name + "\") of the backend");
    }

    private Optional<String> places(MultiNodeJobDefinition definition) {
        return maxConcurrent.isPresent() && definition.nodes() > maxConcurrent.getAsInt()
                ? Optional.of("multi-node: the engine runs " + maxConcurrent.getAsInt()
                        + " attempts at once, and the job has " + definition.nodes()
                        + " nodes; say maxConcurrent(" + definition.nodes() + ") or more, or fewer nodes")
                : Optional.empty();
    }

    private static Optional<String> node(JobDefinition node) {
        if (RawFields.has(node.raw(), RawFields.NETWORK_MODE)) {
            return Optional.of("raw: HostConfig.NetworkMode cannot be set, since the nodes of a job share a network");
        }
        return node.program() instanceof ContainerGroup group
                ? group.containers().stream()
                        .filter(NodeRefusals::waitsForAnEnd)
                        .findFirst()
                        .map(container ->
                                "container " + container.name() + ": in a node containers run side by side, so "
                                        + "that the other nodes find them at one address; wait for START, or prepare the node "
                                        + "in the image")
                : Optional.empty();
    }

    private static boolean waitsForAnEnd(Container container) {
        return container.startAfter().values().stream().anyMatch(condition -> condition != Condition.START);
    }
}
