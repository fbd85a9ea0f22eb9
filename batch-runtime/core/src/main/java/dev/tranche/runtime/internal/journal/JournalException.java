package dev.tranche.runtime.internal.journal;

import org.jspecify.annotations.Nullable;

/** A journal cannot be opened, read or written; says which, why, and what helps. */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1;

    JournalException(String message) {
        this(message, null);
    }

    JournalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
