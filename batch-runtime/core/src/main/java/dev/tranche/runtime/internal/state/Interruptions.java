package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;

/**
 * How often a host was lost under each job, by its row: beside the rows, since almost no job has any. Kept until the job
 * has ended. Loop thread only.
 */
public final class Interruptions {
    private final Map<Integer, Integer> byRow = new HashMap<>();

    /** How many attempts of a job were interrupted. */
    public int of(int row) {
        return byRow.isEmpty() ? 0 : byRow.getOrDefault(row, 0);
    }

    /** Counts one more. */
    public void add(int row) {
        byRow.merge(row, 1, Integer::sum);
    }

    /** Makes it what it was when a checkpoint was written. */
    public void restore(int row, int count) {
        byRow.put(row, count);
    }

    /** Forgets those of a job that has ended. */
    public void forget(int row) {
        if (!byRow.isEmpty()) {
            byRow.remove(row);
        }
    }
}
