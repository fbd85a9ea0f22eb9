package dev.tranche.model;

import com.google.common.collect.ImmutableList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Values that are right one by one and do not fit together. Thrown once, by the call that completes the value, with all
 * problems found.
 */
public final class InvalidModelException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** What does not fit together. */
    private final ImmutableList<Problem> problems;

    InvalidModelException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = ImmutableList.copyOf(problems);
    }

    /**
     * Problems that were found outside of the model, such as by a reader of documents.
     *
     * @param problems the problems, at least one
     * @return the exception to throw
     */
    public static InvalidModelException of(List<Problem> problems) {
        return new InvalidModelException(problems);
    }

    /**
     * What does not fit together, in the order of the model.
     *
     * @return the problems, at least one
     */
    public List<Problem> problems() {
        return problems;
    }
}
