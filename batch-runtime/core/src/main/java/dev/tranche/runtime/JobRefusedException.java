package dev.tranche.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A request can never run here, and why: no environment of the queue is able to run it, it is larger than every host, a
 * word in it is not honoured yet, or its client token stands for something else. Nothing of it has been submitted.
 */
public final class JobRefusedException extends BatchException {
    private static final long serialVersionUID = 1L;

    JobRefusedException(String message) {
        super(message);
    }

    JobRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
