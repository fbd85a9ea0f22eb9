package dev.tranche.runtime.internal.journal;

import java.util.Arrays;

/**
 * Keeps the frames of a runtime without a journal in memory, so that a failure of the machine costs nothing but the input
 * that caused it. Bounded: when it is full, the loop replaces it all by a checkpoint; if that alone takes more than half of
 * it, the bound doubles. Loop thread only.
 */
public final class MemoryLog implements FrameLog {
    private byte[] bytes = new byte[64 << 10];
    private int length;
    private int bound;

    /** An empty log that wants a checkpoint when it holds so many bytes. */
    public MemoryLog(int bound) {
        this.bound = bound;
    }

    @Override
    public void append(byte[] frame, int frameLength) {
        if (bytes.length - length < frameLength) {
            long wanted = Math.max(bytes.length * 2L, (long) length + frameLength);
            if (wanted > Integer.MAX_VALUE - 8) {
                throw new IllegalStateException("the log in memory would exceed 2 GiB: " + wanted + " bytes");
            }
            bytes = Arrays.copyOf(bytes, (int) wanted);
        }
        System.arraycopy(frame, 0, bytes, length, frameLength);
        length += frameLength;
    }

    @Override
    public boolean wantsCheckpoint() {
        return length >= bound;
    }

    @Override
    public void restart(byte[] checkpoint, int checkpointLength) {
        length = 0;
        append(checkpoint, checkpointLength);
        while (bound / 2 < length && bound <= Integer.MAX_VALUE / 2) {
            bound *= 2;
        }
    }

    @Override
    public void replay(FrameVisitor visitor) {
        int at = 0;
        while (at < length) {
            int frameLength = Frame.intAt(bytes, at + Frame.LENGTH);
            visitor.frame(Arrays.copyOfRange(bytes, at, at + frameLength), frameLength);
            at += frameLength;
        }
    }
}
