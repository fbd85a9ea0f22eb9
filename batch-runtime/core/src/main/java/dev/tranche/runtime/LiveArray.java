package dev.tranche.runtime;

import dev.tranche.model.JobId;
import dev.tranche.model.JobStatus;
import dev.tranche.runtime.internal.machine.Submission;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An array job. Of a child that nothing has happened to nothing is kept; of one that succeeded plainly very little; an
 * object exists for those that are under way, failed, or were asked for.
 */
@SuppressWarnings("EnumOrdinal") // states index the counts, in this process only
final class LiveArray extends LiveJob {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;
    private static final int STATUSES = JobStatus.values().length;

    // each slot: null, a LiveChild or a ChildEnd; written by the loop, and by readers only from null to a child that
    // was
    // asked for, by compare-and-set on both sides; pairs with the reads in child() and known()
    private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable Object>> chunks;

    private final Submission submission;
    private final RunAgain again = new RunAgain();

    // loop only: how many of the children that were seen are in each state
    private final int[] seen = new int[STATUSES];
    private int seenCount;

    // written by the loop; pairs with the read in unseen()
    private volatile Unseen unseen = Unseen.in(JobStatus.SUBMITTED);

    // written once by the loop, before the array is published; pairs with the read in unseen()
    private volatile Inherited inherited = Inherited.NOTHING;

    LiveArray(JobFacts facts, Submission submission, long submittedAt) {
        super(
                facts,
                JobId.NO_INDEX,
                JobSnapshot.submitted(facts, JobId.NO_INDEX, submittedAt)
                        .with(new ArraySummary(allIn(JobStatus.SUBMITTED, facts.arraySize()), 0)));
        this.submission = submission;
        chunks = new AtomicReferenceArray<>((facts.arraySize() + CHUNK - 1) >> CHUNK_BITS);
    }

    private static int[] allIn(JobStatus status, int size) {
        int[] counts = new int[STATUSES];
        counts[status.ordinal()] = size;
        return counts;
    }

    // ---- any thread

    /** What was submitted. */
    Submission submission() {
        return submission;
    }

    RunAgain again() {
        return again;
    }

    /** A child, as an object that can be waited for. */
    LiveChild child(int childIndex) {
        AtomicReferenceArray<@Nullable Object> chunk = chunk(childIndex);
        int slot = childIndex & (CHUNK - 1);
        while (true) {
            Object present = chunk.get(slot);
            if (present instanceof LiveChild child) {
                return child;
            }
            if (present instanceof ChildEnd end) {
                return new LiveChild(
                        this,
                        childIndex,
                        end.snapshot(facts(), childIndex, published().createdMicros()));
            }
            LiveChild made = new LiveChild(this, childIndex);
            if (chunk.compareAndSet(slot, null, made)) {
                return made;
            }
        }
    }

    @Override
    long microDollars(long now) {
        long sum = 0;
        for (int number = 0; number < chunks.length(); number++) {
            AtomicReferenceArray<@Nullable Object> chunk = chunks.get(number);
            for (int slot = 0; chunk != null && slot < CHUNK; slot++) {
                if (chunk.get(slot) != null) {
                    sum += child(number << CHUNK_BITS | slot).microDollars(now);
                }
            }
        }
        return sum;
    }

    /** A child that nothing has happened to. */
    JobSnapshot unseen(int childIndex) {
        JobSnapshot array = published();
        JobSnapshot child = unseen.snapshot(facts(), childIndex, array);
        return array.isAccepted() && inherited.has(childIndex) ? inherited.snapshot(child, array) : child;
    }

    private AtomicReferenceArray<@Nullable Object> chunk(int childIndex) {
        int number = childIndex >> CHUNK_BITS;
        AtomicReferenceArray<@Nullable Object> chunk = chunks.get(number);
        if (chunk == null) {
            AtomicReferenceArray<@Nullable Object> made = new AtomicReferenceArray<>(CHUNK);
            AtomicReferenceArray<@Nullable Object> witness = chunks.compareAndExchange(number, null, made);
            chunk = witness == null ? made : witness;
        }
        return chunk;
    }

    // ---- loop only

    /** What holds from now on for all children that nothing has happened to; shows in the counts when they are published. */
    void unseen(Unseen state) {
        unseen = state;
    }

    /** These children had succeeded in the array that this one runs again. */
    @SuppressWarnings("EnumOrdinal")
    void inherit(Inherited children) {
        inherited = children;
        seenCount += children.count();
        seen[JobStatus.SUCCEEDED.ordinal()] += children.count();
    }

    boolean hasUnseen() {
        return seenCount < facts().arraySize();
    }

    /** Counts a child that is about to be published. */
    void count(LiveChild child, JobStatus before, JobStatus now) {
        if (child.markCounted()) {
            seenCount++;
        } else {
            seen[before.ordinal()]--;
        }
        seen[now.ordinal()]++;
    }

    /** Keeps of a child that has ended as little as possible. */
    void compact(LiveChild child) {
        ChildEnd end = ChildEnd.of(child.published());
        if (end != null) {
            chunk(child.index()).set(child.index() & (CHUNK - 1), end);
        }
    }

    @Override
    void publish() {
        draft(draft().with(summary()));
        super.publish();
    }

    /** Tells those who wait for children that nothing ever happened to. */
    void settleUnseen() {
        forEachKnown((index, known) -> {
            if (known instanceof LiveChild child) {
                child.signalIfWaitedFor();
            }
        });
    }

    /** Every child that is known by more than its array's state: a LiveChild or a ChildEnd. */
    void forEachKnown(KnownChildVisitor visitor) {
        for (int number = 0; number < chunks.length(); number++) {
            AtomicReferenceArray<@Nullable Object> chunk = chunks.get(number);
            for (int slot = 0; chunk != null && slot < CHUNK; slot++) {
                Object known = chunk.get(slot);
                if (known != null) {
                    visitor.visit((number << CHUNK_BITS) + slot, known);
                }
            }
        }
    }

    /** Takes a child: its index, and a LiveChild or a ChildEnd. */
    @FunctionalInterface
    interface KnownChildVisitor {
        void visit(int index, Object known);
    }

    private ArraySummary summary() {
        int[] counts = seen.clone();
        counts[unseen.status().ordinal()] += facts().arraySize() - seenCount;
        return new ArraySummary(counts, inherited.count());
    }
}
