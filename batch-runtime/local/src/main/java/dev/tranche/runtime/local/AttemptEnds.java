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

    /**
     * What an event says of an end.
     *
     * @throws IllegalArgumentException if it says something else
     */
    AttemptEnd of(Event event) {
        if (event instanceof Event.NotStarted failed) {
            return new AttemptEnd.StartFailed(failed.reason(), failed.at());
        }
        if (event instanceof Event.Ended ended) {
            return of(ended);
        }
        throw new IllegalArgumentException("not an end: " + event);
    }

    private AttemptEnd of(Event.Ended event) {
        if (event.exited()) {
            return new AttemptEnd.Exited(event.code(), event.at());
        }
        if (event.overflow().equals(Event.Ended.SUPERVISOR)) {
            return new AttemptEnd.Lost("Supervisor was ended; the attempt was killed", event.at());
        }
        boolean overflow = event.code() == SIGKILL && !event.overflow().isEmpty();
        Optional<String> reason = overflow
                ? Optional.of("LogLimitError: " + event.overflow() + " exceeded " + outputLimit)
                : Optional.empty();
        return new AttemptEnd.Signaled(event.code(), false, reason, event.at());
    }
}
