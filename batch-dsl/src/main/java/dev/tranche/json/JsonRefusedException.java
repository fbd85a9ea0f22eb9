package dev.tranche.json;

import com.google.common.collect.ImmutableList;
import dev.tranche.model.InvalidModelException;
import dev.tranche.model.Problem;

/**
 * Something that cannot be read, on its way out of the mappers. It is not an
 * {@link IllegalArgumentException}, so that what catches those of the model does not catch it again.
 */
final class JsonRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What is wrong, with the path in the document. */
    private final ImmutableList<Problem> problems;

    JsonRefusedException(String path, String message) {
        super(path + ": " + message);
        this.problems = ImmutableList.of(new Problem(path, message));
    }

    /** A value that the model refused, with the place that it came from. */
    JsonRefusedException(String path, RuntimeException refused) {
        super(path + ": " + refused.getMessage(), refused);
        this.problems = refused instanceof InvalidModelException invalid
                ? invalid.problems().stream()
                        .map(problem -> new Problem(path, problem.toString()))
                        .collect(ImmutableList.toImmutableList())
                : ImmutableList.of(new Problem(path, String.valueOf(refused.getMessage())));
    }

    InvalidModelException toInvalidModel() {
        InvalidModelException invalid = InvalidModelException.of(problems);
        invalid.initCause(this);
        return invalid;
    }
}
