package dev.tranche.runtime.internal.journal;

/** Writes the outcomes of one batch into one frame. Loop thread only. */
public final class FrameEncoder /* implements Outcomes */ {
    /** Begins a frame. */
    public void begin(long timeMicros, long epoch) {}

    /** Whether nothing has been recorded since begin. */
    public boolean isEmpty() {
        return true;
    }

    /** Ends the frame: length and checksum are filled in. */
    public void finish() {}

    /** The frame: bytes 0 to length - 1; valid until the next begin. */
    public byte[] bytes() {
        throw new UnsupportedOperationException();
    }

    public int length() {
        return 0;
    }
}
