package dev.tranche.runtime.internal.inbox;

import dev.tranche.model.AttemptId;

/** The cell of one attempt: made when it is placed, gone when its end is recorded. */
public final class AttemptCell extends Cell<AttemptNews> {
    private final AttemptId attempt;

    public AttemptCell(AttemptId attempt) {
        this.attempt = attempt;
    }

    public AttemptId attempt() {
        return attempt;
    }
}
