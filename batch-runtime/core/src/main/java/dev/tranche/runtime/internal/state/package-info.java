/**
 * The compact tables of the machine: jobs, lanes, hosts, edges, deadlines.
 *
 * <p>For the machine and its policies only. What must stay true: no clock, no thread, no I/O, no iteration over a hash map
 * that could decide anything; a row is found again by the identity it holds, never by having been somewhere before; whatever
 * is derived (lanes that are blocked, the grid) can be thrown away and found again.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.state.State}, then {@link dev.tranche.runtime.internal.state.Jobs}.
 */
@NullMarked
package dev.tranche.runtime.internal.state;

import org.jspecify.annotations.NullMarked;
