/**
 * Immutable values that say what a batch system is: job definitions, requests, workflows, queues and compute
 * environments, with the steps and builders that make them, and the identities of what runs.
 *
 * <p>Everybody may use it; everything else in Tranche depends on it and it depends on nothing of Tranche. What must stay
 * true: every value is immutable and compares by value, nothing here starts a thread, reads a clock or does I/O, and no
 * value carries a secret, only references to one. Names are AWS Batch's; the JSON field stands in the Javadoc.
 *
 * <p>Write programs with the static words of {@code dev.tranche.dsl.Batch}; the sentence begins at a job definition. Do
 * not name the types of steps and builders in programs: there may be more steps one day, and a builder belongs to one
 * chain of calls. What to keep and to pass around are the values.
 *
 * <p>To read the code, start at {@code Settings}. Most values are one of it: what has been said, by {@code Setting}. A
 * {@code Chain} collects it and refuses what is said twice; {@code Check} has the rules for single values;
 * {@code Problems} collects what does not fit together. A definition, a definition made from it and the overrides of a
 * request are three layers of the same settings, so applying overrides is one operation for all of them. A public value
 * is a {@code Value} around such a record, with accessors that give what was said or its default.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.model;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
