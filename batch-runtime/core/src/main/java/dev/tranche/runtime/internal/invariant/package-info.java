/**
 * What must always be true of a scheduler, checked from outside: from its outcomes alone, one by one as they come, and every
 * now and then against its tables.
 *
 * <p>For simulations, tests and replays of a journal; a runtime in production does not pay for it. One rule is one class, a listener that hears of
 * each outcome before the {@link dev.tranche.runtime.internal.invariant.Ledger} notes it, and throws at the first that must
 * not be. What must stay true here: a rule knows outcomes and the ledger, never the tables, so that it cannot share a
 * mistake with them; nothing here changes the machine.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.invariant.Invariants}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.internal.invariant;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
