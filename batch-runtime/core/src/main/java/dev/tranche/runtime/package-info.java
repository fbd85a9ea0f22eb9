/**
 * The public door: open a runtime, submit jobs and workflows, follow them, ask why they wait, cancel them, close.
 *
 * <p>For everybody who runs batches. What must stay true: no method here runs user code or a backend on the scheduler's
 * thread, every wait is bounded by its caller or can be interrupted, and a failed job is an outcome, not an exception.
 *
 * <p>Start at {@link dev.tranche.runtime.BatchRuntime}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
