package dev.tranche.runtime.local;

import dev.tranche.model.AttemptId;
import dev.tranche.model.JobId;

/** The identity behind the name of an attempt's directory. */
final class AttemptNames {
    private AttemptNames() {}

    /** Reads what {@link AttemptPaths#directoryName} makes of an attempt. */
    static AttemptId parse(String name) {
        int dot = name.lastIndexOf('.');
        return new AttemptId(
                JobId.parse(name.substring(0, dot).replace('_', ':')), Integer.parseInt(name.substring(dot + 1)));
    }
}
