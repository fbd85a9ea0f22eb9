package dev.tranche.runtime.internal.history;

import dev.tranche.runtime.internal.state.Gang;
import dev.tranche.runtime.internal.state.JobSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a history has to know of a spec.
 *
 * @param definition the name of what runs
 * @param mainNode the main node of a multi-node job, otherwise -1
 * @param memoryMib the memory of an attempt, of a multi-node job that of each node
 */
record SpecFacts(String definition, int mainNode, List<Integer> memoryMib) {
    static SpecFacts of(JobSpec spec, String definition) {
        Gang gang = spec.gang();
        if (gang == null) {
            return new SpecFacts(definition, -1, List.of(spec.memoryMib()));
        }
        List<Integer> nodes = new ArrayList<>();
        for (Gang.Nodes group : gang.groups()) {
            for (int node = 0; node < group.count(); node++) {
                nodes.add(group.memoryMib());
            }
        }
        return new SpecFacts(definition, gang.mainNode(), nodes);
    }

    /** What {@link #detail} wrote. */
    static SpecFacts read(String definition, String detail) {
        List<Integer> numbers =
                Arrays.stream(detail.split(",")).map(Integer::valueOf).toList();
        return new SpecFacts(definition, numbers.get(0), numbers.subList(1, numbers.size()));
    }

    String detail() {
        return mainNode + "," + memoryMib.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    boolean isGang() {
        return mainNode >= 0;
    }

    int memoryOf(int node) {
        return memoryMib.get(isGang() ? Math.max(node, 0) : 0);
    }

    /** The memory that is shown for the job itself. */
    int ownMemory() {
        return memoryOf(mainNode);
    }
}
