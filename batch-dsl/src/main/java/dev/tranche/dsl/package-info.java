/**
 * The words to write a batch in: {@link dev.tranche.dsl.Batch} has the first word of every sentence, and each word after
 * it is offered by what the one before gave back.
 *
 * <p>For everybody: {@code import static dev.tranche.dsl.Batch.*;} is the one import. What must stay true: nothing is
 * decided here; each word only hands over to the factory on its type in {@code dev.tranche.model}.
 */
@NullMarked
@CheckReturnValue
package dev.tranche.dsl;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
