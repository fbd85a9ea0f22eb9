package dev.tranche.runtime.spi;

import java.time.Instant;
import java.util.Optional;

/**
 * A line that a program wrote.
 *
 * @param at when, by the clock of the engine that took it, to the microsecond; empty if nobody took the time
 * @param text the line, without its line feed
 */
public record LogLine(Optional<Instant> at, String text) {}
