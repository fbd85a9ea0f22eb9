/**
 * The one thread that owns the machine: what it does in a turn, how it waits, and what it does when the machine throws.
 *
 * <p>For the door, which hands it inputs and takes what it releases. What must stay true: nothing leaves before the frame
 * of its batch is appended; no code of users or backends runs on the thread of the loop; time comes from a {@link
 * dev.tranche.runtime.spi.BatchClock} and every wait goes through {@link dev.tranche.runtime.internal.loop.Waiting}, so
 * that the same loop can be stepped by hand in virtual time.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.loop.SchedulerLoop#doWork}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.internal.loop;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
