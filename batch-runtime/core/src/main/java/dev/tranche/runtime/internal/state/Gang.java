package dev.tranche.runtime.internal.state;

import java.util.List;

/**
 * The nodes of a multi-node job, which start together or not at all; AWS: {@code nodeProperties}.
 *
 * @param mainNode the node whose end is the end of the job
 * @param groups all nodes in the order of their index, neighbours that need the same put together
 */
public record Gang(int mainNode, List<Nodes> groups) {
    /** Copies the groups. */
    public Gang {
        groups = List.copyOf(groups);
    }

    /**
     * Neighbouring nodes that need the same.
     *
     * @param count how many they are
     * @param millivcpus processors that each takes, in thousandths
     * @param memoryMib memory that each takes
     * @param gpus GPUs that each takes
     * @param diskMib disk that each takes
     */
    public record Nodes(int count, int millivcpus, int memoryMib, int gpus, int diskMib) {}

    /** How many nodes there are. */
    public int size() {
        int size = 0;
        for (Nodes group : groups) {
            size += group.count();
        }
        return size;
    }
}
