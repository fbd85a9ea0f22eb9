/**
 * Order and placement as pure functions over the tables.
 *
 * <p>For the machine only. What must stay true: a policy reads and answers; it changes nothing but what a pass has learnt
 * (lanes that are blocked).
 *
 * <p>Start at {@link dev.tranche.runtime.internal.policy.Placement}.
 */
@NullMarked
package dev.tranche.runtime.internal.policy;

import org.jspecify.annotations.NullMarked;
