/**
 * The deterministic scheduler: state, inputs, outcomes.
 *
 * <p>For the loop, the simulator and the journal. What must stay true: no clock, no thread, no I/O, no randomness and no
 * floating point; the same inputs at the same times give the same outcomes; the state changes by outcomes only, so that
 * folding a log gives the state back; one step touches a few thousand rows at the most, and the rest goes on in the next.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.machine.Machine}, then {@link
 * dev.tranche.runtime.internal.machine.Outcomes}.
 */
@NullMarked
package dev.tranche.runtime.internal.machine;

import org.jspecify.annotations.NullMarked;
