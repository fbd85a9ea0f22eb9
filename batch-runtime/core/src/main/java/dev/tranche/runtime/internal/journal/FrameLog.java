package dev.tranche.runtime.internal.journal;

/** Where frames are kept, in order. Loop thread only. */
public interface FrameLog {
    /** Takes a frame; when this returns, it will be replayed. The array is the caller's. */
    void append(byte[] frame, int length);

    /** Whether it is so full that a checkpoint should replace what it holds. */
    boolean wantsCheckpoint();

    /** Replaces everything by a checkpoint. The array is the caller's. */
    void restart(byte[] checkpoint, int length);

    /** Gives every frame since the last checkpoint, that one first. */
    void replay(FrameVisitor visitor);

    /** Takes each frame of a replay. */
    interface FrameVisitor {
        void frame(byte[] frame, int length);
    }
}
