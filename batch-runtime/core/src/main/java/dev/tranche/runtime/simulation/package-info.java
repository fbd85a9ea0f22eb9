/**
 * Runs a batch in virtual time on pretend hosts, from a seed: hours pass in milliseconds, and the same seed gives the same
 * schedule always.
 *
 * <p>For those who test code that submits jobs, and for those who want to know what a batch would do before it does it.
 * What must stay true: everything but the programs is the real thing (the door, the loop, the machine and its policies);
 * there is no thread and no real clock in here; and every random draw comes from a stream of its own, whose key is the seed
 * and the job's identity, attempt and purpose, so that neither the order of calls nor a further fault changes another draw.
 *
 * <p>Start at {@link dev.tranche.runtime.simulation.Simulation}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.simulation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
