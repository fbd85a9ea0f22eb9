/**
 * What a simulation costs: the whole runtime with pretend hosts, in virtual time, on one thread.
 *
 * <p>For people who measure. What must stay true: everything a user pays for is inside the watch, from the first request
 * that is made to the schedule that is handed out; what is said to be warm has run the same before.
 *
 * <p>Start at {@link dev.tranche.benchmarks.simulation.SimulationSpeed}; numbers and commands are in {@code
 * benchmarks/README.md}.
 */
@NullMarked
package dev.tranche.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
