package dev.tranche.model;

import java.io.Serializable;

/**
 * One thing that does not fit together in a model.
 *
 * @param path where, from the outside in: {@code workflow nightly / job merge / memory}
 * @param message what is wrong and what would be right
 */
public record Problem(String path, String message) implements Serializable {
    /** Prints {@code <path>: <message>}. */
    @Override
    public String toString() {
        return path + ": " + message;
    }
}
