package dev.tranche.runtime.internal.invariant;

import com.google.errorprone.annotations.FormatMethod;
import org.jspecify.annotations.Nullable;

/** A scheduler did what must never be. */
public final class BrokenInvariantException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    BrokenInvariantException(String what) {
        super(what);
    }

    /** Throws unless something holds. The words are only put together if it does not. */
    @FormatMethod
    static void unless(boolean holds, String what, @Nullable Object... values) {
        if (!holds) {
            throw new BrokenInvariantException(String.format(what, values));
        }
    }
}
