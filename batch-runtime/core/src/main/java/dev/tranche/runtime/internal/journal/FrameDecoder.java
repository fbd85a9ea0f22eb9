package dev.tranche.runtime.internal.journal;

import dev.tranche.runtime.internal.machine.Outcomes;

/** Reads frames back as the calls they were written from. */
public final class FrameDecoder {
    /** The event time of a frame. */
    public static long time(byte[] frame) {
        throw new UnsupportedOperationException();
    }

    /** Checks a frame and makes its calls, in order. */
    public static void decode(byte[] frame, int length, Outcomes into) {}
}
