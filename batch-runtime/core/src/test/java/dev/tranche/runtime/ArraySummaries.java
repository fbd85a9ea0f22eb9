package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import java.util.Arrays;
import java.util.List;

/** Array summaries for tests of other packages. */
public final class ArraySummaries {
    private ArraySummaries() {}

    /** All children wait. */
    public static ArraySummary pending(int size) {
        return inherited(size, 0);
    }

    /** Some were taken over, and the others wait. */
    public static ArraySummary inherited(int size, int inherited) {
        int[] counts = Arrays.stream(JobStatus.values())
                .mapToInt(status -> status == JobStatus.PENDING ? size - inherited : 0)
                .toArray();
        counts[List.of(JobStatus.values()).indexOf(JobStatus.SUCCEEDED)] = inherited;
        return new ArraySummary(counts, inherited);
    }
}
