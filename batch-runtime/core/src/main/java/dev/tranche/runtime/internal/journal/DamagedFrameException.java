package dev.tranche.runtime.internal.journal;

/** Bytes that should be a frame are not. */
public final class DamagedFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedFrameException(String message) {
        super(message);
    }
}
