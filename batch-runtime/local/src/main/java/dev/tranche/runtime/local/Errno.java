package dev.tranche.runtime.local;

import java.io.Serial;

/** A call of the C library failed. */
final class Errno extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final String reason;
    private final int number;

    Errno(String what, int number) {
        this(number, what + ": " + Libc.describe(number));
    }

    private Errno(int number, String reason) {
        super(reason);
        this.number = number;
        this.reason = reason;
    }

    /** For functions that return their error. */
    static void check(String what, int error) {
        if (error != 0) {
            throw new Errno(what, error);
        }
    }

    /** What failed and how, in words. */
    String reason() {
        return reason;
    }

    int number() {
        return number;
    }
}
