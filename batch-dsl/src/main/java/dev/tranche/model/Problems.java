package dev.tranche.model;

import java.util.ArrayList;
import java.util.List;

/** Collects what does not fit together, so that it is told all at once. */
final class Problems {
    private final String path;
    private final List<Problem> found;

    private Problems(String path, List<Problem> found) {
        this.path = path;
        this.found = found;
    }

    static Problems of(String path) {
        return new Problems(path, new ArrayList<>());
    }

    /** The same collection, one step further inside. */
    Problems in(String step) {
        return new Problems(path + " / " + step, found);
    }

    void add(String what, String message) {
        found.add(new Problem(path + " / " + what, message));
    }

    void addIf(boolean wrong, String what, String message) {
        if (wrong) {
            add(what, message);
        }
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidModelException(found);
        }
    }
}
