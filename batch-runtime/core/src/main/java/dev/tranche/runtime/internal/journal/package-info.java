/**
 * The log of outcomes: frames, how they are written and read, and where they are kept.
 *
 * <p>For the loop. What must stay true: a frame says everything that a fold needs and names no Java class; a frame that is
 * damaged is never read as another.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.journal.FrameEncoder}.
 */
@NullMarked
package dev.tranche.runtime.internal.journal;

import org.jspecify.annotations.NullMarked;
