package dev.tranche.runtime;

import dev.tranche.runtime.internal.journal.JournalException;

/** There is no journal, or it cannot be read; says which file or frame, and what helps. */
public final class JournalUnreadableException extends BatchException {
    private static final long serialVersionUID = 1L;

    JournalUnreadableException(JournalException cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
