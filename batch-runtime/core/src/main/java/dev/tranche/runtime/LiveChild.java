package dev.tranche.runtime;

import org.jspecify.annotations.Nullable;

/** A child of an array that something has happened to, or that somebody asked for. */
final class LiveChild extends LiveJob {
    private final LiveArray array;

    // loop only: whether it is among the children that its array counts one by one
    private boolean counted;

    /** A child of which nothing is known but what holds for the array. */
    LiveChild(LiveArray array, int index) {
        this(array, index, JobSnapshot.submitted(array.facts(), index, JobSnapshot.NEVER));
    }

    LiveChild(LiveArray array, int index, JobSnapshot last) {
        super(array.facts(), index, last);
        this.array = array;
    }

    LiveArray array() {
        return array;
    }

    @Override
    JobSnapshot published() {
        JobSnapshot own = super.published();
        return own.isAccepted() ? own : array.unseen(index());
    }

    @Override
    @Nullable
    BatchException failure() {
        BatchException own = super.failure();
        return own != null ? own : array.failure();
    }

    // ---- loop only

    /** Counted one by one from now on; true the first time. */
    boolean markCounted() {
        boolean first = !counted;
        counted = true;
        return first;
    }

    @Override
    JobSnapshot draft() {
        JobSnapshot own = super.draft();
        if (own.isAccepted()) {
            return own;
        }
        JobSnapshot asItsArray = array.unseen(index());
        return asItsArray.isAccepted()
                ? asItsArray
                : asItsArray.accepted(array.draft().createdMicros());
    }
}
