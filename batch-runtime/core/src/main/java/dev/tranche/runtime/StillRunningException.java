package dev.tranche.runtime;

import dev.tranche.model.Explanation;
import java.util.List;

/**
 * Something has not ended, though it should have: within the time that its caller gave it, or to be run again. With the
 * reasons why. It goes on; wait again, or terminate it.
 */
public final class StillRunningException extends BatchException {
    private static final long serialVersionUID = 1L;

    private final transient List<Explanation> explanations;

    StillRunningException(String message, List<Explanation> explanations) {
        super(message);
        this.explanations = List.copyOf(explanations);
    }

    /**
     * Why it has not ended, as of the moment the wait was over.
     *
     * @return for a job its explanation; for a workflow run those of its jobs that have not ended, at most 20
     */
    public List<Explanation> explanations() {
        return explanations;
    }
}
