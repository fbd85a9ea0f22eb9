package dev.tranche.runtime;

import dev.tranche.model.JobDefinition;
import dev.tranche.model.MemorySize;
import dev.tranche.model.MultiNodeJobDefinition;
import dev.tranche.runtime.internal.state.Consumption;
import dev.tranche.runtime.internal.state.Gang;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the nodes of a multi-node job take, each and together.
 *
 * @param gang the nodes, neighbours that take the same put together
 * @param memoryMib the memory of all
 * @param diskMib the disk of all
 * @param consumes the consumable resources of all
 */
record NodeSums(Gang gang, int memoryMib, int diskMib, List<Consumption> consumes) {
    /**
     * Adds up.
     *
     * @throws JobRefusedException if together they need more than can be counted
     */
    static NodeSums of(String job, MultiNodeJobDefinition definition) {
        List<Gang.Nodes> groups = new ArrayList<>();
        Map<String, Consumption> consumed = new TreeMap<>();
        for (int index = 0; index < definition.nodes(); index++) {
            JobDefinition node = definition.definitionOf(index);
            add(groups, one(job, node));
            RequestCompiler.consumes(node).forEach(each -> consumed.merge(each.resource(), each, NodeSums::sum));
        }
        return new NodeSums(
                new Gang(definition.mainNode(), groups),
                sum(job, "memory", groups, Gang.Nodes::memoryMib),
                sum(job, "disk", groups, Gang.Nodes::diskMib),
                List.copyOf(consumed.values()));
    }

    private static Gang.Nodes one(String job, JobDefinition node) {
        return new Gang.Nodes(
                1,
                node.millivcpus(),
                RequestCompiler.mebibytes(job, "memory", node.memory()),
                node.gpus(),
                RequestCompiler.mebibytes(job, "disk", node.disk().orElse(new MemorySize(0))));
    }

    private static void add(List<Gang.Nodes> groups, Gang.Nodes one) {
        Gang.Nodes last = groups.isEmpty() ? one : groups.get(groups.size() - 1);
        boolean same = !groups.isEmpty() && one.equals(times(last, 1));
        if (same) {
            groups.set(groups.size() - 1, times(last, last.count() + 1));
        } else {
            groups.add(one);
        }
    }

    private static Gang.Nodes times(Gang.Nodes each, int count) {
        return new Gang.Nodes(count, each.millivcpus(), each.memoryMib(), each.gpus(), each.diskMib());
    }

    private static Consumption sum(Consumption one, Consumption other) {
        return new Consumption(one.resource(), one.total(), one.replenishable(), one.quantity() + other.quantity());
    }

    private static int sum(
            String job, String what, List<Gang.Nodes> groups, java.util.function.ToIntFunction<Gang.Nodes> part) {
        long sum = 0;
        for (Gang.Nodes group : groups) {
            sum += (long) group.count() * part.applyAsInt(group);
        }
        if (sum > Integer.MAX_VALUE) {
            throw JobRefusedException.of(job, "needs " + sum + " MiB " + what + " for all nodes, which no hosts have");
        }
        return (int) sum;
    }

    /** The vCPUs of all, in thousandths; the model keeps them below 2^31. */
    int millivcpus() {
        return gang.groups().stream()
                .mapToInt(group -> group.count() * group.millivcpus())
                .sum();
    }

    /** The GPUs of all. */
    int gpus() {
        return gang.groups().stream()
                .mapToInt(group -> group.count() * group.gpus())
                .sum();
    }
}
