/**
 * The log of outcomes: frames, how they are written and read, and where they are kept.
 *
 * <p>For the loop, and for the door, which opens a journal. What must stay true: a frame says everything that a fold needs and
 * names no Java class; a frame that is damaged is never read as another; when an append has returned, the frame outlives
 * the process if anything in its store does.
 *
 * <p>Start at {@link dev.tranche.runtime.internal.journal.FrameEncoder}; for what outlives a process at {@link
 * dev.tranche.runtime.internal.journal.Journal}.
 */
@NullMarked
package dev.tranche.runtime.internal.journal;

import org.jspecify.annotations.NullMarked;
