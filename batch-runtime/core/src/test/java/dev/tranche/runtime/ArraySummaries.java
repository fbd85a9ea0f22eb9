package dev.tranche.runtime;

import dev.tranche.model.JobStatus;
import java.util.Arrays;

/** Array summaries for tests of other packages. */
public final class ArraySummaries {
    private ArraySummaries() {}

    /** All children wait. */
    public static ArraySummary pending(int size) {
        return new ArraySummary(Arrays.stream(JobStatus.values())
                .mapToInt(status -> status == JobStatus.PENDING ? size : 0)
                .toArray());
    }
}
