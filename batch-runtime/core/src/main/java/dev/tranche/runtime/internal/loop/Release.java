package dev.tranche.runtime.internal.loop;

import dev.tranche.runtime.internal.machine.Outcomes;

/** Takes the outcomes of a frame that has been appended: shows them and sets off what they ask for. Loop thread only. */
public interface Release extends Outcomes {
    /** The outcomes of a frame follow, decided at this time. */
    void begin(long timeMicros);

    /** All outcomes of the frame have been said. */
    void end();
}
