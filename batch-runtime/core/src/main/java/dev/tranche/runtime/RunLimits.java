package dev.tranche.runtime;

import dev.tranche.model.Workflow;

/**
 * When a workflow run is stopped.
 *
 * @param stopAfterFailures after how many failed jobs nothing more is started, 0 for never
 * @param timeoutMicros how long it may take from its acceptance on, 0 for ever
 */
record RunLimits(int stopAfterFailures, long timeoutMicros) {
    static final RunLimits NONE = new RunLimits(0, 0);

    static RunLimits of(Workflow workflow) {
        return new RunLimits(
                workflow.stopAfterFailures().orElse(0),
                workflow.timeout().map(Micros::of).orElse(0L));
    }
}
