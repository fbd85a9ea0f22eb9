/**
 * What a backend, and a clock, have to provide to the scheduler.
 *
 * <p>For those who write a backend. A backend serves one kind of compute environment: it announces hosts, starts, stops
 * and releases attempts, and reports what became of them. It knows nothing of queues, priorities, retries or
 * dependencies. What must stay true: every call of the scheduler returns soon and never blocks on the work it asks for;
 * every report may be sent twice, late or out of order without harm; success is reported on evidence only.
 *
 * <p>Start at {@link dev.tranche.runtime.spi.Backend}; the contract in words is the test-suite {@code BackendContract} of
 * the testkit, which every backend passes.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.spi;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
