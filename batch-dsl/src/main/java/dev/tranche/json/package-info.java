/**
 * Reads and writes the model as AWS-Batch-shaped JSON: the names of the AWS Batch API, and one key {@code tranche} in an
 * object for what AWS does not know. Without these keys a document is one that AWS understands.
 *
 * <p>For everybody, through {@link dev.tranche.json.BatchJson}; the scheduler takes its canonical bytes for the identity
 * of a definition. What must stay true: equal values give equal text, what was written reads back to an equal value,
 * nothing in a document is dropped silently, a secret is never more than a reference, and Jackson does not show in a
 * public signature. The mappers are pure and use only what the model shows to everybody.
 *
 * <p>Start reading at {@code Shape}, the table of what AWS knows and what becomes of it here; {@code ShapeWriter} and
 * {@code ShapeReader} put each member where the table says, and the {@code …Mapper}s name the members. Reading is strict:
 * {@code ShapeReader} refuses every key that no mapper asked for.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.json;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
