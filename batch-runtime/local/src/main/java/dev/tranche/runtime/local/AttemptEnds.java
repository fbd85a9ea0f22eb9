package dev.tranche.runtime.local;

import dev.tranche.model.MemorySize;
import dev.tranche.runtime.spi.AttemptEnd;
import java.util.Optional;

/**
 * Translates what a supervisor saw into what the scheduler is told.
 *
 * @param outputLimit what an attempt may write to each of its outputs
 */
record AttemptEnds(MemorySize outputLimit) {
    private static final int SIGKILL = 9;

    AttemptEnd of(Event.Ended event) {
        if (event.exited()) {
            return new AttemptEnd.Exited(event.code(), event.at());
        }
        boolean overflow = event.code() == SIGKILL && !event.overflow().isEmpty();
        Optional<String> reason = overflow
                ? Optional.of("LogLimitError: " + event.overflow() + " exceeded " + outputLimit)
                : Optional.empty();
        return new AttemptEnd.Signaled(event.code(), false, reason, event.at());
    }
}
