/**
 * Short programs, to be read in this order:
 *
 * <ol>
 *   <li>{@link dev.tranche.examples.HelloScript}: a job is a script and what it needs.
 *   <li>{@link dev.tranche.examples.RunExecutable}: a program without a shell, with parameters.
 *   <li>{@link dev.tranche.examples.ArrayOfColours}: many children of one job.
 *   <li>{@link dev.tranche.examples.ThrowDarts}: an array and a job that waits for it; the example of the README.
 *   <li>{@link dev.tranche.examples.DiamondWorkflow}: jobs that wait for others, and a directory they share.
 *   <li>{@link dev.tranche.examples.RetryByRule}: which failures are tried again.
 *   <li>{@link dev.tranche.examples.WhyDoesItWait}: what the scheduler says to those who ask.
 *   <li>{@link dev.tranche.examples.PlanTheNight}: what a workflow would do, before it does it.
 *   <li>{@link dev.tranche.examples.WordCount}: all of it together, on real files.
 * </ol>
 *
 * <p>{@link dev.tranche.examples.ResizeService} is a part of an application, whose test runs in virtual time.
 *
 * <p>For people who learn. What must stay true: each has a {@code main}, runs on any machine with a POSIX shell, ends by
 * itself within seconds, and is run by a test.
 */
@NullMarked
package dev.tranche.examples;

import org.jspecify.annotations.NullMarked;
