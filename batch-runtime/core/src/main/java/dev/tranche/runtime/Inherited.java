package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.EndCause;
import java.util.BitSet;

/**
 * The children of an array that did not run, since they had succeeded in the array that this one runs again.
 *
 * @param children a bit for each of them; never changed
 * @param count how many there are
 */
record Inherited(BitSet children, int count) {
    static final Inherited NOTHING = of(new long[0]);

    static Inherited of(long[] bits) {
        BitSet children = BitSet.valueOf(bits);
        return new Inherited(children, children.cardinality());
    }

    boolean has(int child) {
        return children.get(child);
    }

    /** A child that had succeeded: it ended when its array was accepted, without an attempt. */
    JobSnapshot snapshot(JobSnapshot child, JobSnapshot array) {
        String reason = "Inherited"
                + child.rerunOf().map(earlier -> " from job " + earlier).orElse("");
        return child.ended(JobStatus.SUCCEEDED, EndCause.INHERITED, reason, array.createdMicros());
    }
}
