package dev.tranche.runtime.ec2;

/** What an environment says does not fit to what is there: it cannot be served until one of both changes. */
final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what, where, and the way out */
    MisfitException(String message) {
        super(message);
    }
}
