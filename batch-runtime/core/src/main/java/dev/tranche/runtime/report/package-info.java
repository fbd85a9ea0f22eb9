/**
 * What people look at while a batch runs and afterwards: progress on a console, a picture of the time.
 *
 * <p>For everybody who opens a runtime; each class is a plain {@link dev.tranche.runtime.BatchListener}, but for
 * {@link dev.tranche.runtime.report.JournalReport}, a program that gives two of them a journal to listen to. What must stay
 * true: nothing here is known to the rest of the runtime, nothing grows without bound with the number of jobs that have
 * ended, and what is drawn is a pure function of what was told, so that it can be tested without a terminal.
 *
 * <p>Start at {@link dev.tranche.runtime.report.ConsoleProgress} and {@link dev.tranche.runtime.report.Timeline}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.runtime.report;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
