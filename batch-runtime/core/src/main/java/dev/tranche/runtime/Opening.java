package dev.tranche.runtime;

/** Opens runtimes. */
final class Opening {
    private Opening() {}

    static BatchRuntime open(RuntimeOptions options) {
        throw new OpenRefusedException(java.util.List.of("nothing opens yet: " + options.queues()));
    }
}
