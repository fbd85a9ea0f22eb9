package dev.tranche.runtime.docker;

import java.util.regex.Pattern;
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
        OTHER;

        private static final int STATUS_NOT_FOUND = 404;
        private static final int STATUS_CONFLICT = 409;
        private static final int STATUS_ERROR = 500;

        /** What engines say of the files of a container that is being removed, with the status of a fault of theirs. */
        private static final Pattern BEING_REMOVED = Pattern.compile("RWLayer of container .* is unexpectedly nil");

        /** The kind of an answer by its status and what it says. */
        static Kind of(int status, String message) {
            return switch (status) {
                case STATUS_NOT_FOUND -> NOT_FOUND;
                case STATUS_CONFLICT -> CONFLICT;
                case STATUS_ERROR -> BEING_REMOVED.matcher(message).find() ? NOT_FOUND : OTHER;
                default -> OTHER;
            };
        }
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
