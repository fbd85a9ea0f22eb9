/**
 * What has ended, kept beside a journal in a database of its own for as long as the retention says, and made of the journal's
 * frames by a thread of its own.
 *
 * <p>For the door. What must stay true: the loop never waits for anything here; every batch of frames is projected in one
 * transaction together with the number of its last frame, so that each frame counts once whatever dies when; what goes
 * wrong here is visible and is tried again, and is nobody else's business.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.history.HistoryProjector}.
 */
@NullMarked
package dev.tranche.runtime.internal.history;

import org.jspecify.annotations.NullMarked;
