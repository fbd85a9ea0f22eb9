/**
 * What the comparisons share: rounds of measured values, and how sure one can be of a ratio.
 *
 * <p>For the benchmarks beside it. What must stay true: no value is left out, and how an interval is computed stands where
 * it is computed.
 *
 * <p>Start at {@link dev.tranche.benchmarks.figures.PairedRatio}.
 */
@NullMarked
package dev.tranche.benchmarks.figures;

import org.jspecify.annotations.NullMarked;
