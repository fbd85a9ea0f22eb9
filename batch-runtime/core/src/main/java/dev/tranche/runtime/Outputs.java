package dev.tranche.runtime;

import dev.tranche.runtime.spi.AttemptLog;
import dev.tranche.model.AttemptId;

/** Where the output of an attempt is read: its backend. Any thread. */
@FunctionalInterface
interface Outputs {
    /** The output of an attempt that was placed in this environment. */
    AttemptLog of(String environment, AttemptId attempt);
}
