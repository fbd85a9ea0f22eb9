package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.machine.Machine;
import dev.tranche.runtime.internal.machine.Outcomes;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what a machine decides, after it is appended and before anything of it leaves. What it throws stops the runtime.
 * Loop thread only.
 */
public interface Watch {
    /** Looks at nothing. */
    Watch NONE = new Watch() {
        @Override
        public @Nullable Outcomes outcomes() {
            return null;
        }

        @Override
        public void batchBegins(long timeMicros) {
            // nothing is looked at
        }

        @Override
        public void batchEnded(Machine machine) {
            // nothing is looked at
        }
    };

    /** Who is told each outcome; null for nobody. */
    @Nullable
    Outcomes outcomes();

    /** The outcomes of a batch follow, decided at this time. */
    void batchBegins(long timeMicros);

    /** All outcomes of a batch have been told; the machine is as they left it. */
    void batchEnded(Machine machine);
}
