package dev.tranche.runtime.internal.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes a life that fails shorter: leaves out events, half of them first and then smaller and smaller parts, as long as the
 * rest fails in the same way. A bounded number of lives is tried, so the result need not be the shortest.
 *
 * <p>After A. Zeller and R. Hildebrandt, Simplifying and Isolating Failure-Inducing Input, 2002.
 */
final class Shrinking {
    /** How many lives are tried at the most. */
    static final int MOST_TRIES = 600;

    private final Function<List<LifeEvent>, @Nullable Throwable> live;
    private final String failure;
    private List<LifeEvent> shortest;
    private int tries;

    /**
     * Of events that fail.
     *
     * @param live lives events and returns what went wrong, or null
     */
    Shrinking(List<LifeEvent> failing, Throwable failure, Function<List<LifeEvent>, @Nullable Throwable> live) {
        this.live = live;
        this.failure = kind(failure);
        this.shortest = failing;
    }

    int tries() {
        return tries;
    }

    /** The shortest events found that fail in the same way. */
    List<LifeEvent> shortest() {
        for (int part = shortest.size() / 2; part > 0; part = part == 1 ? 0 : part / 2) {
            boolean shorter = true;
            while (shorter) {
                shorter = leaveOutParts(part);
            }
        }
        return shortest;
    }

    /** Leaves out each part of this size that is not needed; whether there was one. */
    private boolean leaveOutParts(int part) {
        int before = shortest.size();
        for (int from = Math.max(0, before - part); from >= 0 && tries < MOST_TRIES; from -= part) {
            List<LifeEvent> rest = new ArrayList<>(shortest.subList(0, from));
            rest.addAll(shortest.subList(Math.min(shortest.size(), from + part), shortest.size()));
            if (!rest.isEmpty() && fails(rest)) {
                shortest = rest;
            }
        }
        return shortest.size() < before && tries < MOST_TRIES;
    }

    private boolean fails(List<LifeEvent> events) {
        tries++;
        Throwable thrown = live.apply(events);
        return thrown != null && kind(thrown).equals(failure);
    }

    /** What went wrong, whichever jobs and hosts it happened to. */
    private static String kind(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        return failure.getClass().getName() + message.replaceAll("[0-9]+", "").replaceAll("(?s)\\n.*", "");
    }
}
