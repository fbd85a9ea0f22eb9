package dev.tranche.runtime.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who is told what of a simulation.
 *
 * @param kept how many jobs, and how many decisions, a schedule keeps
 * @param decisions is told every decision, or null
 * @param opened is told every runtime that is opened
 * @param checked whether the invariants of the scheduler are checked
 */
record Audience(int kept, @Nullable Consumer<Decision> decisions, Consumer<SimulatedRuntime> opened, boolean checked) {
    private static final int DEFAULT_KEPT = 100_000;

    static Audience usual() {
        return new Audience(DEFAULT_KEPT, null, runtime -> {}, false);
    }

    Audience kept(int another) {
        return new Audience(another, decisions, opened, checked);
    }

    Audience decisions(Consumer<Decision> listener) {
        return new Audience(kept, listener, opened, checked);
    }

    Audience opened(Consumer<SimulatedRuntime> listener) {
        return new Audience(kept, decisions, opened.andThen(listener), checked);
    }

    Audience check() {
        return new Audience(kept, decisions, opened, true);
    }
}
