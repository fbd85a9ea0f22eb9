package dev.tranche.runtime.internal.invariant;

import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.PlacementClass;
import org.jspecify.annotations.Nullable;

/** What has attempts, as the outcomes tell of it: a job that is no array, or a child of an array. */
final class AttemptOwner {
    static final int NO_HOST = -1;

    final WatchedJob job;
    final int index;
    int attempts;
    int host = NO_HOST;
    boolean started;

    /** Whether its attempt was asked to stop. */
    boolean stopping;

    /** Whether it waits for nothing but its turn and room. */
    boolean ready;

    /** Its place in its queue while it is ready. */
    long order;

    boolean held;
    /** Of a multi-node job: whether only its other nodes have to end. */
    boolean mainNodeEnded;

    /** Whether its gate has been opened, and no back-off is waited for. */
    boolean gateOpen;

    boolean backsOff;
    /** How many attempts a person lets it have beyond what its strategy says. */
    int grants;

    boolean notNeeded;
    int failures;
    int interruptions;

    /** Where its attempt runs, or its last one ran. */
    int environment;

    /** A bit for each environment in which an attempt could not be started. */
    long notStartedIn;

    /** A bit for each of those that it then left. */
    long left;

    /** Where it waits, if it has been moved alone. */
    @Nullable
    Stand moved;

    /** What its attempt takes of its host, null while there is none. */
    @Nullable
    PlacementClass taken;

    JobStatus status;

    @Nullable
    JobStatus end;

    AttemptOwner(WatchedJob job, int index) {
        this.job = job;
        this.index = index;
        this.status = index < 0 ? JobStatus.SUBMITTED : JobStatus.PENDING;
    }

    Stand stand() {
        return moved != null ? moved : job.stand;
    }

    /** Whether somebody holds it, or its array. */
    boolean isHeldBack() {
        return held || (index >= 0 && job.self.held);
    }

    /** Whether it waits for nothing but its turn once nobody holds it. */
    boolean isReadyUnlessHeld() {
        boolean isItsOwnAttempt = index >= 0 || !job.isArray();
        return isItsOwnAttempt && !runs() && !backsOff && (gateOpen || attempts > 0);
    }

    boolean runs() {
        return host != NO_HOST;
    }

    @Override
    public String toString() {
        return index < 0 ? "job " + job.number : "child " + index + " of job " + job.number;
    }
}
