/**
 * Files of a backend on the machine where the runtime lives: its directory, the directories that jobs of a workflow run
 * share, and lines of outputs.
 *
 * <p>For those who write a backend that keeps files. What must stay true: everything is for its owner only; removing
 * follows no link; a directory is swept only if it is certainly of this user, of the same kind of backend, and of a process
 * that is dead.
 *
 * <p>Start at {@link dev.tranche.runtime.spi.files.WorkRoot}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.spi.files;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
