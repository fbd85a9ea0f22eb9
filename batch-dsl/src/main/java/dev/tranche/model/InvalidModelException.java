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
     * What does not fit together, in the order of the model.
     *
     * @return the problems, at least one
     */
    public List<Problem> problems() {
        return problems;
    }
}
