package dev.tranche.runtime.internal.machine;

/** What a backend says of the end of an attempt. */
record EndReport(long job, int index, int attempt, EndKind kind, int exitCode, boolean outOfMemory) {
    void give(Machine machine, long at) {
        machine.ended(job, index, attempt, kind, exitCode, outOfMemory, "why", at);
    }
}
