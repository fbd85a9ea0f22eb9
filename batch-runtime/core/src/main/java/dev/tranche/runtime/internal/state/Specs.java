package dev.tranche.runtime.internal.state;

import static dev.tranche.runtime.internal.state.RowTable.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The specs in use, each kept once, counted by the jobs that use it, with the lanes of its jobs. Loop thread only.
 */
public final class Specs {
    private static final int RECENT = 64;

    private final Map<JobSpec, Integer> numbers = new HashMap<>();
    private final List<@Nullable JobSpec> specs = new ArrayList<>();
    private int[] uses = new int[16];
    private int firstFree;

    /** Specs seen lately by their object: hashing a document costs more than the rest of a submission. */
    private final @Nullable JobSpec[] recent = new @Nullable JobSpec[RECENT];

    private final int[] recentNumbers = new int[RECENT];

    /** The number of an equal spec that is in use, or {@link RowTable#NONE}. */
    @SuppressWarnings("ReferenceEquality") // the very same object needs no comparison
    public int find(JobSpec spec) {
        int at = System.identityHashCode(spec) & RECENT - 1;
        if (recent[at] == spec) {
            return recentNumbers[at];
        }
        Integer number = numbers.get(spec);
        if (number == null) {
            return NONE;
        }
        recent[at] = spec;
        recentNumbers[at] = number;
        return number;
    }

    /** The number that the next new spec gets. */
    public int nextNumber() {
        while (firstFree < specs.size() && specs.get(firstFree) != null) {
            firstFree++;
        }
        return firstFree;
    }

    /** Takes a spec in under a number from {@link #nextNumber}; not used by any job yet. */
    public void add(int number, JobSpec spec) {
        while (specs.size() <= number) {
            specs.add(null);
        }
        if (number >= uses.length) {
            uses = Arrays.copyOf(uses, Math.max(number + 1, uses.length * 2));
        }
        specs.set(number, spec);
        uses[number] = 0;
        numbers.put(spec, number);
    }

    /** The spec of a number in use. */
    public JobSpec get(int number) {
        JobSpec spec = specs.get(number);
        if (spec == null) {
            throw new IllegalStateException("no spec has the number " + number);
        }
        return spec;
    }

    /** The spec of a number, or null if it is not in use. */
    public @Nullable JobSpec peek(int number) {
        return number < specs.size() ? specs.get(number) : null;
    }

    /** One more than the largest number ever in use. */
    public int limit() {
        return specs.size();
    }

    /** Counts a job that uses it. */
    public void use(int number) {
        uses[number]++;
    }

    /** Counts a job less; the last one takes the spec with it. */
    public void release(int number) {
        if (--uses[number] == 0) {
            numbers.remove(get(number));
            specs.set(number, null);
            firstFree = Math.min(firstFree, number);
            Arrays.fill(recent, null);
        }
    }
}
