package dev.tranche.model;

import org.jspecify.annotations.Nullable;

/**
 * A public value made of one record that stays hidden, so that it can grow without breaking those who use it. Equality,
 * hash and text come from the record.
 */
abstract class Value {
    /** The record this value is made of. */
    abstract Record spec();

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Value that && getClass() == that.getClass() && spec().equals(that.spec());
    }

    @Override
    public final int hashCode() {
        return spec().hashCode();
    }

    /** Prints the kind of the value and, in brackets, what has been said of it. */
    @Override
    public String toString() {
        String printed = spec().toString();
        return getClass().getSimpleName() + printed.substring(printed.indexOf('['));
    }
}
