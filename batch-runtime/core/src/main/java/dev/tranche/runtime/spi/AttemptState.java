package dev.tranche.runtime.spi;

import java.time.Instant;

/** What an inventory says of one attempt. */
public sealed interface AttemptState {
    /**
     * Its program runs.
     *
     * @param since when it began to
     */
    record Running(Instant since) implements AttemptState {}

    /**
     * It has ended.
     *
     * @param end how
     */
    record Ended(AttemptEnd end) implements AttemptState {}

    /** It was never started here and can be launched under the same identity. */
    record NeverStarted() implements AttemptState {}
}
