/**
 * Immutable values that say what a batch system is: job definitions, requests, workflows, queues and compute
 * environments, with the steps and builders that make them, and the identities of what runs.
 *
 * <p>Everybody may use it; everything else in Tranche depends on it and it depends on nothing of Tranche. What must stay
 * true: every value is immutable and compares by value, nothing here starts a thread, reads a clock or does I/O, and no
 * value carries a secret, only references to one. Names are AWS Batch's; the JSON field stands in the Javadoc.
 *
 * <p>Write programs with the static words of {@code dev.tranche.dsl.Batch}; the sentence begins at a job definition.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
