package dev.tranche.runtime.internal.state;

import java.util.List;

/**
 * All that decides where a job can go. Jobs of one class fit or fail together, so a pass looks at a class once, however
 * many jobs wait in it.
 *
 * @param millivcpus processors, in thousandths
 * @param memoryMib memory
 * @param gpus whole GPUs
 * @param diskMib disk
 * @param consumes consumable resources
 * @param environments a bit for each environment of the queue that is able to run it
 */
public record PlacementClass(
        int millivcpus, int memoryMib, int gpus, int diskMib, List<Consumption> consumes, long environments) {
    /** What needs nothing and runs nowhere. */
    public static final PlacementClass NOTHING = new PlacementClass(0, 0, 0, 0, List.of(), 0);

    /** The class of a spec in a queue: of the environments that are able to run it, those of the queue. */
    public static PlacementClass of(JobSpec spec, Queue queue) {
        long environments = 0;
        for (int environment : queue.environments()) {
            environments |= spec.environments() & 1L << environment;
        }
        return new PlacementClass(
                spec.millivcpus(), spec.memoryMib(), spec.gpus(), spec.diskMib(), spec.consumes(), environments);
    }

    /** The same with another amount of memory. */
    public PlacementClass withMemory(int mib) {
        return new PlacementClass(millivcpus, mib, gpus, diskMib, consumes, environments);
    }

    /** The same in these environments, a bit for each. */
    public PlacementClass in(long others) {
        return new PlacementClass(millivcpus, memoryMib, gpus, diskMib, consumes, others);
    }

    /** Whether an environment is able to run it. */
    public boolean runsIn(int environment) {
        return (environments >>> environment & 1) != 0;
    }
}
