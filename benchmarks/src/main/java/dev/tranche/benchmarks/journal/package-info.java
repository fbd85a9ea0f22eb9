/**
 * What durability costs: submits, processes and completions with a journal against the same without one and against the
 * disk itself, and how long an opening takes afterwards.
 *
 * <p>For people who measure. What must stay true: the floor is a write that reaches the disk, measured in the same sitting
 * and in the same directory; what is waited for is the acknowledgement that a user gets, and everything written is removed
 * at the end.
 *
 * <p>Start at {@link dev.tranche.benchmarks.journal.DurableSubmits}; numbers and commands are in {@code
 * benchmarks/README.md}.
 */
@NullMarked
package dev.tranche.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
