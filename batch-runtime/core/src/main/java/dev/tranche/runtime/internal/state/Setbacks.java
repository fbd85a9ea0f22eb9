package dev.tranche.runtime.internal.state;

import java.util.HashMap;
import java.util.Map;

/**
 * What went wrong under a job through no fault of its program, by its row: how often a host was lost or did not take it, and
 * where an attempt could not be started. Beside the rows, since almost no job has any. Kept until the job has ended. Loop thread only.
 */
public final class Setbacks {
    private static final Of NOTHING = new Of(0, 0, 0, 0);

    private final Map<Integer, Of> byRow = new HashMap<>();

    private record Of(int interruptions, int notPlaced, long notStartedIn, long left) {}

    private Of get(int row) {
        return byRow.isEmpty() ? NOTHING : byRow.getOrDefault(row, NOTHING);
    }

    /** Whether there were any. */
    public boolean has(int row) {
        return byRow.containsKey(row);
    }

    /** How many attempts of a job were interrupted. */
    public int interruptions(int row) {
        return get(row).interruptions();
    }

    /** How many attempts of a job its hosts did not take. */
    public int notPlaced(int row) {
        return get(row).notPlaced();
    }

    /** A bit for each environment in which an attempt of a job could not be started. */
    public long notStartedIn(int row) {
        return get(row).notStartedIn();
    }

    /** A bit for each of those that the job then left. */
    public long left(int row) {
        return get(row).left();
    }

    /** Counts one more interruption. */
    public void interrupted(int row) {
        restore(row, interruptions(row) + 1, notPlaced(row), notStartedIn(row), left(row));
    }

    /** Counts one more attempt that its host did not take. */
    public void notTaken(int row) {
        restore(row, interruptions(row), notPlaced(row) + 1, notStartedIn(row), left(row));
    }

    /** Notes that an attempt could not be started in an environment. */
    public void notStarted(int row, int environment) {
        restore(row, interruptions(row), notPlaced(row), notStartedIn(row) | 1L << environment, left(row));
    }

    /** A job goes no longer to some environments. */
    public void leave(int row, long environments) {
        long more = notStartedIn(row) & environments;
        if (more != 0) {
            restore(row, interruptions(row), notPlaced(row), notStartedIn(row), left(row) | more);
        }
    }

    /** Makes them what they were when a checkpoint was written. */
    public void restore(int row, int interruptions, int notPlaced, long notStartedIn, long left) {
        byRow.put(row, new Of(interruptions, notPlaced, notStartedIn, left));
    }

    /** Forgets those of a job that has ended. */
    public void forget(int row) {
        if (!byRow.isEmpty()) {
            byRow.remove(row);
        }
    }
}
