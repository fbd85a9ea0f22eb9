package dev.tranche.runtime.internal.invariant;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.state.JobSpec;
import dev.tranche.runtime.internal.state.PlacementClass;
import dev.tranche.runtime.internal.state.Queue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A job or an array, as the outcomes tell of it. */
final class WatchedJob {
    static final long NO_ORDER = -1;

    final long number;
    final JobSpec spec;
    final int arraySize;
    final boolean sequential;
    final long workflow;

    /** Where it waits, and of an array its children that have not been moved alone. */
    Stand stand;

    /** What it waits for, until its gate opens; then only what its children wait for child by child. */
    final List<Edge> waitsFor = new ArrayList<>(0);

    /** Of an array, the children that an outcome has spoken of and that have not ended. */
    final Map<Integer, AttemptOwner> children = new HashMap<>(2);

    /** The job itself; an array has no attempts. */
    final AttemptOwner self;

    private final BitSet childrenEnded = new BitSet();
    private final BitSet childrenFailed = new BitSet();

    /** Its place in its queue, {@link #NO_ORDER} before its gate opens. */
    long order = NO_ORDER;

    /** Of an array, how many children have had an attempt. */
    int childrenStarted;

    boolean stopped;
    boolean notNeeded;

    /** Whether it had succeeded in the run that its run runs again. */
    boolean takenOver;

    /** Of an array, the children that had succeeded in the one that it runs again. */
    final BitSet inherited = new BitSet(0);

    @Nullable
    JobStatus end;

    WatchedJob(
            long number,
            Queue queue,
            JobSpec spec,
            int arraySize,
            boolean sequential,
            long workflow,
            String share,
            int priority) {
        this.number = number;
        this.spec = spec;
        this.stand = new Stand(queue, PlacementClass.of(spec, queue), share, priority);
        this.arraySize = arraySize;
        this.sequential = sequential;
        this.workflow = workflow;
        this.self = new AttemptOwner(this, -1);
    }

    boolean isArray() {
        return arraySize > 0;
    }

    boolean hasEnded() {
        return end != null;
    }

    /** Whether its children wait child by child. */
    boolean waitsForEach() {
        return waitsFor.stream().anyMatch(Edge::isEach);
    }

    @CanIgnoreReturnValue
    AttemptOwner owner(int index) {
        return index < 0 ? self : children.computeIfAbsent(index, each -> new AttemptOwner(this, each));
    }

    @Nullable
    JobStatus childEnd(int index) {
        return !childrenEnded.get(index) ? null : childrenFailed.get(index) ? JobStatus.FAILED : JobStatus.SUCCEEDED;
    }

    int endedChildren() {
        return childrenEnded.cardinality();
    }

    /** How many children before this one have ended. */
    int endedBefore(int index) {
        return childrenEnded.get(0, index).cardinality();
    }

    boolean hasFailedChild() {
        return !childrenFailed.isEmpty();
    }

    void childEnded(int index, JobStatus status) {
        childrenEnded.set(index);
        childrenFailed.set(index, status == JobStatus.FAILED);
        AttemptOwner child = children.get(index);
        if (child != null && !child.notNeeded) {
            children.remove(index);
        }
    }

    /** Those of its children that have begun to wait or to run stay where they are until they are moved themselves. */
    void moveTo(Stand to) {
        for (AttemptOwner child : children.values()) {
            boolean begun = child.gateOpen || child.attempts > 0;
            child.moved = child.moved == null && begun ? stand : child.moved;
        }
        stand = to;
    }

    void gateOpened(long place) {
        order = place;
        waitsFor.removeIf(edge -> !edge.isEach());
    }

    void ended(JobStatus status) {
        end = status;
        waitsFor.clear();
    }

    /** The children that nothing has been heard of fail with their array. */
    void failUnheard() {
        for (int index = childrenEnded.nextClearBit(0);
                index < arraySize;
                index = childrenEnded.nextClearBit(index + 1)) {
            if (!children.containsKey(index)) {
                childEnded(index, JobStatus.FAILED);
            }
        }
    }
}
