package dev.tranche.runtime;

import dev.tranche.model.AttemptId;
import dev.tranche.runtime.spi.AttemptLog;

/** Where the output of an attempt is read: its backend. Any thread. */
@FunctionalInterface
interface Outputs {
    /** The output of an attempt that was placed in this environment. */
    AttemptLog of(String environment, AttemptId attempt);
}
