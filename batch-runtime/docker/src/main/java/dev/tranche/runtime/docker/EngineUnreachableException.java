package dev.tranche.runtime.docker;

/** An engine gave no answer: whether what was asked has happened is not known. */
final class EngineUnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EngineUnreachableException(String engine, Throwable cause) {
        super("engine " + engine + " does not answer: " + rootOf(cause), cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    private static String rootOf(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
