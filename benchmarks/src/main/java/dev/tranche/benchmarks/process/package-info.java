/**
 * What the whole runtime costs around real processes: door, loop, dispatcher, supervisor and back.
 *
 * <p>For people who measure. What must stay true: the floor is measured in the same sitting, in turn with the runtime, at
 * the same concurrency; every job is accounted for before the watch is stopped.
 *
 * <p>Start at {@link dev.tranche.benchmarks.process.ProcessJobs}; numbers and commands are in {@code
 * benchmarks/README.md}.
 */
@NullMarked
package dev.tranche.benchmarks.process;

import org.jspecify.annotations.NullMarked;
