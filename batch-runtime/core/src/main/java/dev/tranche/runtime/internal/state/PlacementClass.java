package dev.tranche.runtime.internal.state;

import java.util.ArrayList;
import java.util.List;

/**
 * All that decides where a job can go. Jobs of one class fit or fail together, so a pass looks at a class once, however
 * many jobs wait in it. Of a multi-node job it says what all nodes need together, and what each needs.
 *
 * @param millivcpus processors, in thousandths
 * @param memoryMib memory
 * @param gpus whole GPUs
 * @param diskMib disk
 * @param consumes consumable resources
 * @param environments a bit for each environment of the queue that is able to run it
 * @param nodes the nodes of a multi-node job in the order of their index; of any other job none
 */
public record PlacementClass(
        int millivcpus,
        int memoryMib,
        int gpus,
        int diskMib,
        List<Consumption> consumes,
        long environments,
        List<Nodes> nodes) {
    /** What needs nothing and runs nowhere. */
    public static final PlacementClass NOTHING = new PlacementClass(0, 0, 0, 0, List.of(), 0);

    /**
     * Nodes that need the same.
     *
     * @param first the index of the first
     * @param count how many there are, one after the other
     * @param each what each needs
     */
    public record Nodes(int first, int count, PlacementClass each) {}

    /** Of a job that is no multi-node job. */
    public PlacementClass(
            int millivcpus, int memoryMib, int gpus, int diskMib, List<Consumption> consumes, long environments) {
        this(millivcpus, memoryMib, gpus, diskMib, consumes, environments, List.of());
    }

    /** The class of a spec in a queue: of the environments that are able to run it, those of the queue. */
    public static PlacementClass of(JobSpec spec, Queue queue) {
        long environments = 0;
        for (int environment : queue.environments()) {
            environments |= spec.environments() & 1L << environment;
        }
        Gang gang = spec.gang();
        return new PlacementClass(
                spec.millivcpus(),
                spec.memoryMib(),
                spec.gpus(),
                spec.diskMib(),
                spec.consumes(),
                environments,
                gang == null ? List.of() : nodes(gang, environments));
    }

    private static List<Nodes> nodes(Gang gang, long environments) {
        List<Nodes> nodes = new ArrayList<>();
        int first = 0;
        for (Gang.Nodes group : gang.groups()) {
            PlacementClass each = new PlacementClass(
                    group.millivcpus(), group.memoryMib(), group.gpus(), group.diskMib(), List.of(), environments);
            nodes.add(new Nodes(first, group.count(), each));
            first += group.count();
        }
        return List.copyOf(nodes);
    }

    /** Whether it is of a multi-node job. */
    public boolean isGang() {
        return !nodes.isEmpty();
    }

    /** The vCPUs without which a host cannot take a part of it. */
    int leastMillivcpus() {
        return nodes.stream().mapToInt(group -> group.each().millivcpus()).min().orElse(millivcpus);
    }

    /** The memory without which a host cannot take a part of it. */
    int leastMemoryMib() {
        return nodes.stream().mapToInt(group -> group.each().memoryMib()).min().orElse(memoryMib);
    }

    /** How many nodes a multi-node job has. */
    public int nodeCount() {
        Nodes last = nodes.get(nodes.size() - 1);
        return last.first() + last.count();
    }

    /** What one of its nodes needs. */
    public PlacementClass node(int index) {
        int at = 0;
        while (index >= nodes.get(at).first() + nodes.get(at).count()) {
            at++;
        }
        return nodes.get(at).each();
    }

    /** The same with another amount of memory. */
    public PlacementClass withMemory(int mib) {
        return new PlacementClass(millivcpus, mib, gpus, diskMib, consumes, environments, nodes);
    }

    /** The same in these environments, a bit for each. */
    public PlacementClass in(long others) {
        List<Nodes> there = nodes.stream()
                .map(group ->
                        new Nodes(group.first(), group.count(), group.each().in(others)))
                .toList();
        return new PlacementClass(millivcpus, memoryMib, gpus, diskMib, consumes, others, there);
    }

    /** Whether an environment is able to run it. */
    public boolean runsIn(int environment) {
        return (environments >>> environment & 1) != 0;
    }
}
