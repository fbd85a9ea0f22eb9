package dev.tranche.runtime.internal.state;

/** The order in which a queue serves its lanes. Loop thread only. */
abstract class ServiceOrder {
    /** The lane that is served next of those that may fit, or {@link RowTable#NONE}. */
    abstract int first();

    /** The lane that would be served next if everything fitted, or {@link RowTable#NONE} if nothing waits. */
    abstract int firstWaiting();

    /** Where the lanes of a demand and a share stand. */
    abstract LaneHeap stand(int demand, String share);

    /** A lane has another head, or none any more. */
    abstract void laneChanged(int lane, boolean waits);

    /** A demand may fit now, or fits nowhere. */
    abstract void demandChanged(int demand);
}
