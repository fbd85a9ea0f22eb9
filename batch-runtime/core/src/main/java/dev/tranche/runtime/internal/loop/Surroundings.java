package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.spi.BatchClock;

/**
 * What a runtime in memory lives in.
 *
 * @param runtimeId its identity: 60 bits
 * @param clock its time
 * @param crew does its work
 * @param watch looks at what it decides
 */
public record Surroundings(long runtimeId, BatchClock clock, Crew crew, Watch watch) {}
