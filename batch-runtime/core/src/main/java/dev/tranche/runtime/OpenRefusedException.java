package dev.tranche.runtime;

import java.util.List;

/**
 * A runtime cannot be opened, with every reason at once: a backend is missing or does not open, a name stands for two
 * things, or a queue uses a word that is not honoured yet. Nothing stays open.
 */
public final class OpenRefusedException extends BatchException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    OpenRefusedException(List<String> problems) {
        super(
                problems.size() == 1
                        ? problems.get(0)
                        : problems.size() + " problems:\n  " + String.join("\n  ", problems));
        this.problems = List.copyOf(problems);
    }

    OpenRefusedException(String problem, Throwable cause) {
        super(problem, cause);
        this.problems = List.of(problem);
    }

    /**
     * What stands in the way.
     *
     * @return a sentence for each problem, at least one
     */
    public List<String> problems() {
        return problems;
    }
}
