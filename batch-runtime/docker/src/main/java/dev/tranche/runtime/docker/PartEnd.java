package dev.tranche.runtime.docker;

import java.time.Instant;
import java.util.OptionalInt;

/**
 * How a container ended, as far as its engine proves it.
 *
 * @param exitCode the exit code of its main process; empty if nobody can say it any more
 * @param outOfMemory whether it was killed for want of memory
 * @param why what is missing, if the exit code is
 * @param at when
 */
record PartEnd(OptionalInt exitCode, boolean outOfMemory, String why, Instant at) {
    private static final int SIGKILLED = 128 + 9;

    static PartEnd exited(int code, boolean outOfMemory, Instant at) {
        return new PartEnd(OptionalInt.of(code), outOfMemory && code != 0, "", at);
    }

    static PartEnd unknown(String why, Instant at) {
        return new PartEnd(OptionalInt.empty(), false, why, at);
    }

    boolean isSuccess() {
        return exitCode.isPresent() && exitCode.getAsInt() == 0;
    }

    /** Whether it was killed and the engine may only not have said yet that it was for want of memory. */
    boolean isDoubtful() {
        return exitCode.isPresent() && exitCode.getAsInt() == SIGKILLED && !outOfMemory;
    }
}
