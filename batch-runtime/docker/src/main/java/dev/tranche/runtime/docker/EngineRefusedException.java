package dev.tranche.runtime.docker;

import org.jspecify.annotations.Nullable;

/** An engine answered that it will not or cannot do what was asked; the message is the engine's own. */
final class EngineRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why, as far as it makes a difference here. */
    enum Kind {
        /** There is no such container, image or network. */
        NOT_FOUND,
        /** A name is taken, or the thing is in a state in which this cannot be done. */
        CONFLICT,
        /** Anything else. */
        OTHER
    }

    private final Kind kind;

    EngineRefusedException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    Kind kind() {
        return kind;
    }
}
