package dev.tranche.runtime.docker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a container gets from where it runs, beside what its definition says.
 *
 * @param network the network it joins, if not the engine's own
 * @param mainNode the address of the main node, for the other nodes of its job
 * @param hosts names that it knows, with their addresses
 * @param gpus the GPUs that it gets, by identity; empty if the engine announces none
 * @param runDirectory the directory on its host that jobs of its workflow run share
 * @param labels marks that it gets beside those that its plan gives
 */
record Surroundings(
        Optional<String> network,
        Optional<String> mainNode,
        Map<String, String> hosts,
        List<String> gpus,
        Optional<Path> runDirectory,
        Map<String, String> labels) {
    static final Surroundings NONE =
            new Surroundings(Optional.empty(), Optional.empty(), Map.of(), List.of(), Optional.empty(), Map.of());
}
