package dev.tranche.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;

/**
 * A word of a builder of the model. What it gives back is the builder it was said to, so nobody needs it.
 *
 * @param <T> what it takes
 */
@FunctionalInterface
interface Word<T> {
    @CanIgnoreReturnValue
    Object say(T value);

    /** A word that takes nothing. */
    @FunctionalInterface
    interface Alone {
        @CanIgnoreReturnValue
        Object say();
    }

    /**
     * A word that takes a name and what it stands for.
     *
     * @param <T> what it stands for
     */
    @FunctionalInterface
    interface Named<T> {
        @CanIgnoreReturnValue
        Object say(String name, T value);
    }
}
