/**
 * What one life of a job costs the scheduler itself: no backend, no thread, no disk.
 *
 * <p>For people who measure. What must stay true: both contestants get the same {@link
 * dev.tranche.benchmarks.machine.Workload}, do the same per operation and hold the same number of jobs, and the baseline
 * is written as a good programmer would write it who had an afternoon.
 *
 * <p>Start at {@link dev.tranche.benchmarks.machine.LifecycleBenchmark}; numbers and commands are in {@code
 * benchmarks/README.md}.
 */
@NullMarked
package dev.tranche.benchmarks.machine;

import org.jspecify.annotations.NullMarked;
