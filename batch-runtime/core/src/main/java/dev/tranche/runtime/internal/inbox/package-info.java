/**
 * The lock-free mailboxes between everybody and the one thread of the scheduler.
 *
 * <p>For the loop (consumer) and the door (producers). What must stay true: no producer takes a lock, except that a submit
 * waits for room; nothing in here is unbounded that a user can fill: submits are bounded by jobs, reports by attempts and
 * hosts, controls by jobs and waiting threads; and whatever was put in before {@link
 * dev.tranche.runtime.internal.inbox.Wakeup#signal} is seen before the consumer sleeps.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.inbox.Inbox}; the hand-shake is in {@code Wakeup}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.internal.inbox;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
