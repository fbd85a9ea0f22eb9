package dev.tranche.runtime;

import org.jspecify.annotations.Nullable;

/**
 * The runtime is closed, or has stopped after a failure of its own, which is then the cause. Everybody who waits gets it,
 * and every later call that needs the runtime.
 */
public final class RuntimeClosedException extends BatchException {
    private static final long serialVersionUID = 1L;

    RuntimeClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
