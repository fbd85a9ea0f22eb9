package dev.tranche.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Something went wrong while operating a batch: the root of the family that the runtime throws. A wrong argument is an
 * {@link IllegalArgumentException} instead, a wrong moment an {@link IllegalStateException}; a job that fails is neither
 * and no exception at all, unless somebody asks for one with {@code orThrow()}.
 */
public abstract class BatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchException(String message) {
        super(message);
    }

    BatchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
