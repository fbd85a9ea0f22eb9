package dev.tranche.runtime.simulation;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The decisions of a simulated scheduler: the first are kept, all are told. */
final class DecisionLog {
    private final Kept<Decision> kept;
    private final @Nullable Consumer<Decision> listener;

    DecisionLog(int most, @Nullable Consumer<Decision> listener) {
        this.kept = new Kept<>(most);
        this.listener = listener;
    }

    /** Whether anybody reads the next one, so that its reason is worth finding out. */
    boolean isRead() {
        return listener != null || kept.hasRoom();
    }

    void add(Decision decision) {
        kept.add(decision);
        if (listener != null) {
            listener.accept(decision);
        }
    }

    Kept<Decision> kept() {
        return kept;
    }
}
