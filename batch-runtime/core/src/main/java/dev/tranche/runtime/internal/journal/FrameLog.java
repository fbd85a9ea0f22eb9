package dev.tranche.runtime.internal.journal;

/**
 * Where frames are kept, in order: the store of a journal, or the memory of a runtime without one. One thread at a time.
 *
 * <p>What every store has to do is said by {@code FrameLogContract}, which each of them passes.
 */
public interface FrameLog extends AutoCloseable {
    /**
     * Takes a frame; when this returns, it will be replayed. If it throws, the frame is not there and never will be, or
     * nothing is taken any more. The array is the caller's.
     */
    void append(byte[] frame, int length);

    /** Whether it is so full that a checkpoint should replace what it holds; one that sees to that itself never says so. */
    default boolean wantsCheckpoint() {
        return false;
    }

    /** Replaces everything by a checkpoint, if it wanted one. The array is the caller's. */
    default void restart(byte[] checkpoint, int length) {
        throw new IllegalStateException("this log sees to its length itself");
    }

    /** Gives every frame since the last checkpoint, that one first. */
    void replay(FrameVisitor visitor);

    /** Lets go of what holds the frames; they stay where that outlives the process. */
    @Override
    default void close() {}

    /**
     * Gives what happened to all jobs that are known, for whoever shows them: the same frames, unless something took the place
     * of the older ones.
     */
    default void story(FrameVisitor visitor) {
        replay(visitor);
    }

    /** Takes each frame of a replay. */
    interface FrameVisitor {
        void frame(byte[] frame, int length);
    }
}
