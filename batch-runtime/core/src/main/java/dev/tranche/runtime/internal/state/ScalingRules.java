package dev.tranche.runtime.internal.state;

/**
 * Between which bounds an environment grows and shrinks, and which hosts it takes first.
 *
 * @param allocation which types of host are taken
 * @param minMillivcpus processors that are kept without jobs, in thousandths; AWS: {@code minvCpus}
 * @param maxMillivcpus processors that there may be, in thousandths, never exceeded; AWS: {@code maxvCpus}
 * @param maxHosts hosts that there may be, never exceeded
 * @param maxMicroDollarsPerHour what all hosts together may cost, in millionths of a dollar an hour, never exceeded
 * @param idleMicros how long a host stays that runs nothing
 */
public record ScalingRules(
        Allocation allocation,
        int minMillivcpus,
        int maxMillivcpus,
        int maxHosts,
        long maxMicroDollarsPerHour,
        long idleMicros) {
    /** Which types of host are taken; AWS: {@code allocationStrategy}. Written into frames by its place: add at the end. */
    public enum Allocation {
        /** The one that costs least for what waits, and no other: if there is none of it, jobs wait for it. */
        BEST_FIT,
        /** The one that costs least of those that there are. */
        PROGRESSIVE,
        /** The first in the order of the environment of those that there are. */
        ORDERED,
        /** The one that costs least and others of its size; whoever has the hosts chooses between them. */
        ALIKE
    }

    /** No bound. */
    public static final long UNLIMITED = Long.MAX_VALUE;
}
