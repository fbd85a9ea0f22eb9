package dev.tranche.runtime;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a history is behind its journal.
 *
 * @param frames how many batches of decisions the journal holds that are not in the history yet
 * @param behind the time between the last decision in the history and the last one in the journal
 * @param trouble what keeps the history from going on; empty if nothing does, and if no runtime of this process has it open
 */
public record HistoryLag(long frames, Duration behind, Optional<String> trouble) {
    /**
     * Whether all that has been decided is in the history.
     *
     * @return true if nothing is missing
     */
    public boolean none() {
        return frames == 0;
    }
}
