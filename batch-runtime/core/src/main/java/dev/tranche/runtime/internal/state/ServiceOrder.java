package dev.tranche.runtime.internal.state;

import org.jspecify.annotations.Nullable;

/**
 * The order in which a queue serves its lanes. Hears of all that may change it; an order for which something does not count
 * does not listen. Loop thread only.
 */
abstract class ServiceOrder {
    /** The lane that is served next of those that may fit, or {@link RowTable#NONE}. */
    abstract int first();

    /**
     * The lane that would be served next if everything fitted that is not withheld, or {@link RowTable#NONE} if nothing of
     * that kind waits.
     */
    abstract int firstWaiting();

    /** Where the lanes of a demand and a share stand. */
    abstract LaneHeap stand(int demand, String share);

    /** A lane has another head, or none any more. */
    abstract void laneChanged(int lane, boolean waits);

    /** A demand may fit now, or fits nowhere. */
    abstract void demandChanged(int demand);

    /** A demand has no lanes any more. */
    abstract void forget(int demand);

    /** Time has come to this; said before a pass. */
    void present(long nowMicros) {}

    /** A job of a lane is in. */
    void accepted(int lane) {}

    /** A job of a lane has ended; an array counts one. */
    void ended(int lane, long nowMicros) {}

    /** A job of a lane had ended before a checkpoint was written. */
    void endedBefore(int lane, long nowMicros) {}

    /** An attempt of a job of a lane has been placed. */
    void placed(int lane, long nowMicros) {}

    /** An attempt had been placed before a checkpoint was written. */
    void placedBefore(int lane) {}

    /** An attempt is over. */
    void freed(int lane, long nowMicros) {}

    /** How many vCPUs more the jobs of the queue may use, in thousandths. */
    long headroom() {
        return Long.MAX_VALUE;
    }

    /** The shares of the queue, or null. */
    @Nullable
    Shares shares() {
        return null;
    }

    /** Drops shares that no lane is of and of which nothing is to be known. */
    void forgetShares(boolean[] slotsInUse) {}
}
